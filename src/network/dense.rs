//! A dense layer, forward beside backward.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::error::Result;
use crate::linalg::batch_layout::stride;
use crate::linalg::gemm::{COLUMNS, LANES, MatrixRef, PackedMatrix};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// z = Wᵀ a + b. W is inputs × outputs, so that what leads to one output lies together; b has outputs entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<T> {
    pub weights: DMatrix<T>,
    pub bias: DVector<T>,
}

/// The most outputs whose gradient is made at once.
const PANEL: usize = 64;
/// How many weights a panel has at most, 64 KiB of f32, but one tile of outputs.
const PANEL_WEIGHTS: usize = 16_384;

/// What a layer is told to learn from: its input and ∂L/∂z = δ of a batch of `rows`.
pub struct BackwardInput<'a, T> {
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

    /// The layer with some of its `outputs` only, in the order asked for.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn some_outputs(&self, outputs: &[u32]) -> Result<Self> {
        let mut some = Dense::zeros(self.weights.nrows(), outputs.len())?;
        for (index, &output) in outputs.iter().enumerate() {
            some.weights.set_column(index, &self.weights.column(output as usize));
            some.bias[index] = self.bias[output as usize];
        }
        Ok(some)
    }

    /// Wᵀ as a left factor: products with it lie by row.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn transposed(&self) -> Result<PackedMatrix<T>> {
        let (inputs, outputs) = self.weights.shape();
        let mut values = try_zeroed(T::zero(), inputs * outputs)?;
        for (output, weights) in self.weights.as_slice().chunks_exact(inputs.max(1)).enumerate() {
            let places = values.iter_mut().skip(output).step_by(outputs);
            places.zip(weights).for_each(|(to, &weight)| *to = weight);
        }
        let mut strips = PackedMatrix::new(outputs, inputs)?;
        strips.pack(outputs, inputs, MatrixRef { values: &values, stride: outputs });
        Ok(strips)
    }

    /// z = Wᵀ a + b; `input` and `sums` are by unit.
    pub fn forward(&self, rows: usize, input: &[T], sums: &mut [T], strips: &mut PackedMatrix<T>) {
        let (inputs, stride) = (self.weights.nrows(), stride(rows));
        if self.has_few_outputs() {
            return self.forward_to_few(stride, input, sums);
        }
        strips.pack(stride, inputs, MatrixRef { values: input, stride });
        let weights = MatrixRef { values: self.weights.as_slice(), stride: inputs };
        strips.multiply_from(self.bias.as_slice(), weights, sums, stride);
    }

    /// ∂L/∂a = W δ into `input_delta`, by unit; ∂L/∂W = a δᵀ and ∂L/∂b = Σ δ to `take`, a panel of outputs at a
    /// time: the weights or biases, which `take` may change since they are not needed any more, their range, and
    /// their gradient. So a gradient can be used up while it is in the cache, and need not be stored at all.
    pub fn backward(
        &mut self,
        lesson: BackwardInput<T>,
        input_delta: &mut [T],
        panel: &mut GradientBlock<T>,
        mut take: impl FnMut(Parameters, Range<usize>, &mut [T], &mut [T]),
    ) {
        input_delta.fill(T::zero());
        if self.has_few_outputs() {
            return self.backward_of_few(lesson, input_delta, panel, take);
        }
        let (inputs, outputs) = self.weights.shape();
        let BackwardInput { rows, input, delta } = lesson;
        let stride = stride(rows);
        let width = panel.outputs(inputs);
        let GradientBlock { weights: room, bias: bias_room, input: input_strips, delta: delta_strips } = panel;
        input_strips.pack(inputs, rows, MatrixRef { values: input, stride: inputs });
        for first in (0..outputs).step_by(width) {
            let columns = first..(first + width).min(outputs);
            let entries = columns.start * inputs..columns.end * inputs;
            let delta = &delta[columns.start * stride..columns.end * stride];
            let weights = &mut self.weights.as_mut_slice()[entries.clone()];
            let by_unit = MatrixRef { values: delta, stride };
            delta_strips.pack(stride, columns.len(), by_unit);
            let kernel = MatrixRef { values: &*weights, stride: inputs };
            delta_strips.multiply_by_transposed_onto(inputs, kernel, input_delta, stride);

            let gradient = &mut room[..entries.len()];
            input_strips.multiply_from(&[T::zero(); PANEL][..columns.len()], by_unit, gradient, inputs);
            take(Parameters::Weights, entries, weights, gradient);

            let gradient = &mut bias_room[..columns.len()];
            gradient.iter_mut().zip(delta.chunks_exact(stride)).for_each(|(to, delta)| *to = sum(delta));
            take(Parameters::Bias, columns.clone(), &mut self.bias.as_mut_slice()[columns], gradient);
        }
    }

    /// As [`Dense::forward`], to the last bit: the bias comes to the sum of the products.
    fn forward_to_few(&self, stride: usize, input: &[T], sums: &mut [T]) {
        for ((weights, &bias), sums) in self.by_output().zip(&self.bias).zip(sums.chunks_exact_mut(stride.max(1))) {
            sums.fill(T::zero());
            weights.iter().zip(input.chunks_exact(stride)).for_each(|(&weight, input)| add(weight, input, sums));
            sums.iter_mut().for_each(|sum| *sum = bias + *sum);
        }
    }

    /// Fewer outputs than a tile has columns: to put a factor in order for them takes longer than their product.
    fn has_few_outputs(&self) -> bool {
        self.bias.len() < COLUMNS
    }

    /// The weights that lead to each output.
    fn by_output(&self) -> impl Iterator<Item = &[T]> {
        self.weights.as_slice().chunks_exact(self.weights.nrows().max(1))
    }

    /// As [`Dense::backward`], onto an `input_delta` of 0.
    fn backward_of_few(
        &mut self,
        lesson: BackwardInput<T>,
        input_delta: &mut [T],
        panel: &mut GradientBlock<T>,
        mut take: impl FnMut(Parameters, Range<usize>, &mut [T], &mut [T]),
    ) {
        let (inputs, outputs) = self.weights.shape();
        let stride = stride(lesson.rows);
        let deltas = || lesson.delta.chunks_exact(stride).take(outputs);
        for (weights, delta) in self.by_output().zip(deltas()) {
            let inputs = weights.iter().zip(input_delta.chunks_exact_mut(stride));
            inputs.for_each(|(&weight, input_delta)| add(weight, delta, input_delta));
        }
        let gradient = &mut panel.weights[..inputs * outputs];
        gradient.fill(T::zero());
        for (gradient, delta) in gradient.chunks_exact_mut(inputs.max(1)).zip(deltas()) {
            let rows = lesson.input.chunks_exact(inputs.max(1)).zip(delta);
            rows.for_each(|(input, &delta)| add(delta, input, gradient));
        }
        take(Parameters::Weights, 0..inputs * outputs, self.weights.as_mut_slice(), gradient);
        let gradient = &mut panel.bias[..outputs];
        gradient.iter_mut().zip(deltas()).for_each(|(to, delta)| *to = sum(delta));
        take(Parameters::Bias, 0..outputs, self.bias.as_mut_slice(), gradient);
    }
}

