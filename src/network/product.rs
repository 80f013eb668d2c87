//! The three matrix products of a dense layer, all through nalgebra's `gemm`.
//!
//! `gemm` has a SIMD kernel for WebAssembly (matrixmultiply); `gemm_tr` and `tr_mul` do not, so a
//! transpose is a view with its strides exchanged. Below six rows or columns `gemm` leaves
//! that kernel for a loop which, in nalgebra 0.35, takes the length of a strided column for the
//! length of its memory and runs past its end (`axcpy_uninit`). Small products therefore never
//! see a strided view here.
//!
//! All matrices are column-major slices.

use nalgebra::{DMatrixView, DMatrixViewMut, Dyn, MatrixView};

use crate::network::scalar::Scalar;

/// Dimensions up to this one are small to nalgebra.
const SMALL: usize = 5;

/// A product of rows × inner by inner × columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub rows: usize,
    pub inner: usize,
    pub columns: usize,
}

impl Shape {
    fn is_small(self) -> bool {
        self.rows <= SMALL || self.inner <= SMALL || self.columns <= SMALL
    }
}

/// C ← C + A B; A is rows × inner, B inner × columns.
pub fn multiply_onto<T: Scalar>(shape: Shape, a: &[T], b: &[T], c: &mut [T]) {
    let Shape { rows, inner, columns } = shape;
    let (a, b) = (DMatrixView::from_slice(a, rows, inner), DMatrixView::from_slice(b, inner, columns));
    DMatrixViewMut::from_slice(c, rows, columns).gemm(T::one(), &a, &b, T::one());
}

/// C = Aᵀ B; A is inner × rows, B inner × columns.
pub fn multiply_transposed<T: Scalar>(shape: Shape, a: &[T], b: &[T], c: &mut [T]) {
    let Shape { rows, inner, columns } = shape;
    let b = DMatrixView::from_slice(b, inner, columns);
    let mut c = DMatrixViewMut::from_slice(c, rows, columns);
    if shape.is_small() {
        c.gemm_tr(T::one(), &DMatrixView::from_slice(a, inner, rows), &b, T::zero());
    } else {
        c.gemm(T::one(), &transposed(a, inner, rows), &b, T::zero());
    }
}

/// C = A Bᵀ, or C ← C + A Bᵀ where `onto` says so; A is rows × inner, B columns × inner.
pub fn multiply_by_transposed<T: Scalar>(shape: Shape, a: &[T], b: &[T], c: &mut [T], onto: bool) {
    let Shape { rows, inner, columns } = shape;
    if shape.is_small() {
        if !onto {
            c.fill(T::zero());
        }
        for (a, b) in a.chunks_exact(rows).zip(b.chunks_exact(columns)) {
            for (c, &b) in c.chunks_exact_mut(rows).zip(b) {
                c.iter_mut().zip(a).for_each(|(c, &a)| *c += a * b);
            }
        }
    } else {
        let a = DMatrixView::from_slice(a, rows, inner);
        let mut c = DMatrixViewMut::from_slice(c, rows, columns);
        let kept = if onto { T::one() } else { T::zero() };
        c.gemm(T::one(), &a, &transposed(b, columns, inner), kept);
    }
}

/// The transpose of a `rows` × `columns` matrix as a view: nothing is moved.
fn transposed<T: Scalar>(values: &[T], rows: usize, columns: usize) -> MatrixView<'_, T, Dyn, Dyn, Dyn, Dyn> {
    let (stride, one) = (Dyn(rows), Dyn(1));
    MatrixView::<T, Dyn, Dyn, Dyn, Dyn>::from_slice_with_strides_generic(values, Dyn(columns), Dyn(rows), stride, one)
}
