//! The algorithms to choose from.

use crate::training::optimiser::adam::Adam;
use crate::training::optimiser::adamw::AdamW;
use crate::training::optimiser::sgd::Sgd;

/// The algorithms to choose from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Algorithm {
    Sgd(Sgd),
    Adam(Adam),
    AdamW(AdamW),
}
