//! Activations of hidden layers, forward beside backward.

use serde::{Deserialize, Serialize};

use crate::linalg::scalar::Scalar;

/// What a hidden layer does to its sums. The derivative is taken from the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activation {
    /// σ(z) = 1 / (1 + e^−z); σ' = σ (1 − σ).
    Sigmoid,
    /// max(0, z); 1 where the output is positive, else 0.
    Relu,
    /// tanh z; 1 − tanh².
    Tanh,
}

impl Activation {
    /// Replaces sums by outputs.
    pub fn forward<T: Scalar>(self, values: &mut [T]) {
        match self {
            Activation::Sigmoid => values.iter_mut().for_each(|z| *z = sigmoid(*z)),
            Activation::Relu => values.iter_mut().for_each(|z| *z = if *z > T::zero() { *z } else { T::zero() }),
            Activation::Tanh => values.iter_mut().for_each(|z| *z = z.hyperbolic_tangent()),
        }
    }

    /// Multiplies the gradient of the outputs, in place, by the derivative at them.
    pub fn backward<T: Scalar>(self, outputs: &[T], gradient: &mut [T]) {
        let pairs = gradient.iter_mut().zip(outputs);
        match self {
            Activation::Sigmoid => pairs.for_each(|(g, &a)| *g *= a * (T::one() - a)),
            Activation::Relu => pairs.for_each(|(g, &a)| *g = if a > T::zero() { *g } else { T::zero() }),
            Activation::Tanh => pairs.for_each(|(g, &a)| *g *= T::one() - a * a),
        }
    }
}

/// σ(z) = 1 / (1 + e^−z).
#[inline(always)]
pub fn sigmoid<T: Scalar>(z: T) -> T {
    T::one() / (T::one() + (-z).exponential())
}
