//! The simple models that a network has to beat: bestsellers, item-kNN and EASE, tuned on the same validation and
//! fitted to the same data as the network.
//!
//! Tuning comes to a few numbers, [`BaselineChoices`], so that another instance with a copy of the data can do it
//! while this one trains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Param, Result};
use crate::models::ease::{Ease, EaseFit, EaseOptions};
use crate::models::item_knn::{ItemKnn, ItemKnnFit, ItemKnnOptions};
use crate::models::popularity::Popularity;
use crate::models::{Fit, Model};
use crate::split::Split;
use crate::tuning::ease::EaseFamily;
use crate::tuning::item_knn::ItemKnnFamily;
use crate::tuning::linear::MOST_ITEMS;
use crate::tuning::{Family, Trial, Tuning};

/// The names of the baselines, in the order in which they are measured.
pub const ITEM_KNN: &str = "item-knn";
pub const EASE: &str = "ease";

/// What the tuning of one model came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Choice<O> {
    Tuned {
        options: O,
        trials: Vec<Trial<O>>,
    },
    /// It does not fit into the memory or the time that there is.
    Skipped {
        reason: Reason,
    },
}

impl<O> Choice<O> {
    /// Why it was skipped, if it was.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Choice::Tuned { .. } => None,
            Choice::Skipped { reason } => Some(reason),
        }
    }
}

/// An error's code and parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    pub code: String,
    pub params: BTreeMap<String, Param>,
}

/// A baseline that was left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    pub name: String,
    pub reason: Reason,
}

/// What the tuning of all baselines came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BaselineChoices {
    /// The split's seed: choices are of use for the same split only.
    pub seed: u64,
    pub item_knn: Choice<ItemKnnOptions>,
    pub ease: Choice<EaseOptions>,
}

/// Tuning under way, in bounded steps.
pub(super) struct BaselineTuning {
    item_knn: Option<Choice<ItemKnnOptions>>,
    under_way: UnderWay,
}

enum UnderWay {
    ItemKnn(Box<Tuning<ItemKnnFamily>>),
    Ease(Box<Tuning<EaseFamily>>),
}

impl BaselineTuning {
    pub fn new() -> Self {
        BaselineTuning { item_knn: None, under_way: UnderWay::ItemKnn(Box::new(Tuning::new(ItemKnnFamily))) }
    }

    /// The next step; what was chosen when it was the last.
    pub fn step(&mut self, split: &Split) -> Result<Option<BaselineChoices>> {
        match &mut self.under_way {
            UnderWay::ItemKnn(tuning) => {
                self.item_knn = advanced(tuning, split)?;
                if self.item_knn.is_some() {
                    self.under_way = UnderWay::Ease(Box::new(Tuning::new(EaseFamily::default())));
                }
                Ok(None)
            }
            UnderWay::Ease(tuning) => {
                let items = split.train.width();
                let ease = if items > MOST_ITEMS {
                    Some(skipped(&Error::TooMany { what: "items", found: items as u64, limit: MOST_ITEMS as u64 }))
                } else {
                    advanced(tuning, split)?
                };
                let Some(ease) = ease else { return Ok(None) };
                let item_knn = self.item_knn.take().ok_or(Error::WrongOrder)?;
                Ok(Some(BaselineChoices { seed: split.seed, item_knn, ease }))
            }
        }
    }

    /// The share that is done, 0–1.
    pub fn fraction(&mut self) -> f64 {
        match &mut self.under_way {
            UnderWay::ItemKnn(tuning) => 0.4 * tuning.fraction(),
            UnderWay::Ease(tuning) => 0.4 + 0.6 * tuning.fraction(),
        }
    }
}

