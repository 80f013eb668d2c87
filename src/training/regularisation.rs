//! Penalties on large weights, as Keras's kernel regularisers define them: l1 Σ|w| + l2 Σw² without biases.

use crate::linalg::scalar::Scalar;

/// The strengths of both penalties; 0 is off.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Penalty {
    pub l1: f64,
    pub l2: f64,
}

impl Penalty {
    /// Whether both are off.
    pub fn is_none(&self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0
    }

    /// l1 Σ|w| + l2 Σw².
    pub fn value<T: Scalar>(&self, weights: &[T]) -> f64 {
        weights.iter().map(|w| w.to_f64()).map(|w| self.l1 * w.abs() + self.l2 * w * w).sum()
    }

    /// Adds l1 sign(w) + 2 l2 w to `gradient`; sign(0) is 0.
    pub fn add_gradient<T: Scalar>(&self, weights: &[T], gradient: &mut [T]) {
        if self.is_none() {
            return;
        }
        let (l1, l2) = (T::of(self.l1), T::of(2.0 * self.l2));
        for (gradient, &w) in gradient.iter_mut().zip(weights) {
            let sign = if w > T::zero() {
                l1
            } else if w < T::zero() {
                -l1
            } else {
                T::zero()
            };
            *gradient += sign + l2 * w;
        }
    }
}
