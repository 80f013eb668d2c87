//! Optimisers: how a gradient changes the weights.
//!
//! Each algorithm is a plain value with its defaults; what it remembers from step to step
//! lies in [`Optimiser`].

mod adam;
mod adamw;
mod sgd;

pub use adam::Adam;
pub use adamw::AdamW;
pub use sgd::Sgd;

use crate::error::{Result, try_zeroed};
use crate::network::network::Network;
use crate::network::scalar::Scalar;

/// The algorithms to choose from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Algorithm {
    Sgd(Sgd),
    Adam(Adam),
    AdamW(AdamW),
}

/// An algorithm and what it remembers of one network.
pub struct Optimiser<T> {
    algorithm: Algorithm,
    steps: i32,
    /// Velocity (SGD) or first moments (Adam), a vector per slice of parameters.
    first: Vec<Vec<T>>,
    /// Second moments (Adam); empty for SGD.
    second: Vec<Vec<T>>,
}

impl<T: Scalar> Optimiser<T> {
    /// An optimiser that has seen no step yet.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(algorithm: Algorithm, network: &Network<T>) -> Result<Self> {
        let zeros = network.slices().into_iter().map(|(slice, _)| try_zeroed(T::zero(), slice.len()));
        let first = zeros.collect::<Result<Vec<_>>>()?;
        let second = match algorithm {
            Algorithm::Sgd(_) => Vec::new(),
            Algorithm::Adam(_) | Algorithm::AdamW(_) => first.clone(),
        };
        Ok(Optimiser { algorithm, steps: 0, first, second })
    }

    /// One step: every parameter of `network` along its `gradient`.
    pub fn step(&mut self, network: &mut Network<T>, gradient: &Network<T>) {
        self.steps = self.steps.saturating_add(1);
        let slices = network.slices_mut().into_iter().zip(gradient.slices());
        for (index, ((weights, decays), (gradient, _))) in slices.enumerate() {
            let first = &mut self.first[index];
            match self.algorithm {
                Algorithm::Sgd(sgd) => sgd.step(weights, gradient, first),
                Algorithm::Adam(adam) => adam.step(self.steps, weights, gradient, first, &mut self.second[index]),
                Algorithm::AdamW(adamw) => {
                    adamw.step(self.steps, decays, weights, gradient, first, &mut self.second[index]);
                }
            }
        }
    }
}
