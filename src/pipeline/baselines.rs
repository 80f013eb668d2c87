//! The simple models that a network has to beat: bestsellers, item-kNN and EASE, tuned on the same validation and
//! fitted to the same data as the network.

use std::collections::BTreeMap;
use std::task::Poll;

use serde::Serialize;

use crate::codec::{ByteReader, ByteWriter, Flat, flat_struct};
use crate::error::{Error, Param, Result};
use crate::evaluation::{EASE_NAME, ITEM_KNN_NAME};
use crate::job::Job;
use crate::models::Model;
use crate::models::ease::{Ease, EaseFit, EaseOptions};
use crate::models::item_knn::{ItemKnn, ItemKnnFit, ItemKnnOptions};
use crate::models::popularity::Popularity;
use crate::split::Split;
use crate::tuning::GridTrial;

/// A model that a network is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    Popularity,
    ItemKnn,
    Ease,
}

/// What the tuning of one baseline came to.
#[derive(Clone, Debug, PartialEq)]
pub enum TunedBaseline<O> {
    Tuned {
        options: O,
        trials: Vec<GridTrial<O>>,
    },
    /// It does not fit into the memory or the time that there is.
    Skipped {
        reason: SkipReason,
    },
}

impl<O> TunedBaseline<O> {
    /// Skipped because of `error`.
    pub(crate) fn skipped(error: &Error) -> TunedBaseline<O> {
        let params = error.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        TunedBaseline::Skipped { reason: SkipReason { code: error.code().to_owned(), params } }
    }

    /// The best mean NDCG@10 on validation of all trials; none where it was skipped, or nothing is held out.
    pub fn best_validation(&self) -> Option<f64> {
        match self {
            TunedBaseline::Tuned { trials, .. } => trials.iter().filter_map(|trial| trial.ndcg).reduce(f64::max),
            TunedBaseline::Skipped { .. } => None,
        }
    }

    /// Why it was skipped, if it was.
    pub fn reason(&self) -> Option<&SkipReason> {
        match self {
            TunedBaseline::Tuned { .. } => None,
            TunedBaseline::Skipped { reason } => Some(reason),
        }
    }
}

/// An error's code and parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkipReason {
    pub code: String,
    pub params: BTreeMap<String, Param>,
}

impl<O: Flat> Flat for TunedBaseline<O> {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        match self {
            TunedBaseline::Tuned { options, trials } => {
                true.write(writer)?;
                options.write(writer)?;
                trials.write(writer)
            }
            TunedBaseline::Skipped { reason: SkipReason { code, params } } => {
                false.write(writer)?;
                code.write(writer)?;
                writer.number(params.len())?;
                params.iter().try_for_each(|(name, value)| {
                    name.write(writer)?;
                    value.write(writer)
                })
            }
        }
    }
    fn read(reader: &mut ByteReader) -> Result<TunedBaseline<O>> {
        if bool::read(reader)? {
            return Ok(TunedBaseline::Tuned { options: O::read(reader)?, trials: Flat::read(reader)? });
        }
        let (code, mut params) = (String::read(reader)?, BTreeMap::new());
        for _ in 0..reader.number()? {
            params.insert(String::read(reader)?, Param::read(reader)?);
        }
        Ok(TunedBaseline::Skipped { reason: SkipReason { code, params } })
    }
}

/// A baseline that was left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkippedBaseline {
    pub name: String,
    pub reason: SkipReason,
}

/// What the tuning of all baselines came to: a few numbers, so that another instance with a copy of the data can find
/// them while this one trains.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineParams {
    /// The split's seed: they are of use for the same split only.
    pub seed: u64,
    /// NDCG@10 of the bestsellers on validation; none where nothing is held out for it.
    pub popularity: Option<f64>,
    pub item_knn: TunedBaseline<ItemKnnOptions>,
    pub ease: TunedBaseline<EaseOptions>,
}

flat_struct!(BaselineParams { seed, popularity, item_knn, ease });

