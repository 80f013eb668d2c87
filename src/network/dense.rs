//! A dense layer, forward beside backward.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::error::Result;
use crate::linalg::batch_layout::stride;
use crate::linalg::gemm::{LANES, MatrixRef, PackedMatrix, TILE_COLUMNS};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// z = Wᵀ a + b. W is inputs × outputs, so the weights of one output are adjacent; b has one entry per output.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<T> {
    pub weights: DMatrix<T>,
    pub bias: DVector<T>,
}

/// Outputs of a gradient block, at most.
const MAX_BLOCK_OUTPUTS: usize = 64;
/// Weights of a gradient block, at most: 64 KiB of f32. Wide inputs exceed it, since a block has at least one tile.
const MAX_BLOCK_WEIGHTS: usize = 16_384;

/// What the backward pass of a layer starts from, for a batch of `rows`.
pub struct BackwardInput<'a, T> {
    pub rows: usize,
    /// a, the layer's input, by row.
    pub input: &'a [T],
    /// δ = ∂L/∂z, by unit, 0 beyond the rows.
    pub delta: &'a [T],
}

/// The kinds of parameters of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    Weights,
    Bias,
}

/// Buffers for the gradient of a block of outputs, and for the factors of its products.
pub struct GradientBlock<T> {
    weights: Vec<T>,
    bias: Vec<T>,
    input: PackedMatrix<T>,
    delta: PackedMatrix<T>,
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

    /// A layer of the chosen `outputs` alone, in the given order.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn select_outputs(&self, outputs: &[u32]) -> Result<Self> {
        let mut selected = Dense::zeros(self.weights.nrows(), outputs.len())?;
        for (index, &output) in outputs.iter().enumerate() {
            selected.weights.set_column(index, &self.weights.column(output as usize));
            selected.bias[index] = self.bias[output as usize];
        }
        Ok(selected)
    }

    /// Wᵀ, packed as a left factor. Products with it are by row.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub(crate) fn pack_transposed(&self) -> Result<PackedMatrix<T>> {
        let (inputs, outputs) = self.weights.shape();
        let mut values = try_zeroed(T::zero(), inputs * outputs)?;
        for (output, weights) in self.weights.as_slice().chunks_exact(inputs.max(1)).enumerate() {
            let places = values.iter_mut().skip(output).step_by(outputs);
            places.zip(weights).for_each(|(to, &weight)| *to = weight);
        }
        let mut packed = PackedMatrix::new(outputs, inputs)?;
        packed.pack(outputs, inputs, MatrixRef { values: &values, stride: outputs });
        Ok(packed)
    }

    /// z = Wᵀ a + b; `input` and `sums` are by unit, `packed` is a buffer for a.
    pub(crate) fn forward(&self, rows: usize, input: &[T], sums: &mut [T], packed: &mut PackedMatrix<T>) {
        let (inputs, stride) = (self.weights.nrows(), stride(rows));
        if self.has_few_outputs() {
            return self.forward_few_outputs(stride, input, sums);
        }
        packed.pack(stride, inputs, MatrixRef { values: input, stride });
        let weights = MatrixRef { values: self.weights.as_slice(), stride: inputs };
        packed.multiply_from(self.bias.as_slice(), weights, sums, stride);
    }

    /// ∂L/∂a = W δ into `input_delta`, by unit; ∂L/∂W = a δᵀ and ∂L/∂b = Σ δ to `on_gradient`, block by block.
    ///
    /// `on_gradient` gets the kind, the range, the parameters of this range and their gradient. It may change the
    /// parameters, which the backward pass has read by then: so an optimiser uses a gradient while it is in the
    /// cache, and no gradient has to be stored.
    pub(crate) fn backward(
        &mut self,
        batch: BackwardInput<T>,
        input_delta: &mut [T],
        block: &mut GradientBlock<T>,
        mut on_gradient: impl FnMut(ParameterKind, Range<usize>, &mut [T], &mut [T]),
    ) {
        input_delta.fill(T::zero());
        if self.has_few_outputs() {
            return self.backward_few_outputs(batch, input_delta, block, on_gradient);
        }
        let (inputs, outputs) = self.weights.shape();
        let BackwardInput { rows, input, delta } = batch;
        let stride = stride(rows);
        let width = block.outputs(inputs);
        let GradientBlock { weights: weights_gradient, bias: bias_gradient, input: packed_input, delta: packed_delta } =
            block;
        packed_input.pack(inputs, rows, MatrixRef { values: input, stride: inputs });
        for first in (0..outputs).step_by(width) {
            let columns = first..(first + width).min(outputs);
            let entries = columns.start * inputs..columns.end * inputs;
            let delta = &delta[columns.start * stride..columns.end * stride];
            let weights = &mut self.weights.as_mut_slice()[entries.clone()];
            let by_unit = MatrixRef { values: delta, stride };
            packed_delta.pack(stride, columns.len(), by_unit);
            let kernel = MatrixRef { values: &*weights, stride: inputs };
            packed_delta.add_product_with_transposed(inputs, kernel, input_delta, stride);

            let gradient = &mut weights_gradient[..entries.len()];
            packed_input.multiply_from(&[T::zero(); MAX_BLOCK_OUTPUTS][..columns.len()], by_unit, gradient, inputs);
            on_gradient(ParameterKind::Weights, entries, weights, gradient);

            let gradient = &mut bias_gradient[..columns.len()];
            gradient.iter_mut().zip(delta.chunks_exact(stride)).for_each(|(to, delta)| *to = sum(delta));
            on_gradient(ParameterKind::Bias, columns.clone(), &mut self.bias.as_mut_slice()[columns], gradient);
        }
    }

    /// [`Dense::forward`] without packing, equal to the last bit: the bias is added to the sum of the products.
    fn forward_few_outputs(&self, stride: usize, input: &[T], sums: &mut [T]) {
        for ((weights, &bias), sums) in self.by_output().zip(&self.bias).zip(sums.chunks_exact_mut(stride.max(1))) {
            sums.fill(T::zero());
            weights.iter().zip(input.chunks_exact(stride)).for_each(|(&weight, input)| axpy(weight, input, sums));
            sums.iter_mut().for_each(|sum| *sum = bias + *sum);
        }
    }

    /// Whether the outputs are fewer than the columns of a tile: packing a factor takes longer than their product.
    fn has_few_outputs(&self) -> bool {
        self.bias.len() < TILE_COLUMNS
    }

    /// The weights of each output.
    fn by_output(&self) -> impl Iterator<Item = &[T]> {
        self.weights.as_slice().chunks_exact(self.weights.nrows().max(1))
    }

    /// [`Dense::backward`] without packing, onto an `input_delta` of 0.
    fn backward_few_outputs(
        &mut self,
        batch: BackwardInput<T>,
        input_delta: &mut [T],
        block: &mut GradientBlock<T>,
        mut on_gradient: impl FnMut(ParameterKind, Range<usize>, &mut [T], &mut [T]),
    ) {
        let (inputs, outputs) = self.weights.shape();
        let stride = stride(batch.rows);
        let deltas = || batch.delta.chunks_exact(stride).take(outputs);
        for (weights, delta) in self.by_output().zip(deltas()) {
            let inputs = weights.iter().zip(input_delta.chunks_exact_mut(stride));
            inputs.for_each(|(&weight, input_delta)| axpy(weight, delta, input_delta));
        }
        let gradient = &mut block.weights[..inputs * outputs];
        gradient.fill(T::zero());
        for (gradient, delta) in gradient.chunks_exact_mut(inputs.max(1)).zip(deltas()) {
            let rows = batch.input.chunks_exact(inputs.max(1)).zip(delta);
            rows.for_each(|(input, &delta)| axpy(delta, input, gradient));
        }
        on_gradient(ParameterKind::Weights, 0..inputs * outputs, self.weights.as_mut_slice(), gradient);
        let gradient = &mut block.bias[..outputs];
        gradient.iter_mut().zip(deltas()).for_each(|(to, delta)| *to = sum(delta));
        on_gradient(ParameterKind::Bias, 0..outputs, self.bias.as_mut_slice(), gradient);
    }
}

