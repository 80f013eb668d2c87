use firstpick::network::sparse_input::SparseBatch;
use firstpick::training::loss::{Loss, right_answers};

fn targets(rows: &[&[u32]]) -> SparseBatch<f64> {
    let mut batch = SparseBatch::default();
    rows.iter().for_each(|ones| batch.push(ones.iter().copied(), 1.0));
    batch
}

fn loss(loss: Loss, logits: &[f64], rows: &[&[u32]]) -> f64 {
    loss.with_gradient(logits, &targets(rows), &mut vec![0.0; logits.len()])
}

#[test]
fn binary_cross_entropy_of_logit_zero_is_the_logarithm_of_two() {
    let found = loss(Loss::BinaryCrossEntropy, &[0.0; 6], &[&[0], &[]]);
    assert!((found - 2.0_f64.ln()).abs() < 1e-15);
}

/// −ln σ(2) for the one, −ln (1 − σ(−1)) for the zero, by hand.
#[test]
fn binary_cross_entropy_by_hand() {
    let expected = (0.126_928_011_042_972_5 + 0.313_261_687_518_222_8) / 2.0;
    let found = loss(Loss::BinaryCrossEntropy, &[2.0, -1.0], &[&[0]]);
    assert!((found - expected).abs() < 1e-14, "{found} against {expected}");
}

/// Logits 1, 2, 3 and ones at 0 and 2: ln(e + e² + e³) = 3.407605964444380.
#[test]
fn multinomial_by_hand() {
    let log_sum = 3.407_605_964_444_38;
    let found = loss(Loss::Multinomial, &[1.0, 2.0, 3.0], &[&[0, 2]]);
    assert!((found - (2.0 * log_sum - 4.0)).abs() < 1e-13, "{found}");
}

#[test]
fn adding_the_same_to_all_logits_does_not_change_the_multinomial_loss() {
    let logits = [0.3, -1.2, 2.0, 0.5];
    let shifted: Vec<f64> = logits.iter().map(|z| z + 100.0).collect();
    let (a, b) = (loss(Loss::Multinomial, &logits, &[&[1, 3]]), loss(Loss::Multinomial, &shifted, &[&[1, 3]]));
    assert!((a - b).abs() < 1e-11, "{a} against {b}");
}

#[test]
fn huge_logits_give_finite_losses_and_gradients() {
    for kind in [Loss::BinaryCrossEntropy, Loss::Multinomial] {
        let mut delta = [0.0; 4];
        let mut single = SparseBatch::<f32>::default();
        single.push([0, 1], 1.0);
        let mut delta_single = [0.0_f32; 4];
        let outcome = kind.with_gradient(&[1e4, -1e4, 1e4, -1e4], &targets(&[&[0, 1]]), &mut delta);
        let outcome_single = kind.with_gradient(&[1e4_f32, -1e4, 1e4, -1e4], &single, &mut delta_single);
        assert!(outcome.is_finite() && delta.iter().all(|d| d.is_finite()), "{kind:?}");
        assert!(outcome_single.is_finite() && delta_single.iter().all(|d| d.is_finite()), "{kind:?}");
        assert!((outcome / outcome_single - 1.0).abs() < 1e-5, "{kind:?}");
    }
}

#[test]
fn right_answers_are_counted_on_both_sides() {
    // Right: the one at 0, the zero at 3. Wrong: the one at 1, the zero at 2.
    assert_eq!(right_answers(&[1.0, -1.0, 1.0, -1.0], &targets(&[&[0, 1]])), 2);
}

#[test]
fn a_row_without_ones_has_no_multinomial_loss_and_no_gradient() {
    let mut delta = [1.0; 3];
    let outcome = Loss::Multinomial.with_gradient(&[1.0, 2.0, 3.0], &targets(&[&[]]), &mut delta);
    assert_eq!((outcome, delta), (0.0, [0.0; 3]));
}
