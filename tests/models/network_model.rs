use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{Model, NetworkModel, Scale, Scorer};
use firstpick::network::{Mlp, SparseBatch};
use firstpick::training::{Loss, Options, Recipe};

use crate::{matrix, random_network, small_options};

const USERS: usize = 40;

/// The scores of `users`, asked for `at_once` at a time, of a random network of a recipe.
fn scores(recipe: Recipe, known: &CsrMatrix, users: &[u32], at_once: usize) -> Vec<f32> {
    let settings = small_options(recipe).check().expect("options within their ranges");
    let network = random_network(recipe, known);
    let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
    let mut model = NetworkModel { network: &network, scorer: &mut scorer };
    let mut scores = vec![f32::NAN; users.len() * known.width()];
    for (users, scores) in users.chunks(at_once).zip(scores.chunks_mut(at_once * known.width())) {
        model.score(known, users, scores).expect("scores");
    }
    scores
}

#[test]
fn a_users_scores_do_not_depend_on_who_is_scored_beside_them() {
    let users: Vec<u32> = (0..USERS as u32).rev().collect();
    // More items than a pair network takes at once.
    let known = matrix(3, USERS, 700);
    for recipe in Recipe::ALL {
        let together = scores(recipe, &known, &users, USERS);
        assert!(together.iter().all(|score| score.is_finite()), "{}", recipe.name());
        for at_once in [1, 7] {
            let apart = scores(recipe, &known, &users, at_once);
            let largest_difference = together.iter().zip(&apart).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            // Blocks of other sizes may be summed in another order, and no more than that.
            assert!(largest_difference <= 1e-5, "{}, {at_once} at once: {largest_difference}", recipe.name());
        }
    }
}

#[test]
fn a_profile_networks_scores_follow_from_the_items_alone() {
    let mut known = CsrMatrix::new(6);
    for row in [&[0, 2][..], &[1], &[0, 2], &[]] {
        known.push_row(row).expect("a row");
    }
    for recipe in [Recipe::Recommended, Recipe::Article] {
        let scores = scores(recipe, &known, &[0, 1, 2, 3], 1);
        assert_eq!(scores[..6], scores[12..18], "the same items, the same scores");
        assert_ne!(scores[..6], scores[6..12]);
    }
}

#[test]
fn a_pairs_score_is_the_networks_output_for_that_user_and_item() {
    // Again more items than are taken at once.
    let known = matrix(4, 5, 1_100);
    let network = random_network(Recipe::Pair, &known);
    let scores = scores(Recipe::Pair, &known, &[3], 1);
    let mut workspace = network.inference_workspace(1).expect("a workspace");
    for item in [0, 1, 511, 512, 513, 1_023, 1_024, 1_099] {
        let mut pair = SparseBatch::default();
        pair.push([3, 5 + item as u32], 1.0);
        let expected = network.forward(&pair, &mut workspace, None).values[0];
        assert!((scores[item] - expected).abs() <= 1e-5, "item {item}: {} for {expected}", scores[item]);
    }
}

#[test]
fn a_pair_networks_scores_tell_users_of_the_same_items_apart() {
    let mut known = CsrMatrix::new(6);
    for row in [&[0, 2][..], &[0, 2]] {
        known.push_row(row).expect("a row");
    }
    let scores = scores(Recipe::Pair, &known, &[0, 1], 1);
    assert_ne!(scores[..6], scores[6..]);
}

#[test]
fn some_items_have_the_scores_that_they_have_among_all() {
    let users: Vec<u32> = (0..USERS as u32).collect();
    let known = matrix(5, USERS, 700);
    let all_items = [699, 3, 4, 0, 512, 128];
    for recipe in Recipe::ALL {
        let all = scores(recipe, &known, &users, USERS);
        let (settings, network) =
            (small_options(recipe).check().expect("options within their ranges"), random_network(recipe, &known));
        let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
        let mut model = NetworkModel { network: &network, scorer: &mut scorer };
        // Fewer than the products take at once, as many, and more.
        for items in [1, 2, 3, 4, 6].map(|count| &all_items[..count]) {
            let mut some = vec![f32::NAN; USERS * items.len()];
            model.score_items(&known, &users, items, &mut some).expect("scores");
            for (user, some) in some.chunks(items.len()).enumerate() {
                let expected: Vec<f32> = items.iter().map(|&item| all[user * known.width() + item as usize]).collect();
                assert_eq!(some, expected, "{}, user {user}", recipe.name());
            }
        }
        model.score_items(&known, &users, &[], &mut []).expect("no scores");
    }
}

#[test]
fn a_prepared_scorer_gives_the_same_scores() {
    let users: Vec<u32> = (0..USERS as u32).collect();
    // No whole number of tiles; and fewer than one.
    for items in [701, 3, 2] {
        let known = matrix(6, USERS, items);
        for recipe in Recipe::ALL {
            let settings = small_options(recipe).check().expect("options within their ranges");
            let network = random_network(recipe, &known);
            let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
            scorer.prepare_for_inference(&network);
            let mut model = NetworkModel { network: &network, scorer: &mut scorer };
            for some in [&users[..], &users[3..4]] {
                let mut prepared = vec![f32::NAN; some.len() * known.width()];
                model.score(&known, some, &mut prepared).expect("scores");
                assert_eq!(prepared, scores(recipe, &known, some, USERS), "{}, {items} items", recipe.name());
            }
        }
    }
}

#[test]
fn what_is_shown_follows_the_loss() {
    let scores = [0.5, -1.0, 2.0];
    let shown_with = |recipe: Recipe, loss: Loss| {
        let settings = Options { loss, ..small_options(recipe) }.check().expect("options within their ranges");
        let network = Mlp::zeros(3, &settings.hidden, 3, settings.activation).expect("a network");
        let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
        NetworkModel { network: &network, scorer: &mut scorer }.scale(&scores)
    };
    assert_eq!(shown_with(Recipe::Article, Loss::BinaryCrossEntropy), Scale::Probability);
    assert_eq!(shown_with(Recipe::Recommended, Loss::Multinomial), Scale::share_among(&scores));
}
