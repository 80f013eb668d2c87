//! C ← C ± A B for submatrices of column-major matrices, as the inversion needs it.

use nalgebra::{Dyn, MatrixView, MatrixViewMut, U1};

use crate::linalg::scalar::Scalar;

/// Largest dimension that nalgebra 0.35 treats as small; its loop for these is unsound with strides (see
/// [`crate::linalg::gemm`]).
const MAX_SMALL_DIMENSION: usize = 5;

/// A submatrix of a column-major matrix: `values` begins with its first entry, and its columns begin `stride` apart.
pub struct Submatrix<V> {
    pub values: V,
    pub stride: usize,
}

/// The shape of a product of rows × inner by inner × columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductShape {
    pub rows: usize,
    pub inner: usize,
    pub columns: usize,
}

/// C ← C + sign · A B. A is rows × inner, B inner × columns, C rows × columns.
pub fn add_product<T: Scalar>(
    shape: ProductShape,
    sign: T,
    a: Submatrix<&[T]>,
    b: Submatrix<&[T]>,
    c: Submatrix<&mut [T]>,
) {
    let ProductShape { rows, inner, columns } = shape;
    if rows <= MAX_SMALL_DIMENSION || inner <= MAX_SMALL_DIMENSION || columns <= MAX_SMALL_DIMENSION {
        return add_small_product(shape, sign, &a, &b, c);
    }
    let (a, b) = (view(&a, rows, inner), view(&b, inner, columns));
    let strides = (Dyn(rows), Dyn(columns), U1, Dyn(c.stride));
    MatrixViewMut::<T, Dyn, Dyn, U1, Dyn>::from_slice_with_strides_generic(
        c.values, strides.0, strides.1, strides.2, strides.3,
    )
    .gemm(sign, &a, &b, T::one());
}

fn view<'a, T: Scalar>(
    matrix: &Submatrix<&'a [T]>,
    rows: usize,
    columns: usize,
) -> MatrixView<'a, T, Dyn, Dyn, U1, Dyn> {
    MatrixView::<T, Dyn, Dyn, U1, Dyn>::from_slice_with_strides_generic(
        matrix.values,
        Dyn(rows),
        Dyn(columns),
        U1,
        Dyn(matrix.stride),
    )
}

fn add_small_product<T: Scalar>(
    shape: ProductShape,
    sign: T,
    a: &Submatrix<&[T]>,
    b: &Submatrix<&[T]>,
    c: Submatrix<&mut [T]>,
) {
    for column in 0..shape.columns {
        let c = &mut c.values[column * c.stride..][..shape.rows];
        for inner in 0..shape.inner {
            let factor = sign * b.values[column * b.stride + inner];
            let a = &a.values[inner * a.stride..][..shape.rows];
            c.iter_mut().zip(a).for_each(|(c, &a)| *c += factor * a);
        }
    }
}
