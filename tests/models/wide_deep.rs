use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{EaseOptions, LinearFit, LinearOptions, Model, NetworkModel, Scale, Scorer, Wide, WideDeep};
use firstpick::network::Mlp;
use firstpick::rng::stream;
use firstpick::training::Recipe;

use crate::{fitted, matrix, scores_of_all};

fn network(items: usize) -> (Mlp<f32>, Scorer) {
    let settings = Recipe::Recommended.defaults().check().expect("options");
    let network = Mlp::random(items, &[12], items, settings.activation, &mut stream(9, "weights")).expect("a network");
    let scorer = Scorer::new(&settings, &network).expect("a scorer");
    (network, scorer)
}

fn wide(known: &CsrMatrix, deep_share: f64) -> Wide {
    let options = LinearOptions { ease: EaseOptions::default(), discount: 0.1, max_items: 1_000 };
    let linear = fitted(LinearFit::new(None, false, known, options).expect("a fit"), known);
    Wide { linear, deep_share }
}

/// Scores less their mean, over their standard deviation.
fn standardised(scores: &[f32]) -> Vec<f64> {
    let count = scores.len() as f64;
    let mean = scores.iter().map(|&score| f64::from(score)).sum::<f64>() / count;
    let variance = scores.iter().map(|&score| (f64::from(score) - mean).powi(2)).sum::<f64>() / count;
    scores.iter().map(|&score| (f64::from(score) - mean) / variance.sqrt()).collect()
}

#[test]
fn a_mix_is_each_paths_share_of_its_standardised_scores() {
    let known = matrix(1, 40, 30);
    for share in [0.0, 0.3, 1.0] {
        let (network, mut scorer) = network(30);
        let mut wide = wide(&known, share);
        let mut deep_scores = scores_of_all(&mut NetworkModel { network: &network, scorer: &mut scorer }, &known);
        let mut expected = scores_of_all(&mut wide.linear, &known);
        for (wide, deep) in expected.chunks_exact_mut(30).zip(deep_scores.chunks_exact_mut(30)) {
            let (wide, blended) = (standardised(wide), standardised(deep));
            for ((deep, blended), wide) in deep.iter_mut().zip(blended).zip(wide) {
                *deep = (share * blended + (1.0 - share) * wide) as f32;
            }
        }
        let deep = NetworkModel { network: &network, scorer: &mut scorer };
        let mut model = WideDeep { wide: Some(&wide), deep };
        let found = scores_of_all(&mut model, &known);
        let difference = found.iter().zip(&deep_scores).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
        assert!(difference < 1e-5, "share {share}: {difference}");
        assert_eq!(model.scale(&found[..30]), Scale::Relative);
    }
}

#[test]
fn without_a_linear_path_it_is_the_network() {
    let known = matrix(2, 40, 30);
    let (network, mut scorer) = network(30);
    let alone = scores_of_all(&mut NetworkModel { network: &network, scorer: &mut scorer }, &known);
    let mut model = WideDeep { wide: None, deep: NetworkModel { network: &network, scorer: &mut scorer } };
    assert_eq!(scores_of_all(&mut model, &known), alone);
    assert!(matches!(model.scale(&alone[..30]), Scale::Share { .. }));
}

#[test]
fn scores_of_some_items_are_those_of_all_for_the_first_user() {
    let known = matrix(3, 40, 30);
    let (network, mut scorer) = network(30);
    let wide = wide(&known, 0.4);
    let mut model = WideDeep { wide: Some(&wide), deep: NetworkModel { network: &network, scorer: &mut scorer } };
    let (mut all, items) = (vec![0.0; 30], [4, 17, 29]);
    let mut some = vec![0.0; 3];
    model.score(&known, &[5], &mut all).expect("scores");
    model.score_items(&known, &[5], &items, &mut some).expect("scores");
    for (score, item) in some.iter().zip(items) {
        assert!((score - all[item as usize]).abs() < 1e-4, "item {item}: {score} and {}", all[item as usize]);
    }
}
