//! The inverse of a symmetric positive definite matrix, in place and in bounded steps.
//!
//! Gauss-Jordan elimination by blocks, in statistics the sweep operator (Goodnight 1979). The sweep of a block K of rows
//! and columns, with D = A_KK, is
//!
//! ```text
//! A_IJ ← A_IJ − A_IK D⁻¹ A_KJ      A_IK ← A_IK D⁻¹      A_KK ← −D⁻¹
//! ```
//!
//! which keeps A symmetric. After the sweep of all blocks A is −A⁻¹. The lower triangle alone takes n³ / 2
//! multiply-adds, as many as an inverse by Cholesky's factorisation. Nearly all are in one product per
//! block, and each block costs the same. No pivot is below the smallest eigenvalue of A, so no pivot search is needed.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::block_product::{ProductShape, Submatrix, add_product};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a block, at most.
const MAX_BLOCK: usize = 128;
/// Rows that are multiplied by D⁻¹ at once, few enough to stay in the cache.
const SCALED_ROWS: usize = 256;
/// Columns that one product updates, at most. Fewer spend the time on packing, more on the unused upper triangle.
const MAX_COLUMNS: usize = 256;
/// Columns that one product updates, at least: the SIMD kernel is worth its packing.
const MIN_COLUMNS: usize = 32;
/// Multiply-adds of a step, about: 10 ms at 25 GFLOP/s.
const STEP_WORK: usize = 125_000_000;

/// The next part of the sweep of a block.
enum Stage {
    /// The copy of the block's columns.
    Extraction,
    /// The update of the columns from this one on.
    Update(usize),
    /// The block's new columns, back into the matrix.
    Storing,
}

/// The inversion of a column-major matrix that the caller keeps. Only its lower triangle is used.
pub struct SweepInversion<T> {
    size: usize,
    /// Lower bound of the eigenvalues, and so of the pivots but for rounding.
    floor: T,
    blocks: usize,
    block: usize,
    stage: Stage,
    /// A_KI for all I: the block's rows × all columns; 0 where I = K.
    rows: Vec<T>,
    /// A_IK D⁻¹: all rows × the block's columns; 0 where I = K.
    columns: Vec<T>,
    /// −D⁻¹.
    pivot: Vec<T>,
    /// The rows that are multiplied by D⁻¹ at once.
    scaled: Vec<T>,
    over: bool,
}

