//! The two layouts of a batch of rows × width values in memory.
//!
//! *By row*, column-major width × rows: the values of one row (an example) are adjacent, as the sparse layer sums them
//! and as readers of scores want them.
//!
//! *By unit*, column-major stride × width: the values of one unit for all rows are adjacent, as the products of dense
//! layers read them. The stride is the number of rows rounded up to whole vectors of [`LANES`]. Entries beyond the rows
//! are undefined in activations and logits, 0 in gradients.

use std::array::from_fn;

use crate::linalg::gemm::{LANES, MatrixRef};
use crate::linalg::scalar::Scalar;

/// Distance between units in a batch of `rows`.
pub fn stride(rows: usize) -> usize {
    rows.next_multiple_of(LANES)
}

/// Copies by row to by unit, with 0 beyond the rows.
pub fn to_units<T: Scalar>(by_row: &[T], width: usize, by_unit: &mut [T]) {
    let rows = by_row.len() / width;
    let stride = stride(rows);
    transpose(MatrixRef { values: by_row, stride: width }, rows, width, by_unit, stride);
    if rows < stride {
        by_unit.chunks_exact_mut(stride).for_each(|values| values[rows..].fill(T::zero()));
    }
}

/// Copies by unit to by row.
pub fn to_rows<T: Scalar>(by_unit: &[T], by_row: &mut [T], width: usize) {
    let rows = by_row.len() / width;
    transpose(MatrixRef { values: by_unit, stride: stride(rows) }, width, rows, by_row, width);
}

/// Side of the blocks that are transposed in registers: a vector of four f32.
const BLOCK: usize = 4;

/// Aᵀ of a `height` × `columns` matrix A; its columns begin `stride` apart.
fn transpose<T: Scalar>(a: MatrixRef<T>, columns: usize, height: usize, transposed: &mut [T], stride: usize) {
    for column in (0..columns).step_by(BLOCK) {
        for row in (0..height).step_by(BLOCK) {
            let from = &a.values[column * a.stride + row..];
            let to = &mut transposed[row * stride + column..];
            if column + BLOCK <= columns && row + BLOCK <= height {
                transpose_block(from, a.stride, to, stride);
            } else {
                for (column, from) in from.chunks(a.stride).take(BLOCK.min(columns - column)).enumerate() {
                    let to = to.iter_mut().skip(column).step_by(stride);
                    to.zip(&from[..BLOCK.min(height - row)]).for_each(|(to, &from)| *to = from);
                }
            }
        }
    }
}

#[inline(always)]
fn transpose_block<T: Scalar>(from: &[T], from_stride: usize, to: &mut [T], to_stride: usize) {
    let block: [[T; BLOCK]; BLOCK] = from_fn(|column| match from[column * from_stride..].first_chunk() {
        Some(values) => *values,
        None => [T::zero(); BLOCK],
    });
    for row in 0..BLOCK {
        if let Some(to) = to[row * to_stride..].first_chunk_mut() {
            *to = from_fn::<_, BLOCK, _>(|column| block[column][row]);
        }
    }
}

/// The logits of a batch, by unit: one per output and row.
#[derive(Debug)]
pub struct Logits<'a, T> {
    pub values: &'a mut [T],
    pub rows: usize,
}

impl<T: Scalar> Logits<'_, T> {
    /// Distance between outputs.
    pub fn stride(&self) -> usize {
        stride(self.rows)
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.values.len() / self.stride().max(1)
    }

    /// Copies the logits, by row.
    pub fn copy_by_row(&self, into: &mut [T]) {
        to_rows(self.values, into, self.outputs());
    }
}

#[cfg(test)]
mod tests;
