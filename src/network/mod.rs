//! The network: a sparse binary input, dense layers, one logit per output.
//!
//! Matrices are column-major with one column per example, so that an example's
//! values lie together. All products go through nalgebra's plain `gemm`, on
//! transposed views where the formula has a transpose: it alone has a SIMD kernel
//! for WebAssembly.

pub mod activation;
pub mod dense;
pub mod initialisation;
// The module is named after the noun it holds, as every file here.
#[allow(clippy::module_inception)]
pub mod network;
pub mod product;
pub mod scalar;
pub mod sparse_input;
