//! The first layer, whose input has few ones among many zeros.

use nalgebra::{DMatrix, DVector};

use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a sparse batch: row b has the value `scales[b]` at each of `indices[offsets[b]..offsets[b + 1]]`, and 0
/// elsewhere.
#[derive(Clone, Debug)]
pub struct SparseBatch<T> {
    pub offsets: Vec<usize>,
    pub indices: Vec<u32>,
    pub scales: Vec<T>,
}

impl<T> Default for SparseBatch<T> {
    fn default() -> Self {
        SparseBatch { offsets: vec![0], indices: Vec::new(), scales: Vec::new() }
    }
}

impl<T: Scalar> SparseBatch<T> {
    /// Removes all rows; the capacity stays.
    pub fn clear(&mut self) {
        self.offsets.clear();
        self.offsets.push(0);
        self.indices.clear();
        self.scales.clear();
    }

    /// Adds a row with `scale` at each of `indices`.
    pub fn push(&mut self, indices: impl IntoIterator<Item = u32>, scale: T) {
        self.indices.extend(indices);
        self.offsets.push(self.indices.len());
        self.scales.push(scale);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The indices of row `row`.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.indices[self.offsets[row]..self.offsets[row + 1]]
    }
}

/// The transposed index of a batch: for each column, the rows in which it is not 0, as a linked list.
pub struct TransposedIndex {
    /// By column, the place of the list's first entry, counted from 1; 0 for an empty list.
    heads: Vec<u32>,
    /// A row, and the place of the next entry in the same way.
    entries: Vec<(u32, u32)>,
}

impl TransposedIndex {
    /// An empty index of `columns` columns.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(columns: usize) -> Result<Self> {
        Ok(TransposedIndex { heads: try_zeroed(0, columns)?, entries: Vec::new() })
    }

    /// Indexes `batch`. The lists of the batch before must be drained.
    fn build<T: Scalar>(&mut self, batch: &SparseBatch<T>) {
        self.entries.clear();
        // Rows are added last to first, so each list ascends.
        for row in (0..batch.len()).rev() {
            for &index in batch.row(row) {
                let head = &mut self.heads[index as usize];
                self.entries.push((row as u32, *head));
                *head = self.entries.len() as u32;
            }
        }
    }

    /// The rows of a column, whose list is empty from then on.
    fn drain(&mut self, column: u32) -> impl Iterator<Item = usize> {
        let mut place = std::mem::take(&mut self.heads[column as usize]);
        std::iter::from_fn(move || {
            let &(row, next) = self.entries.get((place as usize).checked_sub(1)?)?;
            place = next;
            Some(row as usize)
        })
    }
}

/// z = W x + b for a sparse x: the sum of the columns of W at which x is not 0.
///
/// W is outputs × inputs. A column is contiguous in memory, so the cost is outputs × ones.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseInput<T> {
    pub weights: DMatrix<T>,
    pub bias: DVector<T>,
}

impl<T: Scalar> SparseInput<T> {
    /// A layer of zeros.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn zeros(inputs: usize, outputs: usize) -> Result<Self> {
        let weights = DMatrix::from_vec(outputs, inputs, try_zeroed(T::zero(), inputs * outputs)?);
        Ok(SparseInput { weights, bias: DVector::zeros(outputs) })
    }

    /// z = W x + b; `sums` is by row.
    pub fn forward(&self, batch: &SparseBatch<T>, sums: &mut [T]) {
        let width = self.bias.len();
        let (weights, bias) = (self.weights.as_slice(), self.bias.as_slice());
        for (row, sum) in sums.chunks_exact_mut(width).enumerate() {
            sum.fill(T::zero());
            for &index in batch.row(row) {
                let column = &weights[index as usize * width..(index as usize + 1) * width];
                sum.iter_mut().zip(column).for_each(|(sum, &weight)| *sum += weight);
            }
            let scale = batch.scales[row];
            sum.iter_mut().zip(bias).for_each(|(sum, &bias)| *sum = *sum * scale + bias);
        }
    }

    /// Adds ∂L/∂W = Σ δ xᵀ and ∂L/∂b = Σ δ to `gradient`; `delta` is δ = ∂L/∂z, by row.
    pub fn backward(batch: &SparseBatch<T>, delta: &[T], gradient: &mut SparseInput<T>) {
        let width = gradient.bias.len();
        let weights = gradient.weights.as_mut_slice();
        for (row, delta) in delta.chunks_exact(width).enumerate() {
            let scale = batch.scales[row];
            for &index in batch.row(row) {
                let column = &mut weights[index as usize * width..(index as usize + 1) * width];
                column.iter_mut().zip(delta).for_each(|(sum, &delta)| *sum += delta * scale);
            }
        }
        Self::backward_of_bias(delta, gradient.bias.as_mut_slice());
    }

    /// Adds ∂L/∂b = Σ δ to `gradient`.
    pub fn backward_of_bias(delta: &[T], gradient: &mut [T]) {
        for delta in delta.chunks_exact(gradient.len()) {
            gradient.iter_mut().zip(delta).for_each(|(sum, &delta)| *sum += delta);
        }
    }

    /// ∂L/∂W column by column: the gradient of each column that the batch has ones in goes to `on_gradient` as soon as
    /// it is computed, in the buffer `column_gradient`, and need not be stored. Equal to [`SparseInput::backward`] to
    /// the last bit.
    pub(crate) fn backward_by_column(
        batch: &SparseBatch<T>,
        delta: &[T],
        transposed: &mut TransposedIndex,
        column_gradient: &mut [T],
        mut on_gradient: impl FnMut(u32, &[T]),
    ) {
        let width = column_gradient.len();
        let scaled = |row: usize| {
            let scale = batch.scales[row];
            delta[row * width..(row + 1) * width].iter().map(move |&delta| delta * scale)
        };
        transposed.build(batch);
        for &column in &batch.indices {
            let mut rows = transposed.drain(column);
            let Some(row) = rows.next() else { continue };
            column_gradient.iter_mut().zip(scaled(row)).for_each(|(sum, delta)| *sum = delta);
            rows.for_each(|row| column_gradient.iter_mut().zip(scaled(row)).for_each(|(sum, delta)| *sum += delta));
            on_gradient(column, column_gradient);
        }
    }

    /// Sets the bias's gradient and those of the columns `indices` to 0.
    pub fn clear_gradient(indices: &[u32], gradient: &mut SparseInput<T>) {
        let width = gradient.bias.len();
        let weights = gradient.weights.as_mut_slice();
        for &index in indices {
            weights[index as usize * width..(index as usize + 1) * width].fill(T::zero());
        }
        gradient.bias.fill(T::zero());
    }
}

#[cfg(test)]
mod tests;
