//! Named sets of options.

use serde::{Deserialize, Serialize};

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
}
