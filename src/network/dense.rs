//! A dense layer, forward beside backward.

use nalgebra::{DMatrix, DVector};

use crate::error::{Result, try_zeroed};
use crate::network::product::{Shape, multiply_by_transposed, multiply_onto, multiply_transposed};
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
        let shape = Shape { rows: outputs, inner: inputs, columns: sums.len() / outputs };
        // The product is added to the bias, not the bias to the product: one pass less over the sums.
        sums.chunks_exact_mut(outputs).for_each(|column| column.copy_from_slice(self.bias.as_slice()));
        multiply_onto(shape, self.weights.as_slice(), input, sums);
    }

    /// With δ = ∂L/∂z: ∂L/∂W = δ aᵀ and ∂L/∂b = Σ δ into `gradient`, or added to it where `onto` says so;
    /// ∂L/∂a = Wᵀ δ into `input_delta`.
    pub fn backward(&self, input: &[T], delta: &[T], gradient: &mut Dense<T>, onto: bool, input_delta: &mut [T]) {
        let (outputs, inputs) = self.weights.shape();
        let rows = delta.len() / outputs;
        let shape = Shape { rows: outputs, inner: rows, columns: inputs };
        multiply_by_transposed(shape, delta, input, gradient.weights.as_mut_slice(), onto);
        if !onto {
            gradient.bias.fill(T::zero());
        }
        for column in delta.chunks_exact(outputs) {
            gradient.bias.iter_mut().zip(column).for_each(|(sum, &delta)| *sum += delta);
        }
        let shape = Shape { rows: inputs, inner: outputs, columns: rows };
        multiply_transposed(shape, self.weights.as_slice(), delta, input_delta);
    }
}
