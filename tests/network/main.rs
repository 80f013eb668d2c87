//! Tests of src/network, module by module.

mod activation;
mod gradient;
