//! Tests of src/evaluation, module by module.

mod bootstrap;
mod cross_validation;
mod evaluator;
mod measurement;
mod metrics;
mod reference;
mod segments;
mod verdict;

#[path = "../common/job.rs"]
mod job;
#[path = "../common/models.rs"]
mod models;

use job::finished;
use models::{Fixed, sparse};
