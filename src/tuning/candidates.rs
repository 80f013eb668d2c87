//! Which networks compete where a recipe chooses its own width and strength of regularisation.
//!
//! All limits are numbers of multiply-adds and not seconds, so that the same file, options and seed give the same
//! network on every machine.

use crate::linalg::csr::CsrMatrix;
use crate::network::activation::Activation;
use crate::training::{Options, Recipe, Settings};

/// Multiply-adds that one network may take: about a minute in a browser of 2026.
pub const WORK_BUDGET: f64 = 4e11;
/// Epochs that a candidate must be able to train within [`WORK_BUDGET`] to compete.
const AFFORDABLE: f64 = 30.0;
/// Epochs that the first candidate gets whatever they take, and must be able to train to keep its width.
const MIN_EPOCHS: f64 = 8.0;
/// No network becomes narrower than this for want of time.
const MIN_WIDTH: usize = 64;
/// How many times the width, and which share of a user's items is hidden, beside the options' own.
const VARIANTS: [(f64, f64); 3] = [(1.0, 0.7), (0.5, 0.5), (2.0, 0.7)];

/// The networks that compete for `settings` on `train`, the one that stands in the options first; only that one
/// where the options ask for no search or for several hidden layers.
pub fn network_candidates(settings: &Settings, train: &CsrMatrix) -> Vec<Settings> {
    let &[asked] = settings.hidden.as_slice() else { return vec![settings.clone()] };
    if !settings.search {
        return vec![settings.clone()];
    }
    let affordable = |width: usize| WORK_BUDGET / epoch_work(width, train);
    let mut width = asked;
    while width > MIN_WIDTH && affordable(width) < MIN_EPOCHS {
        width = (width / 2).max(MIN_WIDTH);
    }
    let with = |width: usize, input_dropout: f64| {
        let epochs = affordable(width).max(MIN_EPOCHS).min(f64::from(settings.epochs)) as u32;
        Settings { hidden: vec![width], input_dropout, epochs, ..settings.clone() }
    };
    let mut candidates = vec![with(width, settings.input_dropout)];
    for (times, input_dropout) in VARIANTS {
        let width = ((width as f64 * times) as usize).max(1);
        let variant = with(width, input_dropout);
        if affordable(width) >= AFFORDABLE && !candidates.contains(&variant) {
            candidates.push(variant);
        }
    }
    candidates
}

/// Options worth comparing for the data that `options` are about, those first: other widths, other shares hidden, other
/// recipes. All have the seed of `options`, and stop early.
pub fn option_candidates(options: &Options) -> Vec<Options> {
    const PATIENCE: f64 = 8.0;
    const EPOCHS: f64 = 60.0;
    let alike = |recipe: Recipe| {
        let defaults = recipe.defaults();
        let patience = if defaults.patience > 0.0 { defaults.patience } else { PATIENCE };
        Options { seed: options.seed, epochs: defaults.epochs.max(EPOCHS), patience, search: false, ..defaults }
    };
    let recommended = alike(Recipe::Recommended);
    let article = alike(Recipe::Article);
    let mut candidates = vec![Options { search: false, ..options.clone() }];
    for (width, input_dropout) in [(200.0, 0.5), (200.0, 0.7), (100.0, 0.5), (400.0, 0.7), (400.0, 0.5), (200.0, 0.3)] {
        candidates.push(Options { hidden: vec![width], input_dropout, ..recommended.clone() });
    }
    candidates.push(Options { dropout: 0.3, ..recommended.clone() });
    candidates.push(Options { linear: false, ..recommended.clone() });
    candidates.push(Options { learning_rate: 0.003, activation: Activation::Relu, ..article.clone() });
    candidates.push(article);
    let mut distinct: Vec<Options> = Vec::new();
    for options in candidates {
        if !distinct.contains(&options) {
            distinct.push(options);
        }
    }
    distinct
}

/// Multiply-adds of an epoch with one hidden layer of `width`, in the output layer: forward, and two backward. The
/// first layer, which is sparse, hardly counts.
pub fn epoch_work(width: usize, train: &CsrMatrix) -> f64 {
    3.0 * train.rows() as f64 * train.width() as f64 * width as f64
}
