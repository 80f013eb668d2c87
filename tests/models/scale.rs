use firstpick::models::Scale;
use firstpick::rng::{stream, unit};

#[test]
fn shares_are_positive_and_add_up_to_one() {
    for seed in 0..100 {
        let mut generator = stream(seed, "scores");
        let scores: Vec<f32> = (0..50).map(|_| (unit(&mut generator) * 40.0 - 20.0) as f32).collect();
        let scale = Scale::share_among(&scores);
        let sum: f64 = scores.iter().map(|&score| scale.shown(score)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "seed {seed}: {sum}");
        assert!(scores.iter().all(|&score| scale.shown(score) > 0.0));
    }
}

#[test]
fn a_share_is_that_of_the_exponentials() {
    let scale = Scale::share_among(&[0.0, 1.0, 2.0]);
    let e = std::f64::consts::E;
    assert!((scale.shown(2.0) - e * e / (1.0 + e + e * e)).abs() < 1e-15);
}

#[test]
fn huge_scores_still_have_shares() {
    let scores = [10_000.0, 10_000.0, -10_000.0];
    let scale = Scale::share_among(&scores);
    let difference = scores
        .map(|score| scale.shown(score))
        .iter()
        .zip([0.5, 0.5, 0.0])
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max);
    assert!(difference < 1e-9, "{difference}");
}

#[test]
fn a_probability_is_the_sigmoid_and_a_fraction_a_quotient() {
    let probability = |score| Scale::Probability.shown(score);
    assert_eq!((probability(0.0), probability(1e4), probability(-1e4)), (0.5, 1.0, 0.0));
    assert!((probability(1.5) - 1.0 / (1.0 + (-1.5_f64).exp())).abs() < 1e-15);
    assert_eq!(Scale::Fraction { whole: 8.0 }.shown(2.0), 0.25);
}
