//! Learning: options, batches, losses, optimisers, regularisation, and the trainer that
//! takes them one bounded step at a time.

pub mod batches;
mod defaults;
pub mod early_stopping;
pub mod loss;
pub mod optimiser;
pub mod options;
pub mod recipe;
pub mod regularisation;
pub mod trainer;
