//! A dense layer, forward beside backward.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::error::{Result, try_zeroed};
use crate::network::layout::stride;
use crate::network::product::{Columns, Shape, multiply_by_transposed_onto, multiply_onto};
use crate::network::scalar::Scalar;

/// z = Wᵀ a + b. W is inputs × outputs, so that what leads to one output lies together; b has outputs entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<T> {
    pub weights: DMatrix<T>,
    pub bias: DVector<T>,
}

/// The most outputs whose gradient is made at once.
const PANEL: usize = 64;
/// How many weights a panel has at most, where a layer has so many inputs: 64 KiB of f32.
const PANEL_WEIGHTS: usize = 16_384;

/// What a layer is told to learn from: its input and ∂L/∂z = δ of a batch of `rows`.
pub struct Lesson<'a, T> {
    pub rows: usize,
    /// By row.
    pub input: &'a [T],
    /// By unit, 0 beyond the rows.
    pub delta: &'a [T],
}

impl<T: Scalar> Dense<T> {
    /// A layer of zeros.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn zeros(inputs: usize, outputs: usize) -> Result<Self> {
        let weights = DMatrix::from_vec(inputs, outputs, try_zeroed(T::zero(), inputs * outputs)?);
        Ok(Dense { weights, bias: DVector::zeros(outputs) })
    }

    /// z = Wᵀ a + b; `input` and `sums` are by unit.
    pub fn forward(&self, rows: usize, input: &[T], sums: &mut [T]) {
        let (inputs, outputs) = self.weights.shape();
        let stride = stride(rows);
        // The product is added to the bias, not the bias to the product: one pass less over the sums.
        sums.chunks_exact_mut(stride).zip(self.bias.iter()).for_each(|(sums, &bias)| sums.fill(bias));
        let (input, weights) = (Columns { values: input, stride }, self.columns());
        multiply_onto(Shape { rows: stride, inner: inputs, columns: outputs }, input, weights, sums, stride);
    }

    /// ∂L/∂a = W δ into `input_delta`, by unit; ∂L/∂W = a δᵀ and ∂L/∂b = Σ δ to `take`, a panel of outputs at a
    /// time: the weights or biases, which `take` may change since they are not needed any more, their range, and
    /// their gradient. So a gradient can be used up while it is in the cache, and need not be stored at all.
    pub fn backward(
        &mut self,
        lesson: Lesson<T>,
        input_delta: &mut [T],
        panel: &mut Panel<T>,
        mut take: impl FnMut(Parameters, Range<usize>, &mut [T], &mut [T]),
    ) {
        let (inputs, outputs) = self.weights.shape();
        let Lesson { rows, input, delta } = lesson;
        let stride = stride(rows);
        input_delta.fill(T::zero());
        let width = panel.outputs(inputs);
        for first in (0..outputs).step_by(width) {
            let columns = first..(first + width).min(outputs);
            let entries = columns.start * inputs..columns.end * inputs;
            let delta = &delta[columns.start * stride..columns.end * stride];
            let weights = &mut self.weights.as_mut_slice()[entries.clone()];
            let shape = Shape { rows: stride, inner: columns.len(), columns: inputs };
            let by_unit = Columns { values: delta, stride };
            let columns_of_weights = Columns { values: &*weights, stride: inputs };
            multiply_by_transposed_onto(shape, by_unit, columns_of_weights, input_delta, stride);

            let gradient = &mut panel.weights[..entries.len()];
            gradient.fill(T::zero());
            let shape = Shape { rows: inputs, inner: rows, columns: columns.len() };
            multiply_onto(shape, Columns { values: input, stride: inputs }, by_unit, gradient, inputs);
            take(Parameters::Weights, entries, weights, gradient);

            let gradient = &mut panel.bias[..columns.len()];
            for (sum, delta) in gradient.iter_mut().zip(delta.chunks_exact(stride)) {
                *sum = delta[..rows].iter().fold(T::zero(), |sum, &delta| sum + delta);
            }
            take(Parameters::Bias, columns.clone(), &mut self.bias.as_mut_slice()[columns], gradient);
        }
    }

    fn columns(&self) -> Columns<'_, T> {
        Columns { values: self.weights.as_slice(), stride: self.weights.nrows() }
    }
}

/// The two kinds of parameters of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    Weights,
    Bias,
}

/// Room for the gradient of some outputs.
pub struct Panel<T> {
    weights: Vec<T>,
    bias: Vec<T>,
}

impl<T: Scalar> Panel<T> {
    /// Room for layers of up to `inputs` inputs.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(inputs: usize) -> Result<Self> {
        let weights = try_zeroed(T::zero(), (PANEL * inputs).min(PANEL_WEIGHTS.max(inputs)))?;
        Ok(Panel { weights, bias: try_zeroed(T::zero(), PANEL)? })
    }

    /// How many outputs of a layer with `inputs` inputs there is room for.
    fn outputs(&self, inputs: usize) -> usize {
        let most = (self.weights.len() / inputs.max(1)).clamp(1, PANEL);
        // Whole tiles, where there is room for more than one.
        if most > 4 { most - most % 4 } else { most }
    }
}
