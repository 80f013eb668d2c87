//! The first layer, whose input is a few ones among many zeros.

use nalgebra::{DMatrix, DVector};

use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a sparse batch: row b has the value `scales[b]` at each of
/// `indices[offsets[b]..offsets[b + 1]]`, and 0 elsewhere.
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
    /// No rows, keeping the memory.
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

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The indices of row `row`.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.indices[self.offsets[row]..self.offsets[row + 1]]
    }
}

/// For the columns that a batch has ones in, which rows these are in.
pub struct Occurrences {
    /// By column, where its chain of entries begins, counted from 1; 0 for none.
    chains: Vec<u32>,
    /// A row, and where the chain goes on.
    entries: Vec<(u32, u32)>,
}

impl Occurrences {
    /// Room for `columns` columns.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(columns: usize) -> Result<Self> {
        Ok(Occurrences { chains: try_zeroed(0, columns)?, entries: Vec::new() })
    }

    fn find<T: Scalar>(&mut self, batch: &SparseBatch<T>) {
        self.entries.clear();
        // From the last row on, so that each chain ascends.
        for row in (0..batch.len()).rev() {
            for &index in batch.row(row) {
                let chain = &mut self.chains[index as usize];
                self.entries.push((row as u32, *chain));
                *chain = self.entries.len() as u32;
            }
        }
    }

    /// The rows of a column, once.
    fn take(&mut self, column: u32) -> impl Iterator<Item = usize> {
        let mut place = std::mem::take(&mut self.chains[column as usize]);
        std::iter::from_fn(move || {
            let &(row, next) = self.entries.get((place as usize).checked_sub(1)?)?;
            place = next;
            Some(row as usize)
        })
    }
}

/// z = W x + b for a sparse x: the sum of the columns of W where x is not 0.
///
/// W is outputs × inputs; a column lies together in memory, so the cost is outputs × ones.
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

    /// z = W x + b; `sums` is outputs × rows, column-major.
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

    /// Adds ∂L/∂W = Σ δ xᵀ and ∂L/∂b = Σ δ to `gradient`, δ being ∂L/∂z.
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

    /// As [`SparseInput::backward`], a column at a time: the gradient of each that the batch has ones in goes to `take`
    /// as soon as it is made, in `room` for the weights of one, and need not be stored.
    pub fn backward_by_column(
        batch: &SparseBatch<T>,
        delta: &[T],
        occurrences: &mut Occurrences,
        room: &mut [T],
        mut take: impl FnMut(u32, &[T]),
    ) {
        let width = room.len();
        let scaled = |row: usize| {
            let scale = batch.scales[row];
            delta[row * width..(row + 1) * width].iter().map(move |&delta| delta * scale)
        };
        occurrences.find(batch);
        for &column in &batch.indices {
            let mut rows = occurrences.take(column);
            let Some(row) = rows.next() else { continue };
            room.iter_mut().zip(scaled(row)).for_each(|(sum, delta)| *sum = delta);
            rows.for_each(|row| room.iter_mut().zip(scaled(row)).for_each(|(sum, delta)| *sum += delta));
            take(column, room);
        }
    }

    /// Sets the gradient to 0 where batches with ones at `indices` have made it something else.
    pub fn clear_gradient(indices: &[u32], gradient: &mut SparseInput<T>) {
        let width = gradient.bias.len();
        let weights = gradient.weights.as_mut_slice();
        for &index in indices {
            weights[index as usize * width..(index as usize + 1) * width].fill(T::zero());
        }
        gradient.bias.fill(T::zero());
    }
}
