//! The default options of each recipe.

use crate::network::activation::Activation;
use crate::training::loss::Loss;
use crate::training::options::{OptimiserName, Options};
use crate::training::recipe::Recipe;

impl Recipe {
    /// The default options.
    pub fn defaults(self) -> Options {
        let article = Options {
            recipe: self,
            epochs: 10.0,
            batch_size: 32.0,
            learning_rate: 0.001,
            seed: 42.0,
            hidden: vec![64.0, 64.0],
            activation: Activation::Sigmoid,
            loss: Loss::BinaryCrossEntropy,
            optimiser: OptimiserName::Adam,
            momentum: 0.9,
            weight_decay: 0.0,
            l1: 0.0,
            l2: 0.0,
            normalise_input: false,
            input_dropout: 0.0,
            dropout: 0.0,
            patience: 0.0,
            negatives: 1.0,
            linear: false,
            search: false,
        };
        match self {
            Recipe::Article => article,
            Recipe::Pair => Options { activation: Activation::Relu, ..article },
            Recipe::Recommended => Options {
                epochs: 60.0,
                batch_size: 64.0,
                hidden: vec![200.0],
                activation: Activation::Tanh,
                loss: Loss::Multinomial,
                normalise_input: true,
                input_dropout: 0.5,
                patience: 8.0,
                linear: true,
                search: true,
                ..article
            },
        }
    }
}