/// to ← to + factor · from
#[inline(always)]
fn add<T: Scalar>(factor: T, from: &[T], to: &mut [T]) {
    to.iter_mut().zip(from).for_each(|(to, &from)| *to += factor * from);
}

/// The sum of whole vectors: beyond the rows there is nothing but 0.
fn sum<T: Scalar>(delta: &[T]) -> T {
    let mut lanes = [T::zero(); LANES];
    let strips = delta.chunks_exact(LANES);
    strips.for_each(|strip| lanes.iter_mut().zip(strip).for_each(|(sum, &delta)| *sum += delta));
    lanes.into_iter().fold(T::zero(), |sum, lane| sum + lane)
}

/// The two kinds of parameters of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    Weights,
    Bias,
}

/// Room for the gradient of some outputs, and for the factors of the products that make it.
pub struct GradientBlock<T> {
    weights: Vec<T>,
    bias: Vec<T>,
    input: PackedMatrix<T>,
    delta: PackedMatrix<T>,
}

impl<T: Scalar> GradientBlock<T> {
    /// Room for layers of up to `inputs` inputs and batches of up to `rows`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(inputs: usize, rows: usize) -> Result<Self> {
        Ok(GradientBlock {
            weights: try_zeroed(T::zero(), (PANEL * inputs).min(PANEL_WEIGHTS.max(COLUMNS * inputs)))?,
            bias: try_zeroed(T::zero(), PANEL)?,
            input: PackedMatrix::new(inputs, rows)?,
            delta: PackedMatrix::new(rows, PANEL)?,
        })
    }

    /// How many outputs of a layer with `inputs` inputs there is room for.
    fn outputs(&self, inputs: usize) -> usize {
        let most = (self.weights.len() / inputs.max(1)).clamp(COLUMNS, PANEL);
        // Whole tiles.
        most - most % COLUMNS
    }
}
