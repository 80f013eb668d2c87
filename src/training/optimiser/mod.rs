//! Optimisers: how a gradient changes the weights.
//!
//! Each algorithm is a plain value with its defaults; what it remembers from step to step
//! lies in [`Optimiser`].

mod adam;
mod adamw;
mod algorithm;
mod idle;
mod idle_series;
mod sgd;

pub use adam::Adam;
pub use adamw::AdamW;
pub use algorithm::Algorithm;
pub use sgd::Sgd;

use std::ops::Range;

use idle_series::IdleSeries;

use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::mlp::Mlp;
use crate::network::sparse_input::SparseInput;

/// An algorithm and what it remembers of one network.
///
/// The weights of the first layer come in columns, one per input, and a sparse batch has a
/// gradient for few of them. The others are left alone until a batch has them again, or until
/// [`Optimiser::flush`]; then all steps that they sat out are made up in one, by the closed form
/// of what the algorithm does to a weight without a gradient. Momentum keeps moving such a
/// weight, so leaving them out altogether would be another algorithm.
pub struct Optimiser<T> {
    algorithm: Algorithm,
    steps: i32,
    /// Adam's rate at the present step.
    rate: T,
    /// Velocity (SGD) or first moments (Adam), a vector per slice of parameters.
    first: Vec<Vec<T>>,
    /// Second moments (Adam); empty vectors for SGD.
    second: Vec<Vec<T>>,
    /// The step up to which each column of the first layer has come.
    reached: Vec<i32>,
    idle: IdleSeries,
}

impl<T: Scalar> Optimiser<T> {
    /// An optimiser that has seen no step yet.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(algorithm: Algorithm, network: &Mlp<T>) -> Result<Self> {
        let zeros = || {
            let slices = network.slices().into_iter();
            slices.map(|(slice, _)| try_zeroed(T::zero(), slice.len())).collect::<Result<Vec<_>>>()
        };
        let first = zeros()?;
        let second = match algorithm {
            Algorithm::Sgd(_) => first.iter().map(|_| Vec::new()).collect(),
            Algorithm::Adam(_) | Algorithm::AdamW(_) => zeros()?,
        };
        let reached = try_zeroed(0, network.inputs())?;
        Ok(Optimiser { algorithm, steps: 0, rate: T::zero(), first, second, reached, idle: IdleSeries::of(algorithm) })
    }

    /// Begins a step, whose parts may then be taken in any order: [`Optimiser::input`], [`Optimiser::input_column`] or
    /// [`Optimiser::whole_input`] for the first layer, [`Optimiser::part`] for the others.
    pub fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
        self.rate = match self.algorithm {
            Algorithm::Sgd(_) => T::zero(),
            Algorithm::Adam(adam) | Algorithm::AdamW(AdamW { adam, .. }) => T::of(adam.rate(self.steps)),
        };
    }

    /// The step of the parameters `range` of a slice of [`Mlp::slices`] other than the first.
    pub fn part(&mut self, slice: usize, range: Range<usize>, parameters: &mut [T], gradient: &[T]) {
        let first = &mut self.first[slice][range.clone()];
        match self.algorithm {
            Algorithm::Sgd(sgd) => sgd.step(parameters, gradient, first),
            Algorithm::Adam(adam) => adam.step(self.rate, parameters, gradient, first, &mut self.second[slice][range]),
            Algorithm::AdamW(adamw) => {
                let second = &mut self.second[slice][range];
                // Weights and biases take turns.
                adamw.step(self.rate, slice.is_multiple_of(2), parameters, gradient, first, second);
            }
        }
    }

    /// The first layer's step along a gradient that is 0 but for the columns `touched`, which may name a column
    /// twice and must have been given to [`Optimiser::catch_up`] before the step began.
    pub fn input(&mut self, layer: &mut SparseInput<T>, gradient: &SparseInput<T>, touched: &[u32]) {
        let width = layer.bias.len();
        for &column in touched {
            if self.reached[column as usize] < self.steps {
                let range = column as usize * width..(column as usize + 1) * width;
                self.input_column(layer, column, &gradient.weights.as_slice()[range]);
            }
        }
        self.part(1, 0..width, layer.bias.as_mut_slice(), gradient.bias.as_slice());
    }

    /// The step of one column of the first layer, under the conditions of [`Optimiser::input`].
    pub fn input_column(&mut self, layer: &mut SparseInput<T>, column: u32, gradient: &[T]) {
        let (column, width) = (column as usize, layer.bias.len());
        self.reached[column] = self.steps;
        let range = column * width..(column + 1) * width;
        self.part(0, range.clone(), &mut layer.weights.as_mut_slice()[range], gradient);
    }

    /// The first layer's step along any gradient, after [`Optimiser::flush`] and then [`Optimiser::begin`].
    pub fn whole_input(&mut self, layer: &mut SparseInput<T>, gradient: &SparseInput<T>) {
        self.reached.fill(self.steps);
        let (weights, bias) = (layer.weights.as_mut_slice(), layer.bias.as_mut_slice());
        self.part(0, 0..weights.len(), weights, gradient.weights.as_slice());
        self.part(1, 0..bias.len(), bias, gradient.bias.as_slice());
    }

    /// Brings columns of the first layer up to the present step.
    pub fn catch_up(&mut self, network: &mut Mlp<T>, columns: impl IntoIterator<Item = u32>) {
        let width = network.input.bias.len();
        let weights = network.input.weights.as_mut_slice();
        for column in columns {
            let column = column as usize;
            let reached = std::mem::replace(&mut self.reached[column], self.steps);
            // A column that no batch has had yet has no momentum; its weights may still decay.
            if reached < self.steps {
                let range = column * width..(column + 1) * width;
                let idle = self.idle.between(reached, self.steps);
                let weights = &mut weights[range.clone()];
                let first = &mut self.first[0][range.clone()];
                match self.algorithm {
                    Algorithm::Sgd(_) => Sgd::idle(idle, weights, first),
                    Algorithm::Adam(adam) => adam.idle(idle, weights, first, &mut self.second[0][range]),
                    Algorithm::AdamW(adamw) => adamw.idle(idle, weights, first, &mut self.second[0][range]),
                }
            }
        }
    }

    /// Brings all columns of the first layer up to the present step: to be called before the network is used.
    pub fn flush(&mut self, network: &mut Mlp<T>) {
        self.catch_up(network, 0..network.inputs() as u32);
    }
}