impl<T: Scalar> SweepInversion<T> {
    /// The inversion of a `size` × `size` matrix whose eigenvalues are at least `floor` > 0.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(size: usize, floor: f64) -> Result<Self> {
        let widest = size.min(MAX_BLOCK);
        Ok(SweepInversion {
            size,
            floor: T::of(floor),
            blocks: size.div_ceil(MAX_BLOCK),
            block: 0,
            stage: Stage::Extraction,
            rows: try_zeroed(T::zero(), size * widest)?,
            columns: try_zeroed(T::zero(), size * widest)?,
            pivot: try_zeroed(T::zero(), widest * widest)?,
            scaled: try_zeroed(T::zero(), SCALED_ROWS * widest)?,
            over: false,
        })
    }

    /// Bytes beside the matrix.
    pub fn memory(size: usize) -> u64 {
        let widest = size.min(MAX_BLOCK) as u64;
        let rows = (size as u64).saturating_mul(2).saturating_add(widest + SCALED_ROWS as u64);
        rows.saturating_mul(widest * size_of::<T>() as u64)
    }

    /// The block's first row, and its number of rows. Blocks differ by one row at most.
    fn range(&self) -> (usize, usize) {
        let start = |block: usize| block * self.size / self.blocks;
        (start(self.block), start(self.block + 1) - start(self.block))
    }

    /// Copies the block's rows and columns, inverts D, and computes A_IK D⁻¹.
    fn extract(&mut self, matrix: &[T]) {
        let (size, (first, count)) = (self.size, self.range());
        for item in 0..first {
            self.rows[item * count..][..count].copy_from_slice(&matrix[item * size + first..][..count]);
        }
        self.rows[first * count..(first + count) * count].fill(T::zero());
        for column in 0..count {
            let below = &matrix[(first + column) * size..][first + count..size];
            let rows = self.rows[(first + count) * count..size * count].iter_mut();
            rows.skip(column).step_by(count).zip(below).for_each(|(row, &value)| *row = value);
            for row in column..count {
                let value = matrix[(first + column) * size + first + row];
                self.pivot[column * count + row] = value;
                self.pivot[row * count + column] = value;
            }
        }
        sweep(&mut self.pivot[..count * count], count, self.floor);
        // The transposed rows, so that the product reads along columns.
        for column in 0..count {
            let rows = self.rows.iter().skip(column).step_by(count);
            self.columns[column * size..][..size].iter_mut().zip(rows).for_each(|(to, &from)| *to = from);
        }
        self.scale_columns(count);
    }

    /// columns ← columns · D⁻¹.
    fn scale_columns(&mut self, count: usize) {
        let SweepInversion { size, scaled, .. } = self;
        let size = *size;
        for first in (0..size).step_by(SCALED_ROWS) {
            let rows = SCALED_ROWS.min(size - first);
            for column in 0..count {
                let from = &mut self.columns[column * size + first..][..rows];
                scaled[column * rows..][..rows].copy_from_slice(from);
                from.fill(T::zero());
            }
            let shape = ProductShape { rows, inner: count, columns: count };
            let scaled = Submatrix { values: &scaled[..rows * count], stride: rows };
            let pivot = Submatrix { values: &self.pivot[..count * count], stride: count };
            let columns = Submatrix { values: &mut self.columns[first..], stride: size };
            add_product(shape, -T::one(), scaled, pivot, columns);
        }
    }

    /// A_IJ ← A_IJ − A_IK D⁻¹ A_KJ for the columns of one step, from `first` on. The first column after them.
    fn update(&self, matrix: &mut [T], mut first: usize) -> usize {
        let (size, (_, count)) = (self.size, self.range());
        let mut left = STEP_WORK;
        loop {
            let rows = size - first;
            let columns = (left / (rows * count)).clamp(MIN_COLUMNS, MAX_COLUMNS).min(rows);
            let shape = ProductShape { rows, inner: count, columns };
            let a = Submatrix { values: &self.columns[first..], stride: size };
            let b = Submatrix { values: &self.rows[first * count..(first + columns) * count], stride: count };
            let c = Submatrix { values: &mut matrix[first * size + first..], stride: size };
            add_product(shape, -T::one(), a, b, c);
            first += columns;
            left = left.saturating_sub(rows * columns * count);
            if first == size || left < MIN_COLUMNS * (size - first) * count {
                break;
            }
        }
        first
    }

    /// Stores the block's new columns.
    fn store(&self, matrix: &mut [T]) {
        let (size, (first, count)) = (self.size, self.range());
        for item in 0..first {
            let to = &mut matrix[item * size + first..][..count];
            let from = self.columns.iter().skip(item).step_by(size);
            to.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
        }
        for column in 0..count {
            let to = &mut matrix[(first + column) * size..][..size];
            to[first..first + count].copy_from_slice(&self.pivot[column * count..][..count]);
            to[first + count..].copy_from_slice(&self.columns[column * size..][first + count..size]);
        }
    }
}

/// A ← −A⁻¹ for a small symmetric matrix with both triangles: the sweep of one row after the other.
fn sweep<T: Scalar>(matrix: &mut [T], size: usize, floor: T) {
    let mut swept = [T::zero(); MAX_BLOCK];
    for pivot in 0..size {
        let swept = &mut swept[..size];
        swept.copy_from_slice(&matrix[pivot * size..][..size]);
        let inverse = T::one() / swept[pivot].larger(floor);
        for (column, values) in matrix.chunks_exact_mut(size).enumerate() {
            if column == pivot {
                values.iter_mut().for_each(|value| *value *= inverse);
                values[pivot] = -inverse;
            } else {
                let factor = swept[column] * inverse;
                values.iter_mut().zip(&*swept).for_each(|(value, &swept)| *value -= factor * swept);
                values[pivot] = factor;
            }
        }
    }
}

impl<T: Scalar> Job for SweepInversion<T> {
    /// The matrix; after the last step its lower triangle is that of −A⁻¹.
    type Input<'a> = &'a mut [T];
    type Output = ();

    fn poll(&mut self, matrix: &mut [T]) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
        if self.block == self.blocks {
            // A matrix without rows.
            self.over = true;
            return Ok(Poll::Ready(()));
        }
        match self.stage {
            Stage::Extraction => {
                self.extract(matrix);
                self.stage = Stage::Update(0);
            }
            Stage::Update(first) => {
                let next = self.update(matrix, first);
                self.stage = if next == self.size { Stage::Storing } else { Stage::Update(next) };
            }
            Stage::Storing => {
                self.store(matrix);
                self.stage = Stage::Extraction;
                self.block += 1;
            }
        }
        self.over = self.block == self.blocks;
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        let part = match self.stage {
            Stage::Extraction => 0.0,
            // Columns of the lower triangle get shorter to the right.
            Stage::Update(next) => 1.0 - (1.0 - next as f64 / self.size as f64).powi(2),
            Stage::Storing => 1.0,
        };
        if self.blocks == 0 { 1.0 } else { ((self.block as f64 + part) / self.blocks as f64).min(1.0) }
    }
}

#[cfg(test)]
mod tests;
