//! The network: a sparse binary input, dense layers, one logit per output.
//!
//! Matrices are nalgebra's, column-major; their products with a batch are in [`product`], and how a batch
//! lies in memory in [`layout`].

pub mod activation;
pub mod dense;
pub mod initialisation;
pub mod layout;
// The module is named after the noun it holds, as every file here.
#[allow(clippy::module_inception)]
pub mod network;
pub mod product;
pub mod scalar;
pub mod sparse_input;
