//! Buffers for the values of one batch, reused for the next.

use crate::error::Result;
use crate::linalg::batch_layout::stride;
use crate::linalg::gemm::{MatrixRef, PackedMatrix};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::dense::GradientBlock;

/// Activations, gradients and dropout masks of a batch of up to [`Workspace::capacity`] rows. All are by unit but
/// `by_row`. A smaller batch uses the first entries.
pub struct Workspace<T> {
    capacity: usize,
    /// Widths of the hidden layers, then the number of outputs.
    pub(super) widths: Vec<usize>,
    /// Each hidden layer's outputs after activation and dropout, then the logits. The loss replaces these by ∂L/∂z.
    pub(super) outputs: Vec<Vec<T>>,
    /// Each hidden layer's outputs by row. The first layer's hold its sums before, and ∂L/∂z at the end.
    pub(super) by_row: Vec<Vec<T>>,
    /// Each hidden layer's ∂L/∂a, then ∂L/∂z.
    pub(super) deltas: Vec<Vec<T>>,
    /// Each hidden layer's dropout factors: 0 where an output was dropped, else 1 / (1 − p).
    pub(super) masks: Vec<Vec<T>>,
    /// A dense layer's input as a left factor.
    pub(super) packed: PackedMatrix<T>,
    pub(super) block: GradientBlock<T>,
}

impl<T: Scalar> Workspace<T> {
    /// Buffers for a network of these `widths`, the number of outputs last; `training` adds those of the backward pass.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub(super) fn new(widths: Vec<usize>, capacity: usize, training: bool) -> Result<Self> {
        let matrices = |widths: &[usize], rows: usize| {
            widths.iter().map(|width| try_zeroed(T::zero(), width * rows)).collect::<Result<Vec<_>>>()
        };
        let hidden = &widths[..widths.len() - 1];
        let trained = if training { hidden } else { &[] };
        let widest = hidden.iter().copied().max().unwrap_or(0);
        Ok(Workspace {
            capacity,
            outputs: matrices(&widths, stride(capacity))?,
            by_row: matrices(if training { hidden } else { &hidden[..1] }, capacity)?,
            deltas: matrices(trained, stride(capacity))?,
            masks: matrices(trained, stride(capacity))?,
            packed: PackedMatrix::new(stride(capacity), widest)?,
            block: if training { GradientBlock::new(widest, capacity)? } else { GradientBlock::new(0, 0)? },
            widths,
        })
    }

    /// Rows of a batch, at most.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// The last hidden layer's outputs, by unit, of the last batch, which had `rows` rows.
    pub(crate) fn last_hidden(&self, rows: usize) -> MatrixRef<'_, T> {
        let (last, stride) = (self.widths.len() - 2, stride(rows));
        MatrixRef { values: &self.outputs[last][..self.widths[last] * stride], stride }
    }

    /// Whether the buffers of the backward pass are there.
    pub(super) fn is_for_training(&self) -> bool {
        !self.deltas.is_empty()
    }
}
