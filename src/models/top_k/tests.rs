use crate::models::top_k::{Pick, TopK, top_k};
use crate::rng::{Generator, below, stream, unit};

/// The best `k` of the items that are left, by sorting: by score, among equals by index.
fn sorted(scores: &[f32], excluded: &[u32], k: usize) -> Vec<u32> {
    let mut items: Vec<u32> =
        (0..scores.len() as u32).filter(|item| !excluded.contains(item) && !scores[*item as usize].is_nan()).collect();
    // A stable sort keeps equals in the order of their indices; without NaN there is always an order.
    items.sort_by(|&a, &b| scores[b as usize].partial_cmp(&scores[a as usize]).expect("numbers"));
    items.truncate(k);
    items
}

fn items(picks: &[Pick]) -> Vec<u32> {
    picks.iter().map(|pick| pick.item).collect()
}

/// A random score, of few values, so that many are equal, and with all special ones.
fn score(generator: &mut Generator) -> f32 {
    const SPECIAL: [f32; 6] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, f32::MIN_POSITIVE];
    match below(generator, 3) {
        0 => SPECIAL[below(generator, SPECIAL.len())],
        1 => below(generator, 5) as f32 - 2.0,
        _ => unit(generator) as f32,
    }
}

#[test]
fn the_top_k_are_the_first_k_of_all_sorted() {
    for seed in 0..200 {
        let mut generator = stream(seed, "scores");
        let count = below(&mut generator, 60);
        let scores: Vec<f32> = (0..count).map(|_| score(&mut generator)).collect();
        let excluded: Vec<u32> = (0..count as u32).filter(|_| unit(&mut generator) < 0.3).collect();
        for k in [0, 1, 2, 5, 10, 100] {
            let found = top_k(&scores, &excluded, k);
            assert_eq!(items(&found), sorted(&scores, &excluded, k), "seed {seed}, first {k} of {scores:?}");
            assert!(found.iter().all(|pick| pick.score == scores[pick.item as usize]));
        }
    }
}

#[test]
fn the_top_k_of_thousands_are_the_first_k_however_they_are_distributed() {
    const COUNT: usize = 3_001;
    let mut selection = TopK::default();
    for seed in 0..60 {
        let mut generator = stream(seed, "many");
        let mut scores: Vec<f32> = (0..COUNT).map(|_| score(&mut generator)).collect();
        match seed % 6 {
            // The best are outside the sample, or inside.
            0 => scores.iter_mut().step_by(11).for_each(|score| *score -= 9.0),
            1 => scores.iter_mut().step_by(11).for_each(|score| *score += 9.0),
            2 => scores.sort_unstable_by(f32::total_cmp),
            3 => scores.fill(-1.5),
            4 => scores.iter_mut().for_each(|score| *score = -unit_of(*score)),
            _ => {}
        }
        let excluded: Vec<u32> = (0..COUNT as u32).filter(|_| unit(&mut generator) < 0.02).collect();
        for k in [1, 10, 100, 700, COUNT] {
            let found = selection.of(&scores, &excluded, k);
            assert_eq!(items(found), sorted(&scores, &excluded, k), "seed {seed}, first {k}");
            assert!(found.iter().all(|pick| pick.score == scores[pick.item as usize]));
        }
    }
}

/// A number from 0 to 1; NaN for NaN.
fn unit_of(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[test]
fn among_equal_scores_the_lower_index_comes_first() {
    assert_eq!(items(&top_k(&[1.0; 8], &[0, 3], 4)), [1, 2, 4, 5]);
}

#[test]
fn fewer_come_where_fewer_are_left() {
    assert_eq!(items(&top_k(&[1.0, 3.0, 2.0], &[1], 10)), [2, 0]);
    assert!(top_k(&[1.0, 2.0], &[0, 1], 10).is_empty());
    assert!(top_k(&[], &[], 10).is_empty());
}

#[test]
fn nan_is_never_picked() {
    assert_eq!(items(&top_k(&[f32::NAN, 1.0, f32::NAN], &[], 3)), [1]);
}
