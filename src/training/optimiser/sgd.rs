//! Stochastic gradient descent with momentum.

use crate::linalg::scalar::Scalar;
use crate::training::optimiser::deferred_update::DeferredUpdate;

/// Gradient descent with momentum (Polyak 1964), in Keras's form: v ← μ v − η g, w ← w + v.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// η. Default 0.01.
    pub learning_rate: f64,
    /// μ. Default 0.9; 0 is plain gradient descent.
    pub momentum: f64,
}

impl Default for Sgd {
    fn default() -> Self {
        Sgd { learning_rate: 0.01, momentum: 0.9 }
    }
}

impl Sgd {
    pub(super) fn step<T: Scalar>(&self, weights: &mut [T], gradient: &[T], velocity: &mut [T]) {
        let (rate, momentum) = (T::of(self.learning_rate), T::of(self.momentum));
        for ((w, &g), v) in weights.iter_mut().zip(gradient).zip(velocity) {
            *v = momentum * *v - rate * g;
            *w += *v;
        }
    }

    /// The deferred steps without a gradient.
    pub(super) fn catch_up<T: Scalar>(update: DeferredUpdate, weights: &mut [T], velocity: &mut [T]) {
        let (moved, first) = (T::of(update.moved), T::of(update.first));
        for (w, v) in weights.iter_mut().zip(velocity) {
            *w += moved * *v;
            *v *= first;
        }
    }
}
