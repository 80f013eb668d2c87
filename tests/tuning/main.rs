//! Tests of src/tuning, module by module.

mod blend;
mod candidates;
mod grid_search;
mod halving;

#[path = "../common/job.rs"]
mod job;
#[path = "../common/learning.rs"]
mod learning;
#[path = "../common/reading.rs"]
mod reading;

use job::finished;
use learning::{quick, shop};
use reading::context;
