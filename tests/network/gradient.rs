//! Every layer and every loss against central finite differences in f64.

use firstpick::network::{Activation, Mlp, SparseBatch};
use firstpick::rng::{Generator, below, stream, unit};
use firstpick::training::{Loss, Penalty};

const INPUTS: usize = 11;

struct Case {
    hidden: Vec<usize>,
    outputs: usize,
    activation: Activation,
    loss: Loss,
    rows: usize,
    dropout: Option<f64>,
}

fn random_rows(rows: usize, width: usize, scaled: bool, generator: &mut Generator) -> SparseBatch<f64> {
    let mut batch = SparseBatch::default();
    for _ in 0..rows {
        let ones: Vec<u32> = (0..width as u32).filter(|_| unit(generator) < 0.4).collect();
        let scale = if scaled { 0.5 + unit(generator) } else { 1.0 };
        batch.push(ones, scale);
    }
    batch
}

/// The loss with the dropout that `seed` gives, and its gradient.
fn loss_and_gradient(
    case: &Case,
    network: &mut Mlp<f64>,
    inputs: &SparseBatch<f64>,
    targets: &SparseBatch<f64>,
    seed: u64,
) -> (f64, Mlp<f64>) {
    let mut workspace = network.training_workspace(case.rows).unwrap();
    let mut gradient = Mlp::zeros(INPUTS, &case.hidden, case.outputs, case.activation).unwrap();
    let mut noise = stream(seed, "dropout");
    let dropout = case.dropout.map(|share| (share, &mut noise));
    let mut logits = network.forward(inputs, &mut workspace, dropout);
    let outcome = case.loss.with_gradient(&mut logits, targets);
    let Mlp { input, dense, .. } = &mut gradient;
    let mut above: Vec<&mut [f64]> =
        dense.iter_mut().flat_map(|layer| [layer.weights.as_mut_slice(), layer.bias.as_mut_slice()]).collect();
    network.backward(inputs, &mut workspace, case.dropout, input, |slice, range, _, gradient| {
        above[slice - 2][range].copy_from_slice(gradient);
    });
    (outcome, gradient)
}

/// ‖analytic − numeric‖ / ‖numeric‖ over all parameters.
fn relative_error(case: &Case, seed: u64) -> f64 {
    let mut generator = stream(seed, "gradient");
    let mut network = Mlp::<f64>::random(INPUTS, &case.hidden, case.outputs, case.activation, &mut generator).unwrap();
    // Biases that are not 0 keep sums away from a relu's corner.
    for (values, is_weights) in network.slices_mut() {
        if !is_weights {
            values.iter_mut().for_each(|value| *value = unit(&mut generator) - 0.3);
        }
    }
    let inputs = random_rows(case.rows, INPUTS, true, &mut generator);
    let targets = random_rows(case.rows, case.outputs, false, &mut generator);
    let (_, gradient) = loss_and_gradient(case, &mut network, &inputs, &targets, seed);
    let analytic: Vec<f64> = gradient.slices().iter().flat_map(|(values, _)| values.iter().copied()).collect();
    let h = 1e-5;
    let mut numeric = Vec::new();
    for slice in 0..network.slices().len() {
        for index in 0..network.slices()[slice].0.len() {
            let mut at = |step: f64| {
                network.slices_mut()[slice].0[index] += step;
                let loss = loss_and_gradient(case, &mut network, &inputs, &targets, seed).0;
                network.slices_mut()[slice].0[index] -= step;
                loss
            };
            numeric.push((at(h) - at(-h)) / (2.0 * h));
        }
    }
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    norm(&mut analytic.iter().zip(&numeric).map(|(a, n)| a - n)) / norm(&mut numeric.iter().copied())
}

fn check(case: &Case) {
    for seed in 0..20 {
        let error = relative_error(case, seed);
        assert!(error <= 1e-6, "seed {seed}: relative error {error:e}");
    }
}

#[test]
fn sigmoid_layers_with_binary_cross_entropy() {
    let (activation, loss) = (Activation::Sigmoid, Loss::BinaryCrossEntropy);
    check(&Case { hidden: vec![7, 6], outputs: 9, activation, loss, rows: 8, dropout: None });
}

#[test]
fn relu_layers_with_binary_cross_entropy() {
    let (activation, loss) = (Activation::Relu, Loss::BinaryCrossEntropy);
    check(&Case { hidden: vec![7, 6], outputs: 9, activation, loss, rows: 8, dropout: None });
}

#[test]
fn a_tanh_layer_with_the_multinomial_loss() {
    let (activation, loss) = (Activation::Tanh, Loss::Multinomial);
    check(&Case { hidden: vec![6], outputs: 9, activation, loss, rows: 8, dropout: None });
}

/// More outputs than a gradient block, more rows than a vector.
#[test]
fn many_outputs_and_rows() {
    let (activation, loss) = (Activation::Tanh, Loss::Multinomial);
    let case = Case { hidden: vec![3], outputs: 150, activation, loss, rows: 19, dropout: None };
    assert!(relative_error(&case, 1) <= 1e-6);
}

#[test]
fn one_output_and_a_batch_of_three_rows() {
    let (activation, loss) = (Activation::Relu, Loss::BinaryCrossEntropy);
    check(&Case { hidden: vec![6, 3], outputs: 1, activation, loss, rows: 3, dropout: None });
}

/// Layers of fewer outputs than a tile has columns are computed without packing.
#[test]
fn few_outputs_of_any_layer() {
    for outputs in 1..=5 {
        let (activation, loss) = (Activation::Tanh, Loss::BinaryCrossEntropy);
        let case = Case { hidden: vec![5, 6 - outputs, 5], outputs, activation, loss, rows: 11, dropout: Some(0.2) };
        for seed in 0..4 {
            let error = relative_error(&case, seed);
            assert!(error <= 1e-6, "{outputs} outputs, seed {seed}: relative error {error:e}");
        }
    }
}

#[test]
fn an_empty_batch_has_no_logits() {
    for outputs in [1, 3, 4, 9] {
        let network = Mlp::<f64>::zeros(INPUTS, &[5], outputs, Activation::Relu).unwrap();
        let mut workspace = network.training_workspace(8).unwrap();
        assert!(network.forward(&SparseBatch::default(), &mut workspace, None).values.is_empty(), "{outputs} outputs");
    }
}

#[test]
fn dropout_after_hidden_layers_of_each_activation() {
    for (activation, loss) in [
        (Activation::Sigmoid, Loss::BinaryCrossEntropy),
        (Activation::Relu, Loss::BinaryCrossEntropy),
        (Activation::Tanh, Loss::Multinomial),
    ] {
        check(&Case { hidden: vec![8, 6], outputs: 7, activation, loss, rows: 6, dropout: Some(0.3) });
    }
}

#[test]
fn penalties_on_weights() {
    for seed in 0..20 {
        let mut generator = stream(seed, "penalty");
        let weights: Vec<f64> = (0..50).map(|_| unit(&mut generator) - 0.5).collect();
        let penalty = Penalty { l1: 0.3, l2: 0.7 };
        let mut gradient = vec![0.0; weights.len()];
        penalty.add_gradient(&weights, &mut gradient);
        let index = below(&mut generator, weights.len());
        let at = |step: f64| {
            let mut weights = weights.clone();
            weights[index] += step;
            penalty.value(&weights)
        };
        let numeric = (at(1e-6) - at(-1e-6)) / 2e-6;
        assert!((gradient[index] / numeric - 1.0).abs() <= 1e-6, "{} against {numeric}", gradient[index]);
    }
}
