//! What a training would be, checked against the data at hand before anything is begun.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::memory::MEMORY_BUDGET;
use crate::models::ease::Ease;
use crate::split::{Split, SplitKind};
use crate::training::candidates::candidates;
use crate::training::loss::Loss;
use crate::training::options::Options;
use crate::training::recipe::Recipe;
use crate::training::trainer::shape;
use crate::tuning::linear::MOST_ITEMS;

/// What a training would be.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub options: Options,
    pub layers: Vec<LayerPlan>,
    pub parameters: usize,
}

/// A layer's shape, and what its sums become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerPlan {
    pub inputs: usize,
    pub outputs: usize,
    pub activation: String,
}

/// Checks options against the data at hand.
pub(super) fn plan(options: &Options, split: &Split) -> Result<Plan> {
    let settings = options.check()?;
    if settings.recipe == Recipe::Pair && split.kind == SplitKind::Users {
        return Err(Error::NeedsKnownUsers { recipe: settings.recipe.name() });
    }
    let settings = candidates(&settings, &split.train).swap_remove(0);
    let (inputs, outputs) = shape(settings.recipe, &split.train);
    let last = if settings.loss == Loss::Multinomial { "softmax" } else { "sigmoid" };
    let hidden = format!("{:?}", settings.activation).to_lowercase();
    let mut layers = Vec::new();
    let mut below = inputs;
    for (width, activation) in settings.hidden.iter().map(|&width| (width, hidden.as_str())).chain([(outputs, last)]) {
        layers.push(LayerPlan { inputs: below, outputs: width, activation: activation.to_owned() });
        below = width;
    }
    // In 64 bits: WebAssembly's usize has 32, and would wrap around just where this must say no.
    let parameters: u64 = layers.iter().map(|layer| (layer.inputs as u64 + 1) * layer.outputs as u64).sum();
    // Weights, gradient, two moments and the best so far, and the values of one batch.
    let train = &split.train;
    let rows = if settings.recipe == Recipe::Pair { train.ones() * (1 + settings.negatives) } else { train.rows() };
    let rows = settings.batch_size.min(rows) as u64;
    let batch: u64 = layers.iter().map(|layer| layer.outputs as u64 * 3 * rows).sum();
    let linear = if settings.linear { Ease::memory(train.width().min(MOST_ITEMS)) } else { 0 };
    let needed = 4 * (5 * parameters + batch) + linear;
    if needed > MEMORY_BUDGET {
        return Err(Error::OutOfMemory { needed, limit: MEMORY_BUDGET });
    }
    Ok(Plan { options: options.clone(), layers, parameters: parameters as usize })
}
