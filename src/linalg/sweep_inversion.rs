//! The inverse of a symmetric positive definite matrix, in place and in bounded steps.
//!
//! Gauss and Jordan's elimination by blocks, known to statisticians as the sweep operator (Goodnight
//! 1979). Sweeping a block K of rows and columns, D = A_KK, makes
//!
//! ```text
//! A_IJ ← A_IJ − A_IK D⁻¹ A_KJ      A_IK ← A_IK D⁻¹      A_KK ← −D⁻¹
//! ```
//!
//! which stays symmetric; once all blocks are swept, A has become −A⁻¹. That is n³ / 2 multiply-adds
//! in the lower triangle alone, as many as by way of Cholesky's factor, nearly all of them in one
//! product per block, and every block costs the same. No pivot is ever below the least eigenvalue of
//! A, so none needs to be looked for.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::block_product::{Part, Shape, add_product};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a block, at most.
const BLOCK: usize = 128;
/// Rows that are multiplied by D⁻¹ at once, so that they stay near.
const NEAR: usize = 256;
/// MatrixRef that one product updates, at most: fewer would spend the time on packing, more on the
/// triangle that nobody reads.
const COLUMNS: usize = 256;
/// The fewest, which keep the SIMD kernel worth its packing.
const LEAST: usize = 32;
/// Multiply-adds of a step, about: 10 ms at 25 GFLOP/s.
const WORK: usize = 125_000_000;

/// Where the sweep of a block stands.
enum Stage {
    /// The block's columns are to be taken out.
    Taking,
    /// The columns from this one on are to be updated.
    Updating(usize),
    /// The block's new columns are to be put back.
    Putting,
}

/// The work on one matrix, which the caller keeps: column-major, of which the lower triangle is used.
pub struct Inversion<T> {
    size: usize,
    /// No pivot is smaller but by rounding.
    floor: T,
    blocks: usize,
    block: usize,
    stage: Stage,
    /// A_KI for all I, the block's rows by all columns; zero where I = K.
    rows: Vec<T>,
    /// A_IK D⁻¹, all rows by the block's columns; zero where I = K.
    columns: Vec<T>,
    /// −D⁻¹.
    pivot: Vec<T>,
    near: Vec<T>,
    over: bool,
}

impl<T: Scalar> Inversion<T> {
    /// The inversion of a `size` × `size` matrix without eigenvalues below `floor` > 0.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(size: usize, floor: f64) -> Result<Self> {
        let widest = size.min(BLOCK);
        Ok(Inversion {
            size,
            floor: T::of(floor),
            blocks: size.div_ceil(BLOCK),
            block: 0,
            stage: Stage::Taking,
            rows: try_zeroed(T::zero(), size * widest)?,
            columns: try_zeroed(T::zero(), size * widest)?,
            pivot: try_zeroed(T::zero(), widest * widest)?,
            near: try_zeroed(T::zero(), NEAR * widest)?,
            over: false,
        })
    }

    /// Bytes needed beside the matrix.
    pub fn memory(size: usize) -> u64 {
        let widest = size.min(BLOCK) as u64;
        let rows = (size as u64).saturating_mul(2).saturating_add(widest + NEAR as u64);
        rows.saturating_mul(widest * size_of::<T>() as u64)
    }

    /// First row of the block, and how many it has; all blocks are as good as equal.
    fn range(&self) -> (usize, usize) {
        let start = |block: usize| block * self.size / self.blocks;
        (start(self.block), start(self.block + 1) - start(self.block))
    }

    fn take(&mut self, matrix: &[T]) {
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
        // The rows once more, transposed, so that the product reads along its columns.
        for column in 0..count {
            let rows = self.rows.iter().skip(column).step_by(count);
            self.columns[column * size..][..size].iter_mut().zip(rows).for_each(|(to, &from)| *to = from);
        }
        self.scale_columns(count);
    }

    /// columns ← columns · D⁻¹.
    fn scale_columns(&mut self, count: usize) {
        let Inversion { size, near, .. } = self;
        let size = *size;
        for first in (0..size).step_by(NEAR) {
            let rows = NEAR.min(size - first);
            for column in 0..count {
                let from = &mut self.columns[column * size + first..][..rows];
                near[column * rows..][..rows].copy_from_slice(from);
                from.fill(T::zero());
            }
            let shape = Shape { rows, inner: count, columns: count };
            let near = Part { values: &near[..rows * count], stride: rows };
            let pivot = Part { values: &self.pivot[..count * count], stride: count };
            let columns = Part { values: &mut self.columns[first..], stride: size };
            add_product(shape, -T::one(), near, pivot, columns);
        }
    }

    /// Updates as many columns as a step may, from `first` on; gives the first that is left.
    fn update(&self, matrix: &mut [T], mut first: usize) -> usize {
        let (size, (_, count)) = (self.size, self.range());
        let mut left = WORK;
        loop {
            let rows = size - first;
            let columns = (left / (rows * count)).clamp(LEAST, COLUMNS).min(rows);
            let shape = Shape { rows, inner: count, columns };
            let a = Part { values: &self.columns[first..], stride: size };
            let b = Part { values: &self.rows[first * count..(first + columns) * count], stride: count };
            let c = Part { values: &mut matrix[first * size + first..], stride: size };
            add_product(shape, -T::one(), a, b, c);
            first += columns;
            left = left.saturating_sub(rows * columns * count);
            if first == size || left < LEAST * (size - first) * count {
                break;
            }
        }
        first
    }

    fn put(&self, matrix: &mut [T]) {
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

/// Sweeps a whole small symmetric matrix, both triangles: A becomes −A⁻¹.
fn sweep<T: Scalar>(matrix: &mut [T], size: usize, floor: T) {
    let mut swept = [T::zero(); BLOCK];
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

impl<T: Scalar> Job for Inversion<T> {
    type Input<'a> = &'a mut [T];
    type Output = ();

    /// The next bounded step on `matrix`; after the last the lower triangle holds −A⁻¹.
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
            Stage::Taking => {
                self.take(matrix);
                self.stage = Stage::Updating(0);
            }
            Stage::Updating(first) => {
                let next = self.update(matrix, first);
                self.stage = if next == self.size { Stage::Putting } else { Stage::Updating(next) };
            }
            Stage::Putting => {
                self.put(matrix);
                self.stage = Stage::Taking;
                self.block += 1;
            }
        }
        self.over = self.block == self.blocks;
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        let part = match self.stage {
            Stage::Taking => 0.0,
            // The lower triangle's columns are the shorter the further right they stand.
            Stage::Updating(next) => 1.0 - (1.0 - next as f64 / self.size as f64).powi(2),
            Stage::Putting => 1.0,
        };
        if self.blocks == 0 { 1.0 } else { ((self.block as f64 + part) / self.blocks as f64).min(1.0) }
    }
}
