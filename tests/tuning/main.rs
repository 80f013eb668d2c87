//! Tests of src/tuning, module by module.

mod mixing;
mod tuning;
