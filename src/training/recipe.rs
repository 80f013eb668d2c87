//! Named sets of options.

use serde::{Deserialize, Serialize};

use crate::codec::flat_enum;
use crate::linalg::csr::CsrMatrix;

/// A named set of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recipe {
    /// A denoising autoencoder on the user's items (tanh, softmax, input dropout) beside a linear path from items to
    /// items in closed form. Width, regularisation and the blend of both are chosen on validation.
    Recommended,
    /// The article's formula: y = σ(W₃·σ(W₂·σ(W₁·x + b₁) + b₂) + b₃) on the user's items.
    Article,
    /// The article's script, corrected: one-hot user ⊕ one-hot item, 64–64–1, negative sampling.
    Pair,
}

flat_enum!(Recipe { Recommended = 0, Article = 1, Pair = 2 });

impl Recipe {
    /// All recipes, in the page's order.
    pub const ALL: [Recipe; 3] = [Recipe::Recommended, Recipe::Article, Recipe::Pair];

    /// The name in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Recipe::Recommended => "recommended",
            Recipe::Article => "article",
            Recipe::Pair => "pair",
        }
    }

    /// Numbers of inputs and outputs of the recipe's network for `train`, users × items.
    pub fn network_shape(self, train: &CsrMatrix) -> (usize, usize) {
        match self {
            Recipe::Pair => (train.rows() + train.width(), 1),
            Recipe::Recommended | Recipe::Article => (train.width(), train.width()),
        }
    }
}
