//! Products of matrices that have a batch on one side, all column-major.
//!
//! nalgebra's `gemm` is made for large squares, and in 0.35 its strided views with a dimension of five or less read
//! beyond their end (`axcpy_uninit`). Here both factors are first copied to where one step of the inner loop finds its
//! numbers side by side: eight rows of A, which is packed once for all columns, and four columns of B. The 32 sums grow in
//! registers.

use crate::error::{Result, try_zeroed};
use crate::network::scalar::Scalar;

/// Rows of a tile: two vectors of four f32.
pub const LANES: usize = 8;
/// Columns of a tile: with two vectors each they fill half of the sixteen registers.
const COLUMNS: usize = 4;
/// The inner dimension is worked through in blocks of so many, so that four columns of B fit a small array.
const DEPTH: usize = 256;

/// A column-major matrix whose columns begin `stride` apart.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a, T> {
    pub values: &'a [T],
    pub stride: usize,
}

/// A left factor, ready for products: rows × inner in strips of [`LANES`] rows, filled up with zeros.
#[derive(Debug)]
pub struct Strips<T> {
    rows: usize,
    inner: usize,
    values: Vec<[T; LANES]>,
}

impl<T: Scalar> Strips<T> {
    /// Room for factors of up to rows × inner, or of other shapes with no more strips times inner.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(rows: usize, inner: usize) -> Result<Self> {
        let values = try_zeroed([T::zero(); LANES], rows.div_ceil(LANES) * inner)?;
        Ok(Strips { rows: 0, inner: 0, values })
    }

    /// Takes in a matrix of `rows` × `inner`.
    pub fn pack(&mut self, rows: usize, inner: usize, a: Columns<T>) {
        (self.rows, self.inner) = (rows, inner);
        for (strip, first) in self.values.chunks_exact_mut(inner.max(1)).zip((0..rows).step_by(LANES)) {
            let present = LANES.min(rows - first);
            for (column, to) in strip.iter_mut().enumerate() {
                let from = &a.values[column * a.stride + first..];
                if let Some(from) = from.first_chunk().filter(|_| present == LANES) {
                    *to = *from;
                } else {
                    *to = [T::zero(); LANES];
                    to[..present].copy_from_slice(&from[..present]);
                }
            }
        }
    }

    /// C = A B + s, where `start` says for each column what s is in all of its rows; B is inner × columns, C has its
    /// columns `stride` apart.
    pub fn multiply_from(&self, start: &[T], b: Columns<T>, c: &mut [T], stride: usize) {
        let pack = |inner: usize, column: usize, packed: &mut Packed<T>| {
            // Side by side, the factors of a step come from one place.
            for offset in 0..packed.columns {
                let from = &b.values[(column + offset) * b.stride + inner..];
                packed.steps.iter_mut().zip(from).for_each(|(step, &value)| step[offset] = value);
            }
        };
        self.multiply(start.len(), c, stride, pack, |c, sums, column, first| {
            if first {
                c.iter_mut().zip(sums).for_each(|(c, &sum)| *c = start[column] + sum);
            } else {
                c.iter_mut().zip(sums).for_each(|(c, &sum)| *c += sum);
            }
        });
    }

    /// C ← C + A Bᵀ; B is `columns` × inner, C has its columns `stride` apart.
    pub fn multiply_by_transposed_onto(&self, columns: usize, b: Columns<T>, c: &mut [T], stride: usize) {
        let pack = |inner: usize, column: usize, packed: &mut Packed<T>| {
            for (step, to) in packed.steps.iter_mut().enumerate() {
                let from = &b.values[(inner + step) * b.stride + column..];
                if let Some(from) = from.first_chunk().filter(|_| packed.columns == COLUMNS) {
                    *to = *from;
                } else {
                    to[..packed.columns].copy_from_slice(&from[..packed.columns]);
                }
            }
        };
        self.multiply(columns, c, stride, pack, |c, sums, _, _| c.iter_mut().zip(sums).for_each(|(c, &sum)| *c += sum));
    }

    /// `pack` fetches some columns of B, from a place in the inner dimension on; `put` combines entries of C with
    /// those of the product, given their column and whether it is the first block of the inner dimension.
    #[inline(always)]
    fn multiply(
        &self,
        columns: usize,
        c: &mut [T],
        stride: usize,
        pack: impl Fn(usize, usize, &mut Packed<T>),
        put: impl Fn(&mut [T], &[T], usize, bool),
    ) {
        let mut packed = [[T::zero(); COLUMNS]; DEPTH];
        for inner in (0..self.inner).step_by(DEPTH) {
            let depth = DEPTH.min(self.inner - inner);
            for column in (0..columns).step_by(COLUMNS) {
                let present = COLUMNS.min(columns - column);
                let steps = &mut packed[..depth];
                pack(inner, column, &mut Packed { columns: present, steps });
                let strips = self.values.chunks_exact(self.inner).zip((0..self.rows).step_by(LANES));
                for (strip, row) in strips {
                    let sums = tile(&strip[inner..inner + depth], &packed[..depth]);
                    for (column, sums) in (column..column + present).zip(&sums) {
                        let c = &mut c[column * stride + row..];
                        match c.first_chunk_mut::<LANES>().filter(|_| row + LANES <= self.rows) {
                            Some(c) => put(c, sums, column, inner == 0),
                            None => put(&mut c[..self.rows - row], sums, column, inner == 0),
                        }
                    }
                }
            }
        }
    }
}

/// Some columns of B for a run of steps; what stands beyond `columns` does not matter.
struct Packed<'a, T> {
    columns: usize,
    steps: &'a mut [[T; COLUMNS]],
}

/// Eight rows of A times four columns of B.
#[inline(always)]
fn tile<T: Scalar>(a: &[[T; LANES]], b: &[[T; COLUMNS]]) -> [[T; LANES]; COLUMNS] {
    let mut sums = [[T::zero(); LANES]; COLUMNS];
    for (a, b) in a.iter().zip(b) {
        for column in 0..COLUMNS {
            for lane in 0..LANES {
                sums[column][lane] += a[lane] * b[column];
            }
        }
    }
    sums
}
