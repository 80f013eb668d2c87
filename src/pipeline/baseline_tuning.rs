//! The tuning of the baselines on validation, in bounded steps.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::models::item_knn::ItemKnnOptions;
use crate::pipeline::baselines::{BaselineParams, TunedBaseline};
use crate::split::Split;
use crate::tuning::{EaseSpace, GridSearch, ItemKnnSpace, MAX_CLOSED_FORM_ITEMS, SearchSpace};

/// First item-kNN, then EASE.
pub struct BaselineTuning {
    stage: Stage,
}

enum Stage {
    ItemKnn(Box<GridSearch<ItemKnnSpace>>),
    /// What was chosen for item-kNN, and the search for EASE.
    Ease(TunedBaseline<ItemKnnOptions>, Box<GridSearch<EaseSpace>>),
    Over,
}

impl Default for BaselineTuning {
    fn default() -> Self {
        BaselineTuning { stage: Stage::ItemKnn(Box::new(GridSearch::new(ItemKnnSpace))) }
    }
}

impl Job for BaselineTuning {
    type Input<'a> = &'a Split;
    type Output = BaselineParams;

    fn poll(&mut self, split: &Split) -> Result<Poll<BaselineParams>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::ItemKnn(mut search) => match chosen(&mut search, split)? {
                Some(item_knn) => Stage::Ease(item_knn, Box::new(GridSearch::new(EaseSpace::default()))),
                None => Stage::ItemKnn(search),
            },
            Stage::Ease(item_knn, mut search) => {
                let items = split.train.width();
                let ease = if items > MAX_CLOSED_FORM_ITEMS {
                    let (found, limit) = (items as u64, MAX_CLOSED_FORM_ITEMS as u64);
                    Some(TunedBaseline::skipped(&Error::TooMany { what: "items", found, limit }))
                } else {
                    chosen(&mut search, split)?
                };
                match ease {
                    Some(ease) => return Ok(Poll::Ready(BaselineParams { seed: split.seed, item_knn, ease })),
                    None => Stage::Ease(item_knn, search),
                }
            }
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::ItemKnn(search) => 0.4 * search.progress(),
            Stage::Ease(_, search) => 0.4 + 0.6 * search.progress(),
            Stage::Over => 1.0,
        }
    }
}

/// One step of a search, up to the choice: the last fit is left to the evaluation.
fn chosen<S: SearchSpace>(search: &mut GridSearch<S>, split: &Split) -> Result<Option<TunedBaseline<S::Options>>> {
    match search.poll(split) {
        Ok(_) => Ok(search.choice().map(|options| {
            let trials = search.trials().to_vec();
            TunedBaseline::Tuned { options: options.clone(), trials }
        })),
        Err(error @ (Error::OutOfMemory { .. } | Error::TooMany { .. })) => Ok(Some(TunedBaseline::skipped(&error))),
        Err(error) => Err(error),
    }
}
