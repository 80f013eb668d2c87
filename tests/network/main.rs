//! Tests of src/network, module by module.

mod activation;
mod gradient;
mod initialisation;
mod layout;
mod product;
mod scalar;
mod sparse_input;
