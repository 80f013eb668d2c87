//! The contract of [`Model`], which every model passes: a test for each model, one list of checks for all.

use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{
    EaseFit, EaseOptions, ItemKnnFit, ItemKnnOptions, LinearFit, LinearOptions, Model, NetworkModel, Popularity, Scale,
    Scorer, Side, Wide, WideDeep,
};
use firstpick::training::Recipe;

use crate::{fitted, matrix, random_network, small_options};

const USERS: usize = 70;
/// No whole number of tiles, and more pairs than a pair network scores at once.
const ITEMS: usize = 533;
/// Scores closer than this may change their order where products are rounded differently.
const ROUNDING: f32 = 1e-4;

/// The precision of scores when users are scored in blocks of another size.
#[derive(Clone, Copy)]
enum Blocks {
    /// The same to the last bit.
    Equal,
    /// The same but for the last digit: products of other sizes add up in another order.
    Rounded,
}

fn known() -> CsrMatrix {
    matrix(11, USERS, ITEMS)
}

fn passes(model: &mut dyn Model, blocks: Blocks) {
    let known = known();
    scores_are_finite_and_the_same_twice(model, &known);
    users_are_scored_alike_in_blocks_of_any_size(model, &known, blocks);
    some_items_are_ordered_as_among_all(model, &known);
    a_scale_depends_on_the_users_scores_alone(model, &known);
    users_without_items_have_scores(model);
    nothing_is_scored_for_no_users_and_no_items(model, &known);
}

fn score(model: &mut dyn Model, known: &CsrMatrix, users: &[u32]) -> Vec<f32> {
    let mut scores = vec![f32::NAN; users.len() * known.width()];
    model.score(known, users, &mut scores).expect("scores");
    scores
}

fn bits(scores: &[f32]) -> Vec<u32> {
    scores.iter().map(|score| score.to_bits()).collect()
}

fn scores_are_finite_and_the_same_twice(model: &mut dyn Model, known: &CsrMatrix) {
    let users: Vec<u32> = (0..USERS as u32).collect();
    let once = score(model, known, &users);
    assert_eq!(once.len(), USERS * ITEMS);
    assert!(once.iter().all(|score| score.is_finite()), "a score for every item");
    assert_eq!(bits(&once), bits(&score(model, known, &users)));
}

fn users_are_scored_alike_in_blocks_of_any_size(model: &mut dyn Model, known: &CsrMatrix, blocks: Blocks) {
    let block = model.block();
    assert!(block >= 1);
    // In any order, and one of them twice.
    let users: Vec<u32> = (0..USERS as u32).rev().chain([5]).collect();
    let together = score(model, known, &users);
    for size in [1, 3, block, block + 1, 2 * block] {
        let apart: Vec<f32> = users.chunks(size).flat_map(|users| score(model, known, users)).collect();
        match blocks {
            Blocks::Equal => assert_eq!(bits(&apart), bits(&together), "blocks of {size}"),
            Blocks::Rounded => {
                for (apart, together) in apart.iter().zip(&together) {
                    let allowed = 1e-5 * together.abs().max(1.0);
                    assert!((apart - together).abs() <= allowed, "blocks of {size}: {apart} and {together}");
                }
            }
        }
    }
}

fn some_items_are_ordered_as_among_all(model: &mut dyn Model, known: &CsrMatrix) {
    let items: Vec<u32> = (0..ITEMS as u32).rev().step_by(7).collect();
    for user in [0, 1, 42] {
        let all = score(model, known, &[user]);
        let mut some = vec![f32::NAN; items.len()];
        model.score_items(known, &[user], &items, &mut some).expect("scores");
        for (one, some_one) in items.iter().zip(&some) {
            for (other, some_other) in items.iter().zip(&some) {
                let ahead = all[*one as usize] - all[*other as usize];
                assert!(ahead <= ROUNDING || some_one > some_other, "user {user}: {one} is ahead of {other}");
            }
        }
    }
}

