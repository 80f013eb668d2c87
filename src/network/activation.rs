//! Activations of hidden layers, forward beside backward.

use serde::{Deserialize, Serialize};

use crate::codec::flat_enum;
use crate::linalg::scalar::Scalar;

/// The function a = f(z) of a hidden layer. Its derivative is computed from the output a.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activation {
    /// σ(z) = 1 / (1 + e^−z); f′ = a (1 − a).
    Sigmoid,
    /// max(0, z); f′ = 1 where a > 0, else 0.
    Relu,
    /// tanh z; f′ = 1 − a².
    Tanh,
}

flat_enum!(Activation { Sigmoid = 0, Relu = 1, Tanh = 2 });

impl Activation {
    /// a = f(z), in the place of z.
    pub fn forward<T: Scalar>(self, values: &mut [T]) {
        match self {
            Activation::Sigmoid => values.iter_mut().for_each(|z| *z = sigmoid(*z)),
            Activation::Relu => values.iter_mut().for_each(|z| *z = if *z > T::zero() { *z } else { T::zero() }),
            Activation::Tanh => values.iter_mut().for_each(|z| *z = z.hyperbolic_tangent()),
        }
    }

    /// ∂L/∂z = ∂L/∂a · f′, in the place of ∂L/∂a.
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
