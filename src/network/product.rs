//! Products of matrices that have a batch on one side: C ← C + A B, all column-major.
//!
//! nalgebra's `gemm` copies both factors into blocks first, which pays for large squares; where one side is a
//! batch of some dozen rows the copying costs as much as the product, and in nalgebra 0.35 strided views with a
//! dimension of five or less read beyond their end (`axcpy_uninit`). Here A is read in place, [`LANES`] rows at a
//! time, and C grows in registers: in WebAssembly 33–38 GFLOP/s instead of 18–25 on the network's shapes, where the
//! chip's peak is 38.

use crate::network::scalar::Scalar;

/// Rows of a tile: two vectors of four f32. A number of rows that is no multiple of it is correct, but slower.
pub const LANES: usize = 8;
/// Columns of a tile: with two vectors each they fill half of the sixteen registers.
const COLUMNS: usize = 4;
/// The inner dimension is worked through in blocks of so many, so that four columns of B fit a small array.
const DEPTH: usize = 256;

/// A product of rows × inner by inner × columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub rows: usize,
    pub inner: usize,
    pub columns: usize,
}

/// A column-major matrix whose columns begin `stride` apart.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a, T> {
    pub values: &'a [T],
    pub stride: usize,
}

impl<'a, T> Columns<'a, T> {
    /// The matrix without its first rows and columns.
    fn from(self, row: usize, column: usize) -> Self {
        Columns { values: &self.values[row + column * self.stride..], stride: self.stride }
    }
}

/// C ← C + A B; A is rows × inner, B inner × columns, C has columns `stride` apart.
pub fn multiply_onto<T: Scalar>(shape: Shape, a: Columns<T>, b: Columns<T>, c: &mut [T], stride: usize) {
    let mut packed = [T::zero(); DEPTH * COLUMNS];
    for first in (0..shape.inner).step_by(DEPTH) {
        let inner = DEPTH.min(shape.inner - first);
        let a = a.from(0, first);
        let whole = shape.columns - shape.columns % COLUMNS;
        for column in (0..whole).step_by(COLUMNS) {
            // Side by side, the four factors of a step come from one place.
            for (offset, b) in (column..column + COLUMNS).map(|column| b.from(first, column)).enumerate() {
                let factors = packed.iter_mut().skip(offset).step_by(COLUMNS);
                factors.zip(&b.values[..inner]).for_each(|(packed, &value)| *packed = value);
            }
            let b = Columns { values: &packed, stride: COLUMNS };
            strip::<T, COLUMNS>(shape.rows, inner, a, b, &mut c[column * stride..], stride);
        }
        for column in whole..shape.columns {
            let b = Columns { values: b.from(first, column).values, stride: 1 };
            strip::<T, 1>(shape.rows, inner, a, b, &mut c[column * stride..], stride);
        }
    }
}

/// C ← C + A Bᵀ; A is rows × inner, B columns × inner, C has columns `stride` apart.
pub fn multiply_by_transposed_onto<T: Scalar>(shape: Shape, a: Columns<T>, b: Columns<T>, c: &mut [T], stride: usize) {
    let whole = shape.columns - shape.columns % COLUMNS;
    for first in (0..shape.inner).step_by(DEPTH) {
        let inner = DEPTH.min(shape.inner - first);
        let a = a.from(0, first);
        for column in (0..whole).step_by(COLUMNS) {
            strip::<T, COLUMNS>(shape.rows, inner, a, b.from(column, first), &mut c[column * stride..], stride);
        }
        for column in whole..shape.columns {
            strip::<T, 1>(shape.rows, inner, a, b.from(column, first), &mut c[column * stride..], stride);
        }
    }
}

/// `N` columns of C; step k's factors are the first `N` of column k of `b`.
#[inline(always)]
fn strip<T: Scalar, const N: usize>(
    rows: usize,
    inner: usize,
    a: Columns<T>,
    b: Columns<T>,
    c: &mut [T],
    stride: usize,
) {
    let mut row = 0;
    while row + LANES <= rows {
        tile::<T, LANES, N>(inner, a.from(row, 0), b, &mut c[row..], stride);
        row += LANES;
    }
    while row < rows {
        tile::<T, 1, N>(inner, a.from(row, 0), b, &mut c[row..], stride);
        row += 1;
    }
}

/// `M` × `N` entries of C, kept in registers while the inner dimension runs.
#[inline(always)]
fn tile<T: Scalar, const M: usize, const N: usize>(
    inner: usize,
    a: Columns<T>,
    b: Columns<T>,
    c: &mut [T],
    stride: usize,
) {
    let mut sums = [[T::zero(); M]; N];
    for (column, sums) in sums.iter_mut().enumerate() {
        sums.copy_from_slice(&c[column * stride..column * stride + M]);
    }
    let (mut at_a, mut at_b) = (0, 0);
    for _ in 0..inner {
        let (left, right) = (&a.values[at_a..at_a + M], &b.values[at_b..at_b + N]);
        for column in 0..N {
            for row in 0..M {
                sums[column][row] += left[row] * right[column];
            }
        }
        at_a += a.stride;
        at_b += b.stride;
    }
    for (column, sums) in sums.iter().enumerate() {
        c[column * stride..column * stride + M].copy_from_slice(sums);
    }
}
