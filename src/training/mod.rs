//! Training of the network: options → batches → loss → gradient → optimiser, one bounded step at a time.
//!
//! - `recipe`, `defaults`, `options`: named sets of options; [`Options`] as typed, [`Settings`] once checked.
//! - `batches`: users × items to sparse batches, inputs and targets.
//! - `loss`: L and ∂L/∂z from logits z.
//! - [`optimiser`]: SGD with momentum, Adam, AdamW.
//! - `regularisation`, `early_stopping`: l1 Σ|w| + l2 Σw²; the best epoch on validation.
//! - `trainer`: epochs over all of these.

mod batches;
mod defaults;
mod early_stopping;
mod loss;
pub mod optimiser;
mod options;
mod recipe;
mod regularisation;
mod trainer;

pub(crate) use batches::input_scale;
pub use loss::Loss;
pub(crate) use options::check_seed;
pub use options::{OptimiserName, Options, Settings};
pub use recipe::Recipe;
pub use regularisation::Penalty;
pub use trainer::{EpochLoss, Trainer};
