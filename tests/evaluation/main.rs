//! Tests of src/evaluation, module by module.

mod bootstrap;
mod metrics;
mod reference;
mod tuning;
