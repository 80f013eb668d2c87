//! Tests of src/evaluation, module by module.

mod bootstrap;
mod metrics;
