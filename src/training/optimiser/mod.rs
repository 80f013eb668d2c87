//! Optimisers: SGD with momentum, Adam, AdamW.
//!
//! An algorithm is a plain value with its defaults; [`Optimiser`] has its state for one network: velocity, or first and
//! second moments, one per parameter.

mod adam;
mod adamw;
mod algorithm;
mod closed_form;
mod deferred_update;
mod sgd;

pub use adam::Adam;
pub use adamw::AdamW;
pub use algorithm::Algorithm;
pub use sgd::Sgd;

use std::ops::Range;

use closed_form::ClosedForm;

use crate::codec::{ByteReader, ByteWriter};
use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::mlp::Mlp;
use crate::network::sparse_input::SparseInput;

/// An algorithm and its state for one network.
///
/// The first layer's weights are in columns, one per input, and a sparse batch has a gradient for few of them. The
/// other columns are deferred until a batch has them again, or until [`Optimiser::flush`]; then one update makes up for
/// all steps between, by the closed form of what the algorithm does to a weight without a gradient. Momentum keeps
/// moving such a weight, so leaving these steps out would be another algorithm.
pub struct Optimiser<T> {
    algorithm: Algorithm,
    steps: i32,
    /// Adam's η_t at the present step.
    rate: T,
    /// Velocity (SGD) or first moments (Adam), a vector per slice of [`Mlp::slices`].
    first: Vec<Vec<T>>,
    /// Second moments (Adam); empty vectors for SGD.
    second: Vec<Vec<T>>,
    /// The step of the last update of each column of the first layer.
    updated: Vec<i32>,
    closed_form: ClosedForm,
}

impl<T: Scalar> Optimiser<T> {
    /// An optimiser before its first step.
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
        let updated = try_zeroed(0, network.inputs())?;
        let closed_form = ClosedForm::of(algorithm);
        Ok(Optimiser { algorithm, steps: 0, rate: T::zero(), first, second, updated, closed_form })
    }

    /// Begins a step. Its parts follow in any order: [`Optimiser::step_sparse_input`],
    /// [`Optimiser::step_input_column`] or [`Optimiser::step_dense_input`] for the first layer,
    /// [`Optimiser::step_slice`] for the others.
    pub fn begin_step(&mut self) {
        self.steps = self.steps.saturating_add(1);
        self.rate = match self.algorithm {
            Algorithm::Sgd(_) => T::zero(),
            Algorithm::Adam(adam) | Algorithm::AdamW(AdamW { adam, .. }) => T::of(adam.rate(self.steps)),
        };
    }

    /// The step of the parameters `range` of a slice of [`Mlp::slices`] other than the first.
    pub fn step_slice(&mut self, slice: usize, range: Range<usize>, parameters: &mut [T], gradient: &[T]) {
        let first = &mut self.first[slice][range.clone()];
        match self.algorithm {
            Algorithm::Sgd(sgd) => sgd.step(parameters, gradient, first),
            Algorithm::Adam(adam) => adam.step(self.rate, parameters, gradient, first, &mut self.second[slice][range]),
            Algorithm::AdamW(adamw) => {
                let second = &mut self.second[slice][range];
                // Slices of weights have even numbers, those of biases odd ones.
                adamw.step(self.rate, slice.is_multiple_of(2), parameters, gradient, first, second);
            }
        }
    }

    /// The first layer's step along a gradient that is 0 outside of `columns`. These may repeat, and
    /// [`Optimiser::catch_up`] must have had them before the step began.
    pub fn step_sparse_input(&mut self, layer: &mut SparseInput<T>, gradient: &SparseInput<T>, columns: &[u32]) {
        let width = layer.bias.len();
        for &column in columns {
            if self.updated[column as usize] < self.steps {
                let range = column as usize * width..(column as usize + 1) * width;
                self.step_input_column(layer, column, &gradient.weights.as_slice()[range]);
            }
        }
        self.step_slice(1, 0..width, layer.bias.as_mut_slice(), gradient.bias.as_slice());
    }

    /// The step of one column of the first layer, under the conditions of [`Optimiser::step_sparse_input`].
    pub fn step_input_column(&mut self, layer: &mut SparseInput<T>, column: u32, gradient: &[T]) {
        let (column, width) = (column as usize, layer.bias.len());
        self.updated[column] = self.steps;
        let range = column * width..(column + 1) * width;
        self.step_slice(0, range.clone(), &mut layer.weights.as_mut_slice()[range], gradient);
    }

    /// The first layer's step along any gradient, after [`Optimiser::flush`] and then [`Optimiser::begin_step`].
    pub fn step_dense_input(&mut self, layer: &mut SparseInput<T>, gradient: &SparseInput<T>) {
        self.updated.fill(self.steps);
        let (weights, bias) = (layer.weights.as_mut_slice(), layer.bias.as_mut_slice());
        self.step_slice(0, 0..weights.len(), weights, gradient.weights.as_slice());
        self.step_slice(1, 0..bias.len(), bias, gradient.bias.as_slice());
    }

    /// Applies the deferred updates of `columns` of the first layer, up to the present step.
    pub fn catch_up(&mut self, network: &mut Mlp<T>, columns: impl IntoIterator<Item = u32>) {
        let width = network.input.bias.len();
        let weights = network.input.weights.as_mut_slice();
        for column in columns {
            let column = column as usize;
            let updated = std::mem::replace(&mut self.updated[column], self.steps);
            // A column without a batch so far has no momentum, but its weights may decay.
            if updated < self.steps {
                let range = column * width..(column + 1) * width;
                let update = self.closed_form.between(updated, self.steps);
                let weights = &mut weights[range.clone()];
                let first = &mut self.first[0][range.clone()];
                match self.algorithm {
                    Algorithm::Sgd(_) => Sgd::catch_up(update, weights, first),
                    Algorithm::Adam(adam) => adam.catch_up(update, weights, first, &mut self.second[0][range]),
                    Algorithm::AdamW(adamw) => adamw.catch_up(update, weights, first, &mut self.second[0][range]),
                }
            }
        }
    }

    /// Applies the deferred updates of all columns of the first layer. A network may only be used after it.
    pub fn flush(&mut self, network: &mut Mlp<T>) {
        self.catch_up(network, 0..network.inputs() as u32);
    }
}

impl Optimiser<f32> {
    /// Encodes the averages for [`Optimiser::read`], after [`Optimiser::flush`].
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.first.iter().chain(&self.second).try_for_each(|values| writer.values(values))
    }

    /// Decodes what [`Optimiser::write`] encoded of an optimiser after `steps` steps, for a network of the same shape.
    ///
    /// # Errors
    /// [`crate::error::Error::SnapshotBroken`].
    pub fn read(&mut self, steps: u64, reader: &mut ByteReader) -> Result<()> {
        self.steps = i32::try_from(steps).unwrap_or(i32::MAX);
        self.updated.fill(self.steps);
        self.first.iter_mut().chain(&mut self.second).try_for_each(|values| reader.values(values))
    }
}
