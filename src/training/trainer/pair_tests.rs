//! The training of a pair network against a plain one: dense matrices in f64, every weight at every step, without batch
//! products, gradients by column or deferred updates.

use crate::job::{Job, run};
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::network::mlp::Mlp;
use crate::rng::{stream, unit};
use crate::training::batches::{Batch, Batches};
use crate::training::optimiser::Adam;
use crate::training::options::Settings;
use crate::training::recipe::Recipe;
use crate::training::trainer::Trainer;

/// Users of very different activity: a user of few items waits for hundreds of steps between two of them.
fn purchases() -> CsrMatrix {
    let mut generator = stream(7, "purchases");
    let mut rows = CsrMatrix::new(60);
    for user in 0..90 {
        let share = 0.02 + 0.9 * (f64::from(user) / 90.0).powi(3);
        let row: Vec<u32> = (0..60).filter(|item| unit(&mut generator) < share && (item + user) % 3 != 0).collect();
        rows.push_row(&row).unwrap();
    }
    rows
}

fn settings() -> Settings {
    let mut options = Recipe::Pair.defaults();
    (options.hidden, options.batch_size, options.seed) = (vec![12.0, 9.0], 5.0, 5.0);
    options.check().unwrap()
}

/// A parameter and Adam's averages of its gradient.
#[derive(Clone, Copy, Default)]
struct Parameter {
    value: f64,
    gradient: f64,
    first: f64,
    second: f64,
}

impl Parameter {
    fn step(&mut self, t: i32) {
        let Adam { learning_rate, beta_1, beta_2, epsilon } = Adam::default();
        self.first = beta_1 * self.first + (1.0 - beta_1) * self.gradient;
        self.second = beta_2 * self.second + (1.0 - beta_2) * self.gradient * self.gradient;
        let rate = learning_rate * (1.0 - beta_2.powi(t)).sqrt() / (1.0 - beta_1.powi(t));
        self.value -= rate * self.first / (self.second.sqrt() + epsilon);
        self.gradient = 0.0;
    }
}

/// One layer: for each output the weights of its inputs, then its bias.
type Layer = Vec<Vec<Parameter>>;

/// The layers of a network.
fn plain<T: Scalar>(network: &Mlp<T>) -> Vec<Layer> {
    let layer = |weight: &dyn Fn(usize, usize) -> T, inputs: usize, bias: &[T]| -> Layer {
        let parameter = |value: T| Parameter { value: value.to_f64(), ..Parameter::default() };
        let output = |output: usize| (0..inputs).map(move |input| weight(output, input)).chain([bias[output]]);
        (0..bias.len()).map(|index| output(index).map(parameter).collect()).collect()
    };
    let input = &network.input;
    let first = layer(&|output, input| network.input.weights[(output, input)], network.inputs(), input.bias.as_slice());
    let above = network.dense.iter().map(|dense| {
        layer(&|output, input| dense.weights[(input, output)], dense.weights.nrows(), dense.bias.as_slice())
    });
    [first].into_iter().chain(above).collect()
}

/// Adds the gradient of one example's loss / `rows`; the loss.
fn add_gradient(layers: &mut [Layer], input: Vec<f64>, target: f64, rows: f64) -> f64 {
    let mut activations = vec![input];
    for (index, layer) in layers.iter().enumerate() {
        let below = activations[index].iter().copied().chain([1.0]);
        let sum = |output: &Vec<Parameter>| output.iter().zip(below.clone()).map(|(w, a)| w.value * a).sum::<f64>();
        let relu = |z: f64| if index + 1 < layers.len() { z.max(0.0) } else { z };
        activations.push(layer.iter().map(|output| relu(sum(output))).collect());
    }
    let z = activations[layers.len()][0];
    let mut delta = vec![(1.0 / (1.0 + (-z).exp()) - target) / rows];
    for (index, layer) in layers.iter_mut().enumerate().rev() {
        let mut below = vec![0.0; activations[index].len()];
        for (output, &delta) in layer.iter_mut().zip(&delta) {
            for (input, parameter) in output.iter_mut().enumerate() {
                let a = activations[index].get(input).copied().unwrap_or(1.0);
                parameter.gradient += delta * a;
                if let Some(below) = below.get_mut(input).filter(|_| a > 0.0) {
                    *below += delta * parameter.value;
                }
            }
        }
        delta = below;
    }
    (1.0 + z.exp()).ln() - target * z
}

/// The mean loss of one epoch of the plain training, and its parameters at the end.
fn plain_epoch(rows: &CsrMatrix, mut layers: Vec<Layer>) -> (f64, Vec<Layer>) {
    let settings = settings();
    let mut batches = Batches::new(&settings, rows).unwrap();
    let (mut order, mut noise) = (stream(settings.seed, "order"), stream(settings.seed, "noise"));
    batches.shuffle(&mut order);
    let mut batch = Batch::<f64>::default();
    let mut loss = 0.0;
    let steps = batches.rows().div_ceil(settings.batch_size);
    assert!(steps > 300, "{steps} steps");
    for step in 0..steps {
        batches.fill(batches.batch(step), rows, &mut noise, &mut batch);
        for row in 0..batch.inputs.len() {
            let mut input = vec![0.0; rows.rows() + rows.width()];
            batch.inputs.row(row).iter().for_each(|&one| input[one as usize] = 1.0);
            let target = batch.targets.row(row).len() as f64;
            loss += add_gradient(&mut layers, input, target, batch.inputs.len() as f64);
        }
        layers.iter_mut().flatten().flatten().for_each(|parameter| parameter.step(step as i32 + 1));
    }
    (loss / batches.rows() as f64, layers)
}

/// The distances of the trainer's epoch from the plain one: of the loss, and of the parameters relative to their way.
fn distances<T: Scalar>() -> (f64, f64) {
    let rows = purchases();
    let mut trainer = Trainer::<T>::new(settings(), &rows).unwrap();
    let start = plain(trainer.network());
    let (plain_loss, plain_end) = plain_epoch(&rows, start.clone());
    let loss = run(|| trainer.poll(&rows)).unwrap().loss;
    let distance = |a: &[Layer], b: &[Layer]| {
        let pairs = a.iter().flatten().flatten().zip(b.iter().flatten().flatten());
        pairs.map(|(a, b)| (a.value - b.value).powi(2)).sum::<f64>().sqrt()
    };
    let end = plain(trainer.network());
    ((loss - plain_loss).abs(), distance(&end, &plain_end) / distance(&start, &plain_end))
}

/// Not to the last digits: the closed form of deferred updates takes ε to shrink with √v.
#[test]
fn an_epoch_of_pairs_is_that_of_a_plain_training_in_double_precision() {
    let (loss, parameters) = distances::<f64>();
    assert!(loss < 1e-6 && parameters < 1e-4, "loss {loss:e}, parameters {parameters:e}");
}

#[test]
fn an_epoch_of_pairs_in_single_precision_is_that_of_a_plain_training_but_for_rounding() {
    let (loss, parameters) = distances::<f32>();
    assert!(loss < 1e-4 && parameters < 1e-2, "loss {loss:e}, parameters {parameters:e}");
}
