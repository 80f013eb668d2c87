//! A dense layer, forward beside backward.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, DVector, Dyn, MatrixView};

use crate::error::{Result, try_zeroed};
use crate::network::scalar::Scalar;

/// z = W a + b. W is outputs × inputs, b has outputs entries; a and z have a column per example.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<T> {
    pub weights: DMatrix<T>,
    pub bias: DVector<T>,
}

impl<T: Scalar> Dense<T> {
    /// A layer of zeros.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn zeros(inputs: usize, outputs: usize) -> Result<Self> {
        let weights = DMatrix::from_vec(outputs, inputs, try_zeroed(T::zero(), inputs * outputs)?);
        Ok(Dense { weights, bias: DVector::zeros(outputs) })
    }

    /// z = W a + b; `input` is inputs × rows and `sums` outputs × rows, column-major.
    pub fn forward(&self, input: &[T], sums: &mut [T]) {
        let (outputs, inputs) = self.weights.shape();
        let rows = sums.len() / outputs;
        let input = DMatrixView::from_slice(input, inputs, rows);
        DMatrixViewMut::from_slice(sums, outputs, rows).gemm(T::one(), &self.weights, &input, T::zero());
        for column in sums.chunks_exact_mut(outputs) {
            column.iter_mut().zip(self.bias.iter()).for_each(|(sum, &bias)| *sum += bias);
        }
    }

    /// With δ = ∂L/∂z: ∂L/∂W = δ aᵀ and ∂L/∂b = Σ δ into `gradient`, ∂L/∂a = Wᵀ δ into `input_delta`.
    pub fn backward(&self, input: &[T], delta: &[T], gradient: &mut Dense<T>, input_delta: &mut [T]) {
        let (outputs, inputs) = self.weights.shape();
        let rows = delta.len() / outputs;
        let deltas = DMatrixView::from_slice(delta, outputs, rows);
        gradient.weights.gemm(T::one(), &deltas, &transposed(input, inputs, rows), T::zero());
        gradient.bias.fill(T::zero());
        for column in delta.chunks_exact(outputs) {
            gradient.bias.iter_mut().zip(column).for_each(|(sum, &delta)| *sum += delta);
        }
        let weights = transposed(self.weights.as_slice(), outputs, inputs);
        DMatrixViewMut::from_slice(input_delta, inputs, rows).gemm(T::one(), &weights, &deltas, T::zero());
    }
}

/// The transpose of a column-major `rows` × `columns` matrix, as a view: nothing is moved.
/// nalgebra's own `gemm_tr` and `tr_mul` go past the SIMD kernel; `gemm` on such a view does not.
fn transposed<T: Scalar>(values: &[T], rows: usize, columns: usize) -> MatrixView<'_, T, Dyn, Dyn, Dyn, Dyn> {
    MatrixView::<T, Dyn, Dyn, Dyn, Dyn>::from_slice_with_strides_generic(
        values,
        Dyn(columns),
        Dyn(rows),
        Dyn(rows),
        Dyn(1),
    )
}