/// One step of a tuning, up to the choice; the last fit is whoever's who uses it.
fn advanced<F: Family>(tuning: &mut Tuning<F>, split: &Split) -> Result<Option<Choice<F::Options>>> {
    match tuning.step(split) {
        Ok(_) => Ok(tuning.choice().map(|options| {
            let trials = tuning.trials().to_vec();
            Choice::Tuned { options: options.clone(), trials }
        })),
        Err(error @ (Error::OutOfMemory { .. } | Error::TooMany { .. })) => Ok(Some(skipped(&error))),
        Err(error) => Err(error),
    }
}

fn skipped<O>(error: &Error) -> Choice<O> {
    let params = error.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Choice::Skipped { reason: Reason { code: error.code().to_owned(), params } }
}

/// The baselines of one split, as far as they are there.
#[derive(Default)]
pub(super) struct Baselines {
    pub choices: Option<BaselineChoices>,
    popularity: Option<Popularity>,
    item_knn: Option<ItemKnn>,
    ease: Option<Ease>,
    fitting: Option<Fitting>,
}

enum Fitting {
    ItemKnn(Box<ItemKnnFit>),
    Ease(Box<EaseFit>),
}

impl Baselines {
    /// The baseline of that name, if it is fitted.
    pub fn model(&mut self, name: Baseline) -> Option<&mut dyn Model> {
        match name {
            Baseline::Popularity => self.popularity.as_mut().map(|model| model as &mut dyn Model),
            Baseline::ItemKnn => self.item_knn.as_mut().map(|model| model as &mut dyn Model),
            Baseline::Ease => self.ease.as_mut().map(|model| model as &mut dyn Model),
        }
    }

    /// Whether that baseline was left out.
    pub fn is_skipped(&self, name: Baseline) -> bool {
        match (name, &self.choices) {
            (Baseline::ItemKnn, Some(choices)) => choices.item_knn.reason().is_some(),
            (Baseline::Ease, Some(choices)) => choices.ease.reason().is_some(),
            _ => false,
        }
    }

    /// Those that were left out, with the reason.
    pub fn skipped(&self) -> Vec<Skipped> {
        let Some(choices) = &self.choices else { return Vec::new() };
        [(ITEM_KNN, choices.item_knn.reason()), (EASE, choices.ease.reason())]
            .into_iter()
            .filter_map(|(name, reason)| Some(Skipped { name: name.to_owned(), reason: reason?.clone() }))
            .collect()
    }

    /// The next bounded step of the fit of a baseline to all that is known; says whether it is there (or skipped).
    /// Those that are tuned need their choices first.
    pub fn fit(&mut self, name: Baseline, split: &Split) -> Result<bool> {
        if self.model(name).is_some() || self.is_skipped(name) {
            return Ok(true);
        }
        if name == Baseline::Popularity {
            self.popularity = Some(Popularity::fit(split.fit_for_test()));
            return Ok(true);
        }
        match &mut self.fitting {
            None => {
                let choices = self.choices.as_ref().ok_or(Error::WrongOrder)?;
                self.fitting = match (name, &choices.item_knn, &choices.ease) {
                    (Baseline::ItemKnn, Choice::Tuned { options, .. }, _) => {
                        Some(Fitting::ItemKnn(Box::new(ItemKnnFit::new(*options)?)))
                    }
                    (Baseline::Ease, _, Choice::Tuned { options, .. }) => {
                        Some(Fitting::Ease(Box::new(EaseFit::new(split.fit_for_test(), *options)?)))
                    }
                    _ => None,
                };
                return Ok(false);
            }
            Some(Fitting::ItemKnn(fit)) => self.item_knn = fit.step(split.fit_for_test())?,
            Some(Fitting::Ease(fit)) => self.ease = fit.step(split.fit_for_test())?,
        }
        let over = self.model(name).is_some();
        if over {
            self.fitting = None;
        }
        Ok(over)
    }

    /// The share of a fit that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        match &self.fitting {
            Some(Fitting::ItemKnn(fit)) => fit.fraction(),
            Some(Fitting::Ease(fit)) => fit.fraction(),
            None => 0.0,
        }
    }
}

/// A model that a network is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Baseline {
    Popularity,
    ItemKnn,
    Ease,
}