impl<T: Scalar> GradientBlock<T> {
    /// Buffers for layers of up to `inputs` inputs and batches of up to `rows`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(inputs: usize, rows: usize) -> Result<Self> {
        let weights = (MAX_BLOCK_OUTPUTS * inputs).min(MAX_BLOCK_WEIGHTS.max(TILE_COLUMNS * inputs));
        Ok(GradientBlock {
            weights: try_zeroed(T::zero(), weights)?,
            bias: try_zeroed(T::zero(), MAX_BLOCK_OUTPUTS)?,
            input: PackedMatrix::new(inputs, rows)?,
            delta: PackedMatrix::new(rows, MAX_BLOCK_OUTPUTS)?,
        })
    }

    /// Outputs per block for a layer with `inputs` inputs: whole tiles.
    fn outputs(&self, inputs: usize) -> usize {
        let max = (self.weights.len() / inputs.max(1)).clamp(TILE_COLUMNS, MAX_BLOCK_OUTPUTS);
        max - max % TILE_COLUMNS
    }
}

/// y ← y + α x.
#[inline(always)]
fn axpy<T: Scalar>(alpha: T, x: &[T], y: &mut [T]) {
    y.iter_mut().zip(x).for_each(|(y, &x)| *y += alpha * x);
}

/// Σ δ over the whole stride, whose entries beyond the rows are 0.
fn sum<T: Scalar>(delta: &[T]) -> T {
    let mut lanes = [T::zero(); LANES];
    let vectors = delta.chunks_exact(LANES);
    vectors.for_each(|vector| lanes.iter_mut().zip(vector).for_each(|(sum, &delta)| *sum += delta));
    lanes.into_iter().fold(T::zero(), |sum, lane| sum + lane)
}
