//! Training of the network: options → batches → loss → gradient → optimiser, one bounded step at a time.
//!
//! - [`recipe`], [`options`]: named sets of options; [`options::Options`] as typed, [`options::Settings`] once checked.
//! - `batches`: users × items to sparse batches, inputs and targets.
//! - [`loss`]: L and ∂L/∂z from logits z.
//! - [`optimiser`]: SGD with momentum, Adam, AdamW.
//! - `regularisation`, `early_stopping`: l1 Σ|w| + l2 Σw²; the best epoch on validation.
//! - [`trainer`]: epochs over all of these.

pub(crate) mod batches;
mod defaults;
mod early_stopping;
pub mod loss;
pub mod optimiser;
pub mod options;
pub mod recipe;
mod regularisation;
pub mod trainer;

pub use regularisation::Penalty;
