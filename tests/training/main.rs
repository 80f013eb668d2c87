//! Tests of src/training, module by module.

mod keras;
mod optimiser;
mod options;
mod trainer;
