//! The network: a sparse binary input, dense layers, one logit per output.
//!
//! Matrices are nalgebra's, column-major; their products with a batch are in [`crate::linalg::gemm`], and how a batch
//! lies in memory in [`crate::linalg::batch_layout`].

pub mod activation;
pub mod dense;
pub mod init;
pub mod mlp;
pub mod sparse_input;
