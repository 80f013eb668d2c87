//! Whose recommendations are shown and exported.

use serde::{Deserialize, Serialize};

use crate::codec::flat_enum;
use crate::error::{Error, Result};
use crate::models::Model;
use crate::models::wide_deep::WideDeep;
use crate::pipeline::baselines::{Baseline, Baselines};
use crate::pipeline::trained_model::TrainedModel;

/// The models that can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelName {
    #[default]
    Network,
    Popularity,
    ItemKnn,
    Ease,
}

flat_enum!(ModelName { Network = 0, Popularity = 1, ItemKnn = 2, Ease = 3 });

impl ModelName {
    /// The baseline of that name; none of the network.
    pub fn baseline(self) -> Option<Baseline> {
        match self {
            ModelName::Network => None,
            ModelName::Popularity => Some(Baseline::Popularity),
            ModelName::ItemKnn => Some(Baseline::ItemKnn),
            ModelName::Ease => Some(Baseline::Ease),
        }
    }
}

/// The model that was chosen, wherever it is kept.
pub enum ChosenModel<'a> {
    Network(WideDeep<'a>),
    Baseline(&'a mut dyn Model),
}

impl<'a> ChosenModel<'a> {
    /// # Errors
    /// [`Error::NotTrained`] for a baseline that is not fitted yet.
    pub fn new(name: ModelName, trained: &'a mut TrainedModel, baselines: &'a mut Baselines) -> Result<Self> {
        match name.baseline() {
            None => Ok(ChosenModel::Network(trained.model())),
            Some(baseline) => baselines.model(baseline).map(ChosenModel::Baseline).ok_or(Error::NotTrained),
        }
    }

    pub fn model(&mut self) -> &mut dyn Model {
        match self {
            ChosenModel::Network(model) => model,
            ChosenModel::Baseline(model) => *model,
        }
    }
}
