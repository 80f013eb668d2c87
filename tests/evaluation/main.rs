//! Tests of src/evaluation, module by module.

mod bootstrap;
mod cross_validation;
mod measurement;
mod metrics;
mod reference;
mod segments;
mod test;

#[path = "../common/models.rs"]
mod models;
use models::{Fixed, sparse};
