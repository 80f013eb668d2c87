//! Tests of src/training, module by module.

mod batches;
mod candidates;
mod early_stopping;
mod keras;
mod loss;
mod optimiser;
mod options;
mod trainer;
