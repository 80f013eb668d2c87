//! Tests of src/linalg, module by module.

mod batch_layout;
mod csr;
mod gemm;
mod scalar;
