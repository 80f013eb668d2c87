use crate::linalg::scalar::Scalar;
use crate::training::optimiser::adam::Adam;
use crate::training::optimiser::idle::Idle;

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019): w ← w − η λ w before
/// each step of [`Adam`]. Biases do not decay.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AdamW {
    pub adam: Adam,
    /// λ, 0 unless set.
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
            let kept = T::of(1.0 - self.adam.learning_rate * self.weight_decay);
            weights.iter_mut().for_each(|w| *w *= kept);
        }
        self.adam.step(rate, weights, gradient, m, v);
    }

    /// Steps without a gradient.
    pub(super) fn idle<T: Scalar>(&self, idle: Idle, weights: &mut [T], m: &mut [T], v: &mut [T]) {
        if idle.kept < 1.0 {
            let kept = T::of(idle.kept);
            weights.iter_mut().for_each(|w| *w *= kept);
        }
        self.adam.idle(idle, weights, m, v);
    }
}
