//! Linear algebra that the network, the models and the evaluation share.

pub mod batch_layout;
pub(crate) mod block_product;
pub mod csr;
pub mod gemm;
pub mod scalar;
pub mod sweep_inversion;
