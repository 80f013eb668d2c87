//! Parity with Keras: the same weights, the same batches, a hundred steps. The fixtures are made by
//! tests/python/keras_parity.py, whose head describes their form; their origin (versions) is in them.

use firstpick::linalg::Scalar;
use firstpick::network::{Activation, Dense, Mlp, SparseBatch, SparseInput, sigmoid};
use firstpick::training::Loss;
use firstpick::training::optimiser::{Adam, AdamW, Algorithm, Optimiser, Sgd};
use nalgebra::DMatrix;
use serde_json::Value;

const SINGLE: &str = include_str!("../fixtures/keras_parity.json");
const DOUBLE: &str = include_str!("../fixtures/keras_parity_f64.json");

/// The largest distance of a figure from Keras's.
struct Tolerance {
    forward: f64,
    trained: f64,
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        value => vec![value.as_f64().unwrap()],
    }
}

fn indices(value: &Value) -> Vec<u32> {
    numbers(value).into_iter().map(|index| index as u32).collect()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn widths(case: &Value) -> Vec<usize> {
    numbers(&case["hidden"]).into_iter().map(|width| width as usize).collect()
}

/// All parameters in Keras's order, kernels inputs × outputs by row: the first layer as it is in memory, the others
/// transposed.
fn parameters<T: Scalar>(network: &Mlp<T>) -> Vec<f64> {
    let first = [
        network.input.weights.clone(),
        DMatrix::from_vec(1, network.input.bias.len(), network.input.bias.as_slice().to_vec()),
    ];
    let above = network.dense.iter().flat_map(|layer| {
        [layer.weights.transpose(), DMatrix::from_vec(1, layer.bias.len(), layer.bias.as_slice().to_vec())]
    });
    first
        .into_iter()
        .chain(above)
        .flat_map(|matrix| matrix.iter().map(|value| value.to_f64()).collect::<Vec<_>>())
        .collect()
}

/// The network with Keras's parameters; [`parameters`] is its inverse.
fn network<T: Scalar>(case: &Value, layers: &Value) -> Mlp<T> {
    let size = |name: &str| case[name].as_u64().unwrap() as usize;
    let activation = match case["activation"].as_str().unwrap() {
        "sigmoid" => Activation::Sigmoid,
        "relu" => Activation::Relu,
        _ => Activation::Tanh,
    };
    let mut network = Mlp::zeros(size("inputs"), &widths(case), size("outputs"), activation).unwrap();
    for (index, layer) in list(layers).iter().enumerate() {
        let (kernel, bias) = (numbers(&layer["kernel"]), numbers(&layer["bias"]));
        let (weights, biases) = match index {
            0 => (network.input.weights.as_mut_slice(), &mut network.input.bias),
            _ => {
                let Dense { weights, bias } = &mut network.dense[index - 1];
                let (inputs, outputs) = weights.shape();
                let kernel = DMatrix::from_row_slice(inputs, outputs, &kernel);
                weights.copy_from(&kernel.map(T::of));
                (&mut [][..], bias)
            }
        };
        weights.iter_mut().zip(kernel).for_each(|(weight, number)| *weight = T::of(number));
        biases.iter_mut().zip(bias).for_each(|(bias, number)| *bias = T::of(number));
    }
    network
}

fn algorithm(optimizer: &Value) -> Algorithm {
    let option = |name: &str| optimizer[name].as_f64().unwrap();
    let learning_rate = option("learning_rate");
    if optimizer["name"] == "sgd" {
        return Algorithm::Sgd(Sgd { learning_rate, momentum: option("momentum") });
    }
    let (beta_1, beta_2, epsilon) = (option("beta_1"), option("beta_2"), option("epsilon"));
    let adam = Adam { learning_rate, beta_1, beta_2, epsilon };
    if optimizer["name"] == "adamw" {
        return Algorithm::AdamW(AdamW { adam, weight_decay: option("weight_decay") });
    }
    Algorithm::Adam(adam)
}

fn batch<T: Scalar>(batch: &Value) -> (SparseBatch<T>, SparseBatch<T>) {
    let (mut inputs, mut targets) = (SparseBatch::default(), SparseBatch::default());
    for (row, ones) in list(&batch["indices"]).iter().enumerate() {
        inputs.push(indices(ones), T::one());
        match &batch["targets"] {
            Value::Null => targets.push(indices(ones), T::one()),
            labels => targets.push((labels[row] == 1).then_some(0), T::one()),
        }
    }
    (inputs, targets)
}

/// Distance by norm: ‖found − expected‖ / ‖expected‖.
fn distance(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    norm(&mut found.iter().zip(expected).map(|(a, b)| a - b)) / norm(&mut expected.iter().copied())
}

fn forward<T: Scalar>(network: &Mlp<T>, inputs: &SparseBatch<T>, case: &Value) -> Vec<f64> {
    let mut workspace = network.inference_workspace(inputs.len()).unwrap();
    let logits = network.forward(inputs, &mut workspace, None);
    let mut by_row = vec![T::zero(); inputs.len() * network.outputs()];
    logits.copy_by_row(&mut by_row);
    let shown = |z: &T| if case["forward"] == "sigmoid" { sigmoid(*z).to_f64() } else { z.to_f64() };
    by_row.iter().map(shown).collect()
}

fn check<T: Scalar>(fixture: &str, tolerance: &Tolerance) {
    let fixture: Value = serde_json::from_str(fixture).unwrap();
    assert_eq!(list(&fixture["cases"]).len(), 6);
    for case in list(&fixture["cases"]) {
        let name = case["name"].as_str().unwrap();
        let mut network: Mlp<T> = network(case, &case["initial"]);
        let batches: Vec<_> = list(&case["batches"]).iter().map(batch::<T>).collect();
        let loss = if case["loss"] == "multinomial" { Loss::Multinomial } else { Loss::BinaryCrossEntropy };

        let before = distance(&forward(&network, &batches[0].0, case), &numbers(&case["forward_before"]));
        assert!(before <= tolerance.forward, "{name}: forward differs by {before:e}");

        let size = |name: &str| case[name].as_u64().unwrap() as usize;
        let mut gradient = SparseInput::zeros(size("inputs"), network.input.bias.len()).unwrap();
        let mut optimiser = Optimiser::new(algorithm(&case["optimizer"]), &network).unwrap();
        let mut workspace = network.training_workspace(batches[0].0.len()).unwrap();
        for (step, expected) in numbers(&case["losses"]).into_iter().enumerate() {
            let (inputs, targets) = &batches[step % batches.len()];
            optimiser.flush(&mut network);
            optimiser.begin_step();
            let outcome = loss.with_gradient(&mut network.forward(inputs, &mut workspace, None), targets);
            network.backward(inputs, &mut workspace, None, &mut gradient, |slice, range, parameters, gradient| {
                optimiser.step_slice(slice, range, parameters, gradient);
            });
            optimiser.step_dense_input(&mut network.input, &gradient);
            SparseInput::clear_gradient(&inputs.indices, &mut gradient);
            let error = (outcome / expected - 1.0).abs();
            assert!(error <= tolerance.trained, "{name}, step {step}: loss {outcome} against {expected}");
        }

        let found = parameters(&network);
        let parts = list(&case["final"]).iter().flat_map(|layer| [&layer["kernel"], &layer["bias"]]);
        let expected: Vec<f64> = parts.flat_map(numbers).collect();
        let weights = distance(&found, &expected);
        assert!(weights <= tolerance.trained, "{name}: weights differ by {weights:e} after 100 steps");
        for (found, expected) in found.iter().zip(&expected) {
            // Below a hundredth, a thirtieth of the usual weight here, the distance counts, not its ratio.
            let allowed = tolerance.trained * expected.abs().max(1e-2);
            assert!((found - expected).abs() <= allowed, "{name}: a weight is {found}, Keras has {expected}");
        }
        let after = distance(&forward(&network, &batches[0].0, case), &numbers(&case["forward_after"]));
        assert!(after <= tolerance.trained, "{name}: forward differs by {after:e} after 100 steps");
    }
}

#[test]
fn single_precision_agrees_with_keras_to_five_digits() {
    check::<f32>(SINGLE, &Tolerance { forward: 1e-5, trained: 1e-4 });
}

#[test]
fn double_precision_agrees_with_keras_to_nine_digits() {
    check::<f64>(DOUBLE, &Tolerance { forward: 1e-12, trained: 1e-9 });
}
