//! Tests of src/evaluation, module by module.

mod bootstrap;
mod cross_validation;
mod evaluator;
mod measurement;
mod metrics;
mod reference;
mod segments;

#[path = "../common/models.rs"]
mod models;
use models::{Fixed, sparse};
