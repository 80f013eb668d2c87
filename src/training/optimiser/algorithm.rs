//! The choice of an algorithm.

use crate::training::optimiser::adam::Adam;
use crate::training::optimiser::adamw::AdamW;
use crate::training::optimiser::sgd::Sgd;

/// An algorithm with its options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Algorithm {
    Sgd(Sgd),
    Adam(Adam),
    AdamW(AdamW),
}