fn a_scale_depends_on_the_users_scores_alone(model: &mut dyn Model, known: &CsrMatrix) {
    let scores = score(model, known, &[7]);
    let scale = model.scale(&scores);
    score(model, known, &[8, 9]);
    assert_eq!(model.scale(&scores), scale, "whatever was scored since");
    // The items that the user has are on the same scale as the others.
    let mut ordered = scores.clone();
    ordered.sort_by(f32::total_cmp);
    let shown: Vec<f64> = ordered.iter().map(|&score| scale.shown(score)).collect();
    assert!(shown.is_sorted(), "a higher score is never shown as less");
    if scale != Scale::Relative {
        assert!(shown.iter().all(|shown| (0.0..=1.0).contains(shown)), "{scale:?}");
    }
    if let Scale::Share { .. } = scale {
        assert!((shown.iter().sum::<f64>() - 1.0).abs() < 1e-9, "the shares of all items, known ones too, add up to 1");
    }
}

fn users_without_items_have_scores(model: &mut dyn Model) {
    let mut nothing = CsrMatrix::new(ITEMS);
    (0..USERS).for_each(|_| nothing.push_row(&[]).expect("a row"));
    let scores = score(model, &nothing, &[0, 1, 2]);
    assert!(scores.iter().all(|score| score.is_finite()));
    let shown = model.scale(&scores[..ITEMS]).shown(scores[0]);
    assert!(shown.is_finite());
}

fn nothing_is_scored_for_no_users_and_no_items(model: &mut dyn Model, known: &CsrMatrix) {
    model.score(known, &[], &mut []).expect("no scores");
    model.score_items(known, &[], &[1, 2], &mut []).expect("no scores");
    model.score_items(known, &[1, 2], &[], &mut []).expect("no scores");
}

#[test]
fn popularity_passes() {
    passes(&mut Popularity::fit(&known()), Blocks::Equal);
}

#[test]
fn item_knn_passes_on_both_sides() {
    for side in [Side::Owned, Side::Candidate] {
        let options = ItemKnnOptions { neighbours: 20, shrinkage: 3.0, side };
        passes(&mut fitted(ItemKnnFit::new(options).expect("options"), &known()), Blocks::Equal);
    }
}

#[test]
fn ease_passes() {
    let options = EaseOptions { l2: 10.0, dropout: 0.2, activity: 0.5 };
    passes(&mut fitted(EaseFit::new(&known(), options).expect("options"), &known()), Blocks::Equal);
}

fn linear_options(max_items: usize) -> LinearOptions {
    LinearOptions { ease: EaseOptions { l2: 10.0, dropout: 0.5, activity: 0.5 }, discount: 0.2, max_items }
}

#[test]
fn a_linear_path_passes_on_all_items_and_on_some() {
    for max_items in [ITEMS, 100] {
        let fit = LinearFit::new(None, false, &known(), linear_options(max_items)).expect("options");
        passes(&mut fitted(fit, &known()), Blocks::Equal);
    }
}

#[test]
fn a_network_of_each_recipe_passes_prepared_or_not() {
    for recipe in Recipe::ALL {
        let network = random_network(recipe, &known());
        let mut scorer = Scorer::new(&small_options(recipe).check().expect("options"), &network).expect("a scorer");
        passes(&mut NetworkModel { network: &network, scorer: &mut scorer }, Blocks::Rounded);
        scorer.prepare_for_inference(&network);
        passes(&mut NetworkModel { network: &network, scorer: &mut scorer }, Blocks::Rounded);
    }
}

#[test]
fn wide_and_deep_passes_with_any_share_and_without_a_wide_path() {
    let recipe = Recipe::Recommended;
    let network = random_network(recipe, &known());
    let mut scorer = Scorer::new(&small_options(recipe).check().expect("options"), &network).expect("a scorer");
    for deep_share in [0.0, 0.4, 1.0] {
        let fit = LinearFit::new(None, false, &known(), linear_options(ITEMS)).expect("options");
        let wide = Wide { linear: fitted(fit, &known()), deep_share };
        let deep = NetworkModel { network: &network, scorer: &mut scorer };
        passes(&mut WideDeep { wide: Some(&wide), deep }, Blocks::Rounded);
    }
    let deep = NetworkModel { network: &network, scorer: &mut scorer };
    passes(&mut WideDeep { wide: None, deep }, Blocks::Rounded);
}
