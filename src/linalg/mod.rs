//! Linear algebra that the network, the models and the evaluation share.
//!
//! - [`csr`]: a sparse binary matrix, such as users × items.
//! - `scalar`: f32 and f64, with e^x and tanh that compilers can vectorise.
//! - `gemm`: C = A B and C ← C + A Bᵀ with a batch on one side; `batch_layout` is the batch's layout in memory.
//! - `sweep_inversion`: A⁻¹ of a symmetric positive definite matrix, in place and in bounded steps; `block_product` is
//!   its product C ← C ± A B.

pub(crate) mod batch_layout;
pub(crate) mod block_product;
pub mod csr;
pub(crate) mod gemm;
pub(crate) mod scalar;
pub(crate) mod sweep_inversion;

pub use batch_layout::Logits;
pub use scalar::Scalar;
