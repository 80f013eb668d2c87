//! Tests of src/linalg, module by module.

mod csr;
mod scalar;
