//! General matrix products (GEMM) with a batch on one side, all matrices column-major.
//!
//! nalgebra's `gemm` is made for large squares, and in 0.35 its strided views with a dimension of five or less read
//! beyond their end (`axcpy_uninit`). Here A is packed once for all columns: eight of its rows side by side for each
//! step of the inner loop. B is read in place, one value of each of four columns per step. The 32 sums of a tile stay in
//! registers, and both units that multiply and add stay busy.

use std::array::from_fn;

use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a tile: two vectors of four f32.
pub const LANES: usize = 8;
/// Columns of a tile: with two vectors each they fill half of the sixteen registers.
pub const TILE_COLUMNS: usize = 4;

/// A column-major matrix whose columns begin `stride` apart.
#[derive(Clone, Copy, Debug)]
pub struct MatrixRef<'a, T> {
    pub values: &'a [T],
    pub stride: usize,
}

/// A packed left factor: rows × inner in strips of [`LANES`] rows, the last filled up with zeros.
#[derive(Debug)]
pub struct PackedMatrix<T> {
    rows: usize,
    inner: usize,
    values: Vec<[T; LANES]>,
}

/// The sums of eight rows of A times four columns of B.
type Tile<T> = [[T; LANES]; TILE_COLUMNS];

impl<T: Scalar> PackedMatrix<T> {
    /// A buffer for factors of up to rows × inner, or of other shapes with no more strips × inner.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(rows: usize, inner: usize) -> Result<Self> {
        let values = try_zeroed([T::zero(); LANES], rows.div_ceil(LANES) * inner)?;
        Ok(PackedMatrix { rows: 0, inner: 0, values })
    }

    /// Packs a matrix of `rows` × `inner`.
    pub fn pack(&mut self, rows: usize, inner: usize, a: MatrixRef<T>) {
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

    /// C = A B + 1 sᵀ, with one value of s = `start` per column. B is inner × columns; the columns of C begin `stride`
    /// apart.
    pub fn multiply_from(&self, start: &[T], b: MatrixRef<T>, c: &mut [T], stride: usize) {
        for (group, start) in start.chunks(TILE_COLUMNS).enumerate() {
            let column = group * TILE_COLUMNS;
            // With fewer than four columns left, the last one replaces the missing; their sums are not stored.
            let within = |offset: usize| offset.min(start.len() - 1);
            let [first, second, third, fourth] =
                from_fn(|offset| &b.values[(column + within(offset)) * b.stride..][..self.inner]);
            let begin: [T; TILE_COLUMNS] = from_fn(|offset| start[within(offset)]);
            for (strip, row) in self.strips() {
                let mut sums = [[T::zero(); LANES]; TILE_COLUMNS];
                let steps = strip.iter().zip(first).zip(second).zip(third).zip(fourth);
                for ((((a, &first), &second), &third), &fourth) in steps {
                    rank_one_update(&mut sums, a, [first, second, third, fourth]);
                }
                for (sums, begin) in sums.iter_mut().zip(begin) {
                    sums.iter_mut().for_each(|sum| *sum = begin + *sum);
                }
                self.store_tile(sums, row, start.len(), &mut c[column * stride..], stride, |c, sum| *c = sum);
            }
        }
    }

    /// C ← C + A Bᵀ. B is `columns` × inner; the columns of C begin `stride` apart.
    pub fn add_product_with_transposed(&self, columns: usize, b: MatrixRef<T>, c: &mut [T], stride: usize) {
        let (whole, b_stride) = (columns - columns % TILE_COLUMNS, b.stride);
        for column in (0..whole).step_by(TILE_COLUMNS) {
            let (b, c) = (&b.values[column..], &mut c[column * stride..]);
            for (strip, row) in self.strips() {
                let mut sums = [[T::zero(); LANES]; TILE_COLUMNS];
                // The last column of B may end with this group of rows, short of the stride.
                let Some((last, before)) = strip.split_last() else { continue };
                for (a, b) in before.iter().zip(b.chunks_exact(b_stride)) {
                    if let Some(b) = b.first_chunk() {
                        rank_one_update(&mut sums, a, *b);
                    }
                }
                if let Some(b) = b[before.len() * b_stride..].first_chunk() {
                    rank_one_update(&mut sums, last, *b);
                }
                self.store_tile(sums, row, TILE_COLUMNS, c, stride, |c, sum| *c += sum);
            }
        }
        for column in whole..columns {
            let c = &mut c[column * stride..];
            for (strip, row) in self.strips() {
                let mut sums = [T::zero(); LANES];
                for (a, &b) in strip.iter().zip(b.values[column..].iter().step_by(b.stride)) {
                    sums.iter_mut().zip(a).for_each(|(sum, &a)| *sum += a * b);
                }
                c[row..self.rows.min(row + LANES)].iter_mut().zip(sums).for_each(|(c, sum)| *c += sum);
            }
        }
    }

    /// The strips, each with the index of its first row.
    fn strips(&self) -> impl Iterator<Item = (&[[T; LANES]], usize)> {
        self.values.chunks_exact(self.inner.max(1)).zip((0..self.rows).step_by(LANES))
    }

    /// Combines the first `columns` columns of a tile with those of `c`, from `row` on.
    #[inline(always)]
    fn store_tile(
        &self,
        tile: Tile<T>,
        row: usize,
        columns: usize,
        c: &mut [T],
        stride: usize,
        combine: impl Fn(&mut T, T) + Copy,
    ) {
        if columns == TILE_COLUMNS && row + LANES <= self.rows {
            for (offset, sums) in tile.into_iter().enumerate() {
                if let Some(c) = c[offset * stride + row..].first_chunk_mut::<LANES>() {
                    c.iter_mut().zip(sums).for_each(|(c, sum)| combine(c, sum));
                }
            }
        } else {
            store_partial_tile(tile, self.rows.min(row + LANES) - row, columns, &mut c[row..], stride, combine);
        }
    }
}

/// One step of the inner dimension: sums ← sums + a bᵀ.
#[inline(always)]
fn rank_one_update<T: Scalar>(sums: &mut Tile<T>, a: &[T; LANES], b: [T; TILE_COLUMNS]) {
    for (sums, b) in sums.iter_mut().zip(b) {
        sums.iter_mut().zip(a).for_each(|(sum, &a)| *sum += a * b);
    }
}

/// [`PackedMatrix::store_tile`] for a tile of which only `rows` × `columns` are within the matrix.
#[cold]
#[inline(never)]
fn store_partial_tile<T: Scalar>(
    tile: Tile<T>,
    rows: usize,
    columns: usize,
    c: &mut [T],
    stride: usize,
    combine: impl Fn(&mut T, T),
) {
    for (offset, sums) in tile[..columns].iter().enumerate() {
        let c = &mut c[offset * stride..][..rows];
        c.iter_mut().zip(sums).for_each(|(c, &sum)| combine(c, sum));
    }
}

#[cfg(test)]
mod tests;