impl BaselineParams {
    /// Checks the ranges of what was chosen.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`].
    pub fn check(&self) -> Result<()> {
        if let TunedBaseline::Tuned { options, .. } = &self.item_knn {
            options.check()?;
        }
        if let TunedBaseline::Tuned { options, .. } = &self.ease {
            options.check()?;
        }
        Ok(())
    }
}

/// The baselines of one split, as far as they are there.
#[derive(Default)]
pub struct Baselines {
    pub params: Option<BaselineParams>,
    popularity: Option<Popularity>,
    item_knn: Option<ItemKnn>,
    ease: Option<Ease>,
    fit: Option<BaselineFit>,
}

enum BaselineFit {
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

    /// Whether that baseline is fitted, or can be.
    pub fn can_fit(&mut self, name: Baseline) -> bool {
        let is_tuned = name == Baseline::Popularity || self.params.is_some() && !self.is_skipped(name);
        is_tuned || self.model(name).is_some()
    }

    /// Whether that baseline was left out.
    pub fn is_skipped(&self, name: Baseline) -> bool {
        match (name, &self.params) {
            (Baseline::ItemKnn, Some(params)) => params.item_knn.reason().is_some(),
            (Baseline::Ease, Some(params)) => params.ease.reason().is_some(),
            _ => false,
        }
    }

    /// Those that were left out, with the reason.
    pub fn skipped(&self) -> Vec<SkippedBaseline> {
        let Some(params) = &self.params else { return Vec::new() };
        [(ITEM_KNN_NAME, params.item_knn.reason()), (EASE_NAME, params.ease.reason())]
            .into_iter()
            .filter_map(|(name, reason)| Some(SkippedBaseline { name: name.to_owned(), reason: reason?.clone() }))
            .collect()
    }

    /// The next step of the fit of a baseline to train and validation: ready when it is there, or skipped. Those that are
    /// tuned need their parameters first.
    ///
    /// # Errors
    /// [`Error::WrongState`] without them; [`Error::OutOfMemory`].
    pub fn poll_fit(&mut self, name: Baseline, split: &Split) -> Result<Poll<()>> {
        if self.model(name).is_some() || self.is_skipped(name) {
            return Ok(Poll::Ready(()));
        }
        if name == Baseline::Popularity {
            self.popularity = Some(Popularity::fit(split.fit_for_test()));
            return Ok(Poll::Ready(()));
        }
        match &mut self.fit {
            None => {
                self.fit = self.begin_fit(name, split)?;
                return Ok(Poll::Pending);
            }
            Some(BaselineFit::ItemKnn(fit)) => match fit.poll(split.fit_for_test())? {
                Poll::Ready(model) => self.item_knn = Some(model),
                Poll::Pending => return Ok(Poll::Pending),
            },
            Some(BaselineFit::Ease(fit)) => match fit.poll(split.fit_for_test())? {
                Poll::Ready(model) => self.ease = Some(model),
                Poll::Pending => return Ok(Poll::Pending),
            },
        }
        self.fit = None;
        // What was fitted may have been another one.
        Ok(if self.model(name).is_some() { Poll::Ready(()) } else { Poll::Pending })
    }

    fn begin_fit(&self, name: Baseline, split: &Split) -> Result<Option<BaselineFit>> {
        const UNTUNED: Error = Error::WrongState { call: "fit", needs: "tuned baselines", state: "not tuned" };
        let params = self.params.as_ref().ok_or(UNTUNED)?;
        Ok(match (name, &params.item_knn, &params.ease) {
            (Baseline::ItemKnn, TunedBaseline::Tuned { options, .. }, _) => {
                Some(BaselineFit::ItemKnn(Box::new(ItemKnnFit::new(*options)?)))
            }
            (Baseline::Ease, _, TunedBaseline::Tuned { options, .. }) => {
                Some(BaselineFit::Ease(Box::new(EaseFit::new(split.fit_for_test(), *options)?)))
            }
            _ => None,
        })
    }

    /// The share of a fit that is done, 0–1.
    pub fn fit_progress(&self) -> f64 {
        match &self.fit {
            Some(BaselineFit::ItemKnn(fit)) => fit.progress(),
            Some(BaselineFit::Ease(fit)) => fit.progress(),
            None => 0.0,
        }
    }
}
