//! Random initial weights.

use crate::linalg::scalar::Scalar;
use crate::network::activation::Activation;
use crate::rng::{Generator, unit};

/// How far initial weights spread. Both draw uniformly from −limit to limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initialisation {
    /// limit = √(6 / (inputs + outputs)): Glorot & Bengio 2010, for sigmoid, tanh and linear layers.
    Glorot,
    /// limit = √(6 / inputs): He et al. 2015, for relu layers.
    He,
}

impl Initialisation {
    /// The one that suits an activation.
    pub fn for_activation(activation: Activation) -> Self {
        match activation {
            Activation::Relu => Initialisation::He,
            Activation::Sigmoid | Activation::Tanh => Initialisation::Glorot,
        }
    }

    /// Fills the weights of a layer; biases start at 0.
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
