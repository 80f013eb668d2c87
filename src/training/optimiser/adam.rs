use std::hint::black_box;

use crate::linalg::scalar::Scalar;
use crate::training::optimiser::idle::Idle;

/// Adam (Kingma & Ba 2015), in the order that their section 2 recommends and Keras uses:
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
/// w ← w − η_t m / (√v + ε) with η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
///
/// ε stands outside the bias correction here (the paper's ε̂). Of m and v nothing is kept that is far below
/// [`Scalar::FLUSHED`], beside which ε² is huge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// η, 0.001 unless set.
    pub learning_rate: f64,
    /// β₁, 0.9.
    pub beta_1: f64,
    /// β₂, 0.999.
    pub beta_2: f64,
    /// ε, 10⁻⁷.
    pub epsilon: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Adam { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
    }
}

impl Adam {
    /// η_t.
    pub(super) fn rate(&self, t: i32) -> f64 {
        self.learning_rate * (1.0 - self.beta_2.powi(t)).sqrt() / (1.0 - self.beta_1.powi(t))
    }

    /// A step at the rate η_t.
    pub(super) fn step<T: Scalar>(&self, rate: T, weights: &mut [T], gradient: &[T], m: &mut [T], v: &mut [T]) {
        let (rest_1, rest_2) = (T::of(1.0 - self.beta_1), T::of(1.0 - self.beta_2));
        let (epsilon, least) = (T::of(self.epsilon), black_box(T::FLUSHED));
        for (((w, &g), m), v) in weights.iter_mut().zip(gradient).zip(m).zip(v) {
            *m = (*m + (g - *m) * rest_1).flushed(least);
            *v = (*v + (g * g - *v) * rest_2).flushed(least);
            *w -= rate * *m / (v.sqrt() + epsilon);
        }
    }

    /// Steps without a gradient.
    pub(super) fn idle<T: Scalar>(&self, idle: Idle, weights: &mut [T], m: &mut [T], v: &mut [T]) {
        let (moved, first, second) = (T::of(idle.moved), T::of(idle.first), T::of(idle.second));
        // A factor that leaves nothing, rather than a number on the way to subnormal ones.
        let first = if first < T::NEGLIGIBLE { T::zero() } else { first };
        let (epsilon, least) = (T::of(self.epsilon), black_box(T::FLUSHED));
        for ((w, m), v) in weights.iter_mut().zip(m).zip(v) {
            *w -= moved * *m / (v.sqrt() + epsilon);
            *m = (*m * first).flushed(least);
            *v = (*v * second).flushed(least);
        }
    }
}
