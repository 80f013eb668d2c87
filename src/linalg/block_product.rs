//! The one matrix product of the inversion, on parts of larger matrices.

use nalgebra::{Dyn, MatrixView, MatrixViewMut, U1};

use crate::linalg::scalar::Scalar;

/// Dimensions up to this one are small to nalgebra 0.35, whose loop for them is unsound with strides
/// (see [`crate::linalg::gemm`]).
const SMALL: usize = 5;

/// Part of a column-major matrix: from its first value on, `stride` values from column to column.
pub struct Part<V> {
    pub values: V,
    pub stride: usize,
}

/// A product of rows × inner by inner × columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub rows: usize,
    pub inner: usize,
    pub columns: usize,
}

/// C ← C + sign · A B; A is rows × inner, B inner × columns, C rows × columns.
pub fn add_product<T: Scalar>(shape: Shape, sign: T, a: Part<&[T]>, b: Part<&[T]>, c: Part<&mut [T]>) {
    let Shape { rows, inner, columns } = shape;
    if rows <= SMALL || inner <= SMALL || columns <= SMALL {
        return add_small_product(shape, sign, &a, &b, c);
    }
    let (a, b) = (view(&a, rows, inner), view(&b, inner, columns));
    let strides = (Dyn(rows), Dyn(columns), U1, Dyn(c.stride));
    MatrixViewMut::<T, Dyn, Dyn, U1, Dyn>::from_slice_with_strides_generic(
        c.values, strides.0, strides.1, strides.2, strides.3,
    )
    .gemm(sign, &a, &b, T::one());
}

fn view<'a, T: Scalar>(part: &Part<&'a [T]>, rows: usize, columns: usize) -> MatrixView<'a, T, Dyn, Dyn, U1, Dyn> {
    MatrixView::<T, Dyn, Dyn, U1, Dyn>::from_slice_with_strides_generic(
        part.values,
        Dyn(rows),
        Dyn(columns),
        U1,
        Dyn(part.stride),
    )
}

fn add_small_product<T: Scalar>(shape: Shape, sign: T, a: &Part<&[T]>, b: &Part<&[T]>, c: Part<&mut [T]>) {
    for column in 0..shape.columns {
        let c = &mut c.values[column * c.stride..][..shape.rows];
        for inner in 0..shape.inner {
            let factor = sign * b.values[column * b.stride + inner];
            let a = &a.values[inner * a.stride..][..shape.rows];
            c.iter_mut().zip(a).for_each(|(c, &a)| *c += factor * a);
        }
    }
}
