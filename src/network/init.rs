//! Random initial weights.

use crate::linalg::scalar::Scalar;
use crate::network::activation::Activation;
use crate::rng::{Generator, unit};

/// The spread of initial weights, which are drawn uniformly from −limit to limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initialisation {
    /// limit = √(6 / (inputs + outputs)), for sigmoid, tanh and linear layers (Glorot & Bengio 2010).
    Glorot,
    /// limit = √(6 / inputs), for relu layers (He et al. 2015).
    He,
}

impl Initialisation {
    /// The initialisation that suits an activation.
    pub fn for_activation(activation: Activation) -> Self {
        match activation {
            Activation::Relu => Initialisation::He,
            Activation::Sigmoid | Activation::Tanh => Initialisation::Glorot,
        }
    }

    /// Draws the weights of a layer of `inputs` × `outputs`. Biases stay 0.
    pub fn fill<T: Scalar>(self, weights: &mut [T], inputs: usize, outputs: usize, generator: &mut Generator) {
        let limit = match self {
            Initialisation::Glorot => (6.0 / (inputs + outputs) as f64).sqrt(),
            Initialisation::He => (6.0 / inputs as f64).sqrt(),
        };
        for weight in weights {
            *weight = T::of((2.0 * unit(generator) - 1.0) * limit);
        }
    }
}

#[cfg(test)]
mod tests;
