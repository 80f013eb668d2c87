//! Tests of src/tuning, module by module.

mod blend;
mod candidates;
mod grid_search;

#[path = "../common/job.rs"]
mod job;

use job::finished;
