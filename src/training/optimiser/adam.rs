//! Adam.

use std::hint::black_box;

use crate::linalg::scalar::Scalar;
use crate::training::optimiser::deferred_update::DeferredUpdate;

/// Adam (Kingma & Ba 2015), in the order of its section 2, which Keras uses as well:
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η_t m / (√v + ε) with η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
///
/// ε is outside the bias correction, the paper's ε̂. m and v are flushed to 0 far below [`Scalar::FLUSHED`], beside
/// which ε² is huge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// η. Default 0.001.
    pub learning_rate: f64,
    /// β₁. Default 0.9.
    pub beta_1: f64,
    /// β₂. Default 0.999.
    pub beta_2: f64,
    /// ε. Default 10⁻⁷.
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
        let (epsilon, threshold) = (T::of(self.epsilon), black_box(T::FLUSHED));
        for (((w, &g), m), v) in weights.iter_mut().zip(gradient).zip(m).zip(v) {
            *m = (*m + (g - *m) * rest_1).flushed(threshold);
            *v = (*v + (g * g - *v) * rest_2).flushed(threshold);
            *w -= rate * *m / (v.sqrt() + epsilon);
        }
    }

    /// The deferred steps without a gradient.
    pub(super) fn catch_up<T: Scalar>(&self, update: DeferredUpdate, weights: &mut [T], m: &mut [T], v: &mut [T]) {
        let (moved, first, second) = (T::of(update.moved), T::of(update.first), T::of(update.second));
        // A negligible factor is 0, since its products would be on the way to subnormal numbers.
        let first = if first < T::NEGLIGIBLE { T::zero() } else { first };
        let (epsilon, threshold) = (T::of(self.epsilon), black_box(T::FLUSHED));
        for ((w, m), v) in weights.iter_mut().zip(m).zip(v) {
            *w -= moved * *m / (v.sqrt() + epsilon);
            *m = (*m * first).flushed(threshold);
            *v = (*v * second).flushed(threshold);
        }
    }
}
