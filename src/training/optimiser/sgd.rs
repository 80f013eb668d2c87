use crate::linalg::scalar::Scalar;
use crate::training::optimiser::idle::Idle;

/// Gradient descent with momentum (Polyak 1964), as Keras has it:
/// v ← μ v − η g, w ← w + v.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// η, 0.01 unless set.
    pub learning_rate: f64,
    /// μ, 0.9 unless set; 0 is plain gradient descent.
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

    /// Steps without a gradient.
    pub(super) fn idle<T: Scalar>(idle: Idle, weights: &mut [T], velocity: &mut [T]) {
        let (moved, first) = (T::of(idle.moved), T::of(idle.first));
        for (w, v) in weights.iter_mut().zip(velocity) {
            *w += moved * *v;
            *v *= first;
        }
    }
}
