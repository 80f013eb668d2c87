//! Products of matrices that have a batch on one side, all column-major.
//!
//! nalgebra's `gemm` is made for large squares, and in 0.35 its strided views with a dimension of five or less read
//! beyond their end (`axcpy_uninit`). Here A is first copied to where one step of the inner loop finds its numbers side
//! by side, eight rows of it, once for all columns; B is read where it is, a number of each of four columns at a time.
//! The 32 sums grow in registers, and the two units that multiply and add are never without work.

use std::array::from_fn;

use crate::error::Result;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;

/// Rows of a tile: two vectors of four f32.
pub const LANES: usize = 8;
/// MatrixRef of a tile: with two vectors each they fill half of the sixteen registers.
pub const COLUMNS: usize = 4;

/// A column-major matrix whose columns begin `stride` apart.
#[derive(Clone, Copy, Debug)]
pub struct MatrixRef<'a, T> {
    pub values: &'a [T],
    pub stride: usize,
}

/// A left factor, ready for products: rows × inner in strips of [`LANES`] rows, filled up with zeros.
#[derive(Debug)]
pub struct PackedMatrix<T> {
    rows: usize,
    inner: usize,
    values: Vec<[T; LANES]>,
}

/// Eight rows of A times four columns of B.
type Tile<T> = [[T; LANES]; COLUMNS];

impl<T: Scalar> PackedMatrix<T> {
    /// Room for factors of up to rows × inner, or of other shapes with no more strips times inner.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(rows: usize, inner: usize) -> Result<Self> {
        let values = try_zeroed([T::zero(); LANES], rows.div_ceil(LANES) * inner)?;
        Ok(PackedMatrix { rows: 0, inner: 0, values })
    }

    /// Takes in a matrix of `rows` × `inner`.
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

    /// C = A B + s, where `start` says for each column what s is in all of its rows; B is inner × columns, C has its
    /// columns `stride` apart.
    pub fn multiply_from(&self, start: &[T], b: MatrixRef<T>, c: &mut [T], stride: usize) {
        for (group, start) in start.chunks(COLUMNS).enumerate() {
            let column = group * COLUMNS;
            // Where fewer than four are left, the last stands in for the missing, whose sums go nowhere.
            let within = |offset: usize| offset.min(start.len() - 1);
            let [first, second, third, fourth] =
                from_fn(|offset| &b.values[(column + within(offset)) * b.stride..][..self.inner]);
            let begin: [T; COLUMNS] = from_fn(|offset| start[within(offset)]);
            for (strip, row) in self.strips() {
                let mut sums = [[T::zero(); LANES]; COLUMNS];
                let steps = strip.iter().zip(first).zip(second).zip(third).zip(fourth);
                for ((((a, &first), &second), &third), &fourth) in steps {
                    step(&mut sums, a, [first, second, third, fourth]);
                }
                for (sums, begin) in sums.iter_mut().zip(begin) {
                    sums.iter_mut().for_each(|sum| *sum = begin + *sum);
                }
                self.put(sums, row, start.len(), &mut c[column * stride..], stride, |c, sum| *c = sum);
            }
        }
    }

    /// C ← C + A Bᵀ; B is `columns` × inner, C has its columns `stride` apart.
    pub fn multiply_by_transposed_onto(&self, columns: usize, b: MatrixRef<T>, c: &mut [T], stride: usize) {
        let (whole, b_stride) = (columns - columns % COLUMNS, b.stride);
        for column in (0..whole).step_by(COLUMNS) {
            let (b, c) = (&b.values[column..], &mut c[column * stride..]);
            for (strip, row) in self.strips() {
                let mut sums = [[T::zero(); LANES]; COLUMNS];
                // The last column of B may end with this group.
                let Some((last, before)) = strip.split_last() else { continue };
                for (a, b) in before.iter().zip(b.chunks_exact(b_stride)) {
                    if let Some(b) = b.first_chunk() {
                        step(&mut sums, a, *b);
                    }
                }
                if let Some(b) = b[before.len() * b_stride..].first_chunk() {
                    step(&mut sums, last, *b);
                }
                self.put(sums, row, COLUMNS, c, stride, |c, sum| *c += sum);
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

    /// The strips, each with its first row.
    fn strips(&self) -> impl Iterator<Item = (&[[T; LANES]], usize)> {
        self.values.chunks_exact(self.inner.max(1)).zip((0..self.rows).step_by(LANES))
    }

    /// Combines a tile of the product with the columns of `c` that it belongs to, from `row` on; `columns` of it count.
    #[inline(always)]
    fn put(
        &self,
        tile: Tile<T>,
        row: usize,
        columns: usize,
        c: &mut [T],
        stride: usize,
        combine: impl Fn(&mut T, T) + Copy,
    ) {
        if columns == COLUMNS && row + LANES <= self.rows {
            for (offset, sums) in tile.into_iter().enumerate() {
                if let Some(c) = c[offset * stride + row..].first_chunk_mut::<LANES>() {
                    c.iter_mut().zip(sums).for_each(|(c, sum)| combine(c, sum));
                }
            }
        } else {
            put_some(tile, self.rows.min(row + LANES) - row, columns, &mut c[row..], stride, combine);
        }
    }
}

/// One step of the inner dimension.
#[inline(always)]
fn step<T: Scalar>(sums: &mut Tile<T>, a: &[T; LANES], b: [T; COLUMNS]) {
    for (sums, b) in sums.iter_mut().zip(b) {
        sums.iter_mut().zip(a).for_each(|(sum, &a)| *sum += a * b);
    }
}

/// The part of a tile that is within the matrix.
#[cold]
#[inline(never)]
fn put_some<T: Scalar>(
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
