use crate::linalg::batch_layout::{Logits, stride, to_units};
use crate::linalg::scalar::Scalar;
use crate::network::sparse_input::SparseBatch;
use crate::rng::{stream, unit};
use crate::training::loss::{Loss, right_answers};

fn targets(rows: &[&[u32]]) -> SparseBatch<f64> {
    let mut batch = SparseBatch::default();
    rows.iter().for_each(|ones| batch.push(ones.iter().copied(), 1.0));
    batch
}

/// The loss of logits given by row, and its gradient, by row as well.
fn with_gradient<T: Scalar>(loss: Loss, logits: &[T], targets: &SparseBatch<T>) -> (f64, Vec<T>) {
    let (rows, width) = (targets.len(), logits.len() / targets.len());
    // Entries beyond the rows must not matter.
    let mut values = vec![T::of(7.0); width * stride(rows)];
    to_units(logits, width, &mut values);
    values.chunks_exact_mut(stride(rows)).for_each(|unit| unit[rows..].fill(T::of(7.0)));
    let mut logits = Logits { values: &mut values, rows };
    let outcome = loss.with_gradient(&mut logits, targets);
    let mut delta = vec![T::zero(); rows * width];
    logits.copy_by_row(&mut delta);
    let beyond = values.chunks_exact(stride(rows)).flat_map(|unit| &unit[rows..]);
    assert!(beyond.copied().all(|delta| delta == T::zero()), "a gradient where there is no row");
    (outcome, delta)
}

fn loss(loss: Loss, logits: &[f64], rows: &[&[u32]]) -> f64 {
    with_gradient(loss, logits, &targets(rows)).0
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
        let mut single = SparseBatch::<f32>::default();
        single.push([0, 1], 1.0);
        let (outcome, delta) = with_gradient(kind, &[1e4, -1e4, 1e4, -1e4], &targets(&[&[0, 1]]));
        let (outcome_single, delta_single) = with_gradient(kind, &[1e4_f32, -1e4, 1e4, -1e4], &single);
        assert!(outcome.is_finite() && delta.iter().all(|d| d.is_finite()), "{kind:?}");
        assert!(outcome_single.is_finite() && delta_single.iter().all(|d| d.is_finite()), "{kind:?}");
        assert!((outcome / outcome_single - 1.0).abs() < 1e-5, "{kind:?}");
    }
}

#[test]
fn right_answers_are_counted_on_both_sides() {
    // Right: the one at 0, the zero at 3. Wrong: the one at 1, the zero at 2.
    let mut values = vec![0.0; 4 * stride(1)];
    to_units(&[1.0, -1.0, 1.0, -1.0], 4, &mut values);
    assert_eq!(right_answers(&Logits { values: &mut values, rows: 1 }, &targets(&[&[0, 1]])), 2);
}

#[test]
fn a_row_without_ones_has_no_multinomial_loss_and_no_gradient() {
    let (outcome, delta) = with_gradient(Loss::Multinomial, &[1.0, 2.0, 3.0], &targets(&[&[]]));
    assert_eq!((outcome, delta), (0.0, vec![0.0; 3]));
}

/// More rows than are processed side by side, and more outputs than are summed in f32.
#[test]
fn the_losses_of_many_rows_add_up() {
    let mut generator = stream(1, "loss");
    let (rows, width) = (150, 70);
    let logits: Vec<f64> = (0..rows * width).map(|_| 8.0 * unit(&mut generator) - 4.0).collect();
    let ones: Vec<Vec<u32>> =
        (0..rows).map(|_| (0..width as u32).filter(|_| unit(&mut generator) < 0.2).collect()).collect();
    let ones: Vec<&[u32]> = ones.iter().map(Vec::as_slice).collect();
    for kind in [Loss::BinaryCrossEntropy, Loss::Multinomial] {
        let (together, delta) = with_gradient(kind, &logits, &targets(&ones));
        let alone =
            logits.chunks(width).zip(&ones).map(|(logits, ones)| with_gradient(kind, logits, &targets(&[ones])));
        let (losses, deltas): (Vec<f64>, Vec<Vec<f64>>) = alone.unzip();
        let mean = losses.iter().sum::<f64>() / rows as f64;
        assert!((together / mean - 1.0).abs() < 1e-12, "{kind:?}: {together} against {mean}");
        for (delta, alone) in delta.iter().zip(deltas.concat()) {
            assert!((delta - alone / rows as f64).abs() < 1e-15, "{kind:?}: {delta} against {alone}");
        }
    }
}
