//! How the values of a batch lie in memory.
//!
//! *By row*, width × rows: an example's values together, as the sparse layer adds them up and as readers of
//! scores want them. *By unit*, stride × width: a unit's values for all examples together, which is what the products
//! of the dense layers run along. The stride is the number of rows rounded up to whole vectors; the entries
//! beyond the rows hold numbers that mean nothing, but 0 where they are gradients.

use std::array::from_fn;

use crate::linalg::gemm::{LANES, MatrixRef};
use crate::linalg::scalar::Scalar;

/// How far apart units stand in a batch of `rows`.
pub fn stride(rows: usize) -> usize {
    rows.next_multiple_of(LANES)
}

/// From by row to by unit, with 0 beyond the rows.
pub fn to_units<T: Scalar>(by_row: &[T], width: usize, by_unit: &mut [T]) {
    let rows = by_row.len() / width;
    let stride = stride(rows);
    transpose(MatrixRef { values: by_row, stride: width }, rows, width, by_unit, stride);
    if rows < stride {
        by_unit.chunks_exact_mut(stride).for_each(|values| values[rows..].fill(T::zero()));
    }
}

/// From by unit to by row.
pub fn to_rows<T: Scalar>(by_unit: &[T], by_row: &mut [T], width: usize) {
    let rows = by_row.len() / width;
    transpose(MatrixRef { values: by_unit, stride: stride(rows) }, width, rows, by_row, width);
}

/// Sides of the blocks that are transposed in registers: a vector of four f32.
const BLOCK: usize = 4;

/// A of `height` × `columns` into Aᵀ, whose columns stand `stride` apart.
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

/// What a network says to a batch, by unit: a logit per output and row.
#[derive(Debug)]
pub struct Logits<'a, T> {
    pub values: &'a mut [T],
    pub rows: usize,
}

impl<T: Scalar> Logits<'_, T> {
    /// How far apart outputs stand.
    pub fn stride(&self) -> usize {
        stride(self.rows)
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.values.len() / self.stride().max(1)
    }

    /// The logits by row.
    pub fn copy_by_row(&self, into: &mut [T]) {
        to_rows(self.values, into, self.outputs());
    }
}
