use firstpick::linalg::csr::CsrMatrix;
use firstpick::training::{Options, Recipe};
use firstpick::tuning::{WORK_BUDGET, epoch_work, network_candidates, option_candidates};

fn users(rows: usize, width: usize) -> CsrMatrix {
    let mut users = CsrMatrix::new(width);
    (0..rows).for_each(|_| users.push_row(&[0]).expect("a row"));
    users
}

#[test]
fn the_options_own_network_comes_first_and_others_beside_it() {
    let settings = Recipe::Recommended.defaults().check().expect("options");
    let field = network_candidates(&settings, &users(1_000, 500));
    assert_eq!((field[0].hidden.as_slice(), field[0].input_dropout), (&[200][..], 0.5));
    assert!(field.len() >= 3);
    for (index, candidate) in field.iter().enumerate() {
        assert!(!field[..index].contains(candidate), "no candidate twice");
        assert_eq!((candidate.seed, candidate.recipe), (settings.seed, settings.recipe));
    }
}

#[test]
fn without_search_and_with_several_layers_there_is_no_choice() {
    let defaults = Recipe::Recommended.defaults();
    for options in [Options { search: false, ..defaults.clone() }, Options { hidden: vec![64.0, 32.0], ..defaults }] {
        let settings = options.check().expect("options");
        assert_eq!(network_candidates(&settings, &users(1_000, 500)), vec![settings]);
    }
}

#[test]
fn large_data_get_narrower_networks_and_fewer_epochs_but_never_none() {
    let settings = Recipe::Recommended.defaults().check().expect("options");
    let small = network_candidates(&settings, &users(900, 100));
    let large = network_candidates(&settings, &users(40_000, 17_000));
    assert!(large.len() < small.len() && large[0].hidden < small[0].hidden);
    assert_eq!(small[0].epochs, settings.epochs);
    for field in [&small, &large] {
        for candidate in field {
            assert!((8..=settings.epochs).contains(&candidate.epochs));
        }
    }
    let train = users(4_000, 3_600);
    for candidate in network_candidates(&settings, &train) {
        let work = f64::from(candidate.epochs) * epoch_work(candidate.hidden[0], &train);
        assert!(work <= WORK_BUDGET, "{candidate:?}");
    }
}

#[test]
fn a_sweep_begins_with_the_options_at_hand_and_names_nothing_twice() {
    let options = Options { seed: 9.0, ..Recipe::Article.defaults() };
    let field = option_candidates(&options);
    assert_eq!(field[0], options);
    assert!(field.len() > 5);
    for (index, candidate) in field.iter().enumerate() {
        assert!(candidate.check().is_ok() && candidate.seed == 9.0 && !candidate.search);
        assert!(!field[..index].contains(candidate));
    }
}
