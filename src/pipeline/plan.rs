//! What a training would be, checked once against the data at hand before anything is begun.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::memory::MEMORY_BUDGET;
use crate::models::ease::Ease;
use crate::split::{Split, SplitKind};
use crate::training::{Loss, Options, Recipe, Settings};
use crate::tuning::{MAX_CLOSED_FORM_ITEMS, network_candidates};

/// Options that were checked and fit the data: only such a plan can be trained.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingPlan {
    pub options: Options,
    pub layers: Vec<LayerPlan>,
    pub parameters: usize,
    #[serde(skip)]
    pub(crate) settings: Settings,
}

/// A layer's shape, and what its sums become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerPlan {
    pub inputs: usize,
    pub outputs: usize,
    pub activation: String,
}

impl TrainingPlan {
    /// Checks `options` against `split`. Another seed's split of the same data needs the same.
    ///
    /// # Errors
    /// Those of [`Options::check`]; [`Error::NeedsKnownUsers`] for `pair` where whole users are held out;
    /// [`Error::OutOfMemory`] where the network is too large.
    pub fn new(options: &Options, split: &Split) -> Result<TrainingPlan> {
        TrainingPlan::of(options, options.check()?, split)
    }

    /// A plan for the sake of its validation alone: of just these options, without a search, for `epochs` at most.
    ///
    /// # Errors
    /// As [`TrainingPlan::new`].
    pub fn for_trial(options: &Options, epochs: f64, split: &Split) -> Result<TrainingPlan> {
        let options = Options { epochs, ..options.clone() };
        let settings = Settings { search: false, ..options.check()? };
        TrainingPlan::of(&options, settings, split)
    }

    /// A plan of `options` that were checked to be `settings`.
    pub(super) fn of(options: &Options, settings: Settings, split: &Split) -> Result<TrainingPlan> {
        if settings.recipe == Recipe::Pair && split.kind == SplitKind::Users {
            return Err(Error::NeedsKnownUsers { recipe: settings.recipe.name() });
        }
        // The network that the options name competes first, perhaps narrower than they say.
        let named = network_candidates(&settings, &split.train).swap_remove(0);
        let layers = layers(&named, split);
        // In 64 bits: WebAssembly's usize has 32, and would wrap around just where this must say no.
        let parameters: u64 = layers.iter().map(|layer| (layer.inputs as u64 + 1) * layer.outputs as u64).sum();
        let needed = memory(&named, &layers, parameters, split);
        if needed > MEMORY_BUDGET {
            return Err(Error::OutOfMemory { needed, limit: MEMORY_BUDGET });
        }
        Ok(TrainingPlan { options: options.clone(), layers, parameters: parameters as usize, settings })
    }
}

fn layers(settings: &Settings, split: &Split) -> Vec<LayerPlan> {
    let (inputs, outputs) = settings.recipe.network_shape(&split.train);
    let last = if settings.loss == Loss::Multinomial { "softmax" } else { "sigmoid" };
    let hidden = format!("{:?}", settings.activation).to_lowercase();
    let mut layers = Vec::new();
    let mut below = inputs;
    for (width, activation) in settings.hidden.iter().map(|&width| (width, hidden.as_str())).chain([(outputs, last)]) {
        layers.push(LayerPlan { inputs: below, outputs: width, activation: activation.to_owned() });
        below = width;
    }
    layers
}

/// Bytes: weights, gradient, two moments and the best so far, the values of one batch, and the linear path.
fn memory(settings: &Settings, layers: &[LayerPlan], parameters: u64, split: &Split) -> u64 {
    let train = &split.train;
    let rows = if settings.recipe == Recipe::Pair { train.ones() * (1 + settings.negatives) } else { train.rows() };
    let rows = settings.batch_size.min(rows) as u64;
    let batch: u64 = layers.iter().map(|layer| layer.outputs as u64 * 3 * rows).sum();
    let linear = if settings.linear { Ease::memory(train.width().min(MAX_CLOSED_FORM_ITEMS)) } else { 0 };
    4 * (5 * parameters + batch) + linear
}
