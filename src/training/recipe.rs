//! Named sets of options.

use serde::{Deserialize, Serialize};

use crate::network::activation::Activation;
use crate::training::loss::Loss;
use crate::training::options::{OptimiserName, Options};

/// The recipes on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recipe {
    /// A denoising autoencoder on the user's items (tanh, softmax, input dropout) beside a linear path from
    /// items to items in closed form; width, strength of regularisation and the mix of both chosen on validation.
    Recommended,
    /// The article's formula: y = σ(W₃·σ(W₂·σ(W₁·x + b₁) + b₂) + b₃) on the user's items.
    Article,
    /// The article's script, mended: one-hot user ⊕ one-hot item, 64–64–1, negative sampling.
    Pair,
}

impl Recipe {
    /// All recipes, in the order of the page.
    pub const ALL: [Recipe; 3] = [Recipe::Recommended, Recipe::Article, Recipe::Pair];

    /// The name in options, report and page.
    pub fn name(self) -> &'static str {
        match self {
            Recipe::Recommended => "recommended",
            Recipe::Article => "article",
            Recipe::Pair => "pair",
        }
    }

    /// The recipe's options as they stand before anybody changes them.
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
