use firstpick::session::Session;
use firstpick::training::{Options, Recipe};

use crate::{article, evaluate, files, load, quick, shop, stop, train, trained};

/// Everything random is on: dropout, negatives, shuffling.
fn options(recipe: Recipe) -> Options {
    Options { dropout: 0.2, input_dropout: 0.3, ..quick(recipe) }
}

#[test]
fn the_same_file_options_and_seed_give_the_same_bytes() {
    let bytes = shop(60, 24);
    for recipe in Recipe::ALL {
        let options = options(recipe);
        let first = files(&mut trained(&bytes, &options));
        assert!(first == files(&mut trained(&bytes, &options)), "{}", recipe.name());
    }
}

#[test]
fn it_makes_no_difference_how_the_work_was_cut() {
    let bytes = shop(60, 24);
    for recipe in Recipe::ALL {
        let options = options(recipe);
        let expected = files(&mut trained(&bytes, &options));
        for (size, budget) in [(1, 0.0), (7, 2.0), (1_000, 13.0)] {
            let mut session = Session::default();
            load(&mut session, &bytes, size).expect("a dataset");
            train(&mut session, &options, budget).expect("a training");
            assert!(files(&mut session) == expected, "{}: {size} bytes, {budget} ms", recipe.name());
        }
    }
}

#[test]
fn it_makes_no_difference_what_the_session_did_before() {
    let bytes = shop(60, 24);
    let options = options(Recipe::Recommended);
    let expected = files(&mut trained(&bytes, &options));
    let mut session = trained(&article(), &quick(Recipe::Article));
    load(&mut session, &bytes, 65_536).expect("a dataset");
    train(&mut session, &Options { seed: 7.0, ..quick(Recipe::Pair) }, 1e9).expect("a training");
    train(&mut session, &options, 1e9).expect("a training");
    assert!(files(&mut session) == expected);
}

#[test]
fn another_seed_gives_another_network_and_another_split() {
    let bytes = shop(60, 24);
    for recipe in Recipe::ALL {
        let options = options(recipe);
        let (model, csv) = files(&mut trained(&bytes, &options));
        let (other_model, other_csv) = files(&mut trained(&bytes, &Options { seed: 43.0, ..options }));
        assert!(model != other_model && csv != other_csv, "{}", recipe.name());
    }
}

#[test]
fn the_seed_of_the_options_is_the_one_that_splits() {
    let mut session = trained(&shop(60, 24), &Options { seed: 5.0, ..quick(Recipe::Recommended) });
    assert_eq!(session.report().expect("a report").split.seed, 5);
    // Another training that comes to nothing must not change what the first is tested on.
    let before = evaluate(&mut session).expect("a comparison");
    session.begin_training(&Options { seed: 6.0, ..quick(Recipe::Recommended) }).expect("a training");
    assert_eq!(stop(&mut session).kept, 0);
    assert_eq!(session.report().expect("a report").split.seed, 5);
    assert_eq!(evaluate(&mut session).expect("a comparison"), before);
}
