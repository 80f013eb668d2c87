//! Adam with decoupled weight decay.

use crate::linalg::scalar::Scalar;
use crate::training::optimiser::adam::Adam;
use crate::training::optimiser::deferred_update::DeferredUpdate;

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019): w ← w − η λ w before each step of [`Adam`]. Biases do
/// not decay.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AdamW {
    pub adam: Adam,
    /// λ. Default 0.
    pub weight_decay: f64,
}

impl AdamW {
    /// A step at Adam's rate η_t.
    pub(super) fn step<T: Scalar>(
        &self,
        rate: T,
        decays: bool,
        weights: &mut [T],
        gradient: &[T],
        m: &mut [T],
        v: &mut [T],
    ) {
        if decays && self.weight_decay > 0.0 {
            let decay = T::of(1.0 - self.adam.learning_rate * self.weight_decay);
            weights.iter_mut().for_each(|w| *w *= decay);
        }
        self.adam.step(rate, weights, gradient, m, v);
    }

    /// The deferred steps without a gradient.
    pub(super) fn catch_up<T: Scalar>(&self, update: DeferredUpdate, weights: &mut [T], m: &mut [T], v: &mut [T]) {
        if update.decay < 1.0 {
            let decay = T::of(update.decay);
            weights.iter_mut().for_each(|w| *w *= decay);
        }
        self.adam.catch_up(update, weights, m, v);
    }
}
