//! Tests of src/training, module by module.

mod batches;
mod early_stopping;
mod keras;
mod loss;
mod optimiser;
mod options;
mod pair;
mod trainer;
