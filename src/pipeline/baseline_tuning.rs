//! The baselines on validation, in bounded steps: the bestsellers are measured, the others tuned.

use std::task::Poll;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::evaluation::{EASE_NAME, ITEM_KNN_NAME, POPULARITY_NAME, Scored, Validation};
use crate::job::Job;
use crate::models::item_knn::ItemKnnOptions;
use crate::models::popularity::Popularity;
use crate::pipeline::baselines::{BaselineParams, TunedBaseline};
use crate::split::Split;
use crate::tuning::{
    EaseSpace, GRID_DEPTH, GridSearch, ItemKnnSpace, MAX_CLOSED_FORM_ITEMS, SearchSpace, tuning_users,
};

/// How well a baseline does on validation, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    pub name: &'static str,
    /// NDCG@10 of the best options so far.
    pub validation: f64,
    /// Whether they are chosen.
    pub is_final: bool,
}

/// First the bestsellers, whose figure is there at once; then item-kNN, then EASE.
pub struct BaselineTuning {
    stage: Stage,
    /// NDCG@10 of the bestsellers on validation.
    popularity: Option<f64>,
}

enum Stage {
    /// None before the first step.
    Popularity(Option<Box<(Popularity, Validation)>>),
    ItemKnn(Box<GridSearch<ItemKnnSpace>>),
    /// What was chosen for item-kNN, and the search for EASE.
    Ease(TunedBaseline<ItemKnnOptions>, Box<GridSearch<EaseSpace>>),
    Over,
}

impl Default for BaselineTuning {
    fn default() -> Self {
        BaselineTuning { stage: Stage::Popularity(None), popularity: None }
    }
}

impl BaselineTuning {
    /// How those stand that are known by now.
    pub fn standings(&self) -> Vec<Standing> {
        match &self.stage {
            Stage::Popularity(_) | Stage::Over => Vec::new(),
            Stage::ItemKnn(search) => standings(self.popularity, (search.best_ndcg(), false), (None, false)),
            Stage::Ease(item_knn, search) => {
                standings(self.popularity, (item_knn.best_validation(), true), (search.best_ndcg(), false))
            }
        }
    }
}

impl BaselineParams {
    /// How the baselines stand, all of which are chosen.
    pub fn standings(&self) -> Vec<Standing> {
        standings(self.popularity, (self.item_knn.best_validation(), true), (self.ease.best_validation(), true))
    }
}

fn standings(popularity: Option<f64>, item_knn: (Option<f64>, bool), ease: (Option<f64>, bool)) -> Vec<Standing> {
    let all = [(POPULARITY_NAME, (popularity, true)), (ITEM_KNN_NAME, item_knn), (EASE_NAME, ease)];
    let standing = |(name, (validation, is_final)): (&'static str, (Option<f64>, bool))| {
        validation.map(|validation| Standing { name, validation, is_final })
    };
    all.into_iter().filter_map(standing).collect()
}

impl Job for BaselineTuning {
    type Input<'a> = &'a Split;
    type Output = BaselineParams;

    fn poll(&mut self, split: &Split) -> Result<Poll<BaselineParams>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Popularity(None) => {
                let validation = Validation::new(tuning_users(&split.validation), &split.validation, GRID_DEPTH);
                Stage::Popularity(Some(Box::new((Popularity::fit(&split.train), validation))))
            }
            Stage::Popularity(Some(mut measured)) => {
                let (model, validation) = &mut *measured;
                let (known, held_out) = (split.known_for_validation(), &split.validation);
                if validation.poll(Scored { model, known, held_out })?.is_pending() {
                    Stage::Popularity(Some(measured))
                } else {
                    self.popularity = validation.mean_ndcg();
                    Stage::ItemKnn(Box::new(GridSearch::new(ItemKnnSpace)))
                }
            }
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
                    Some(ease) => {
                        let (seed, popularity) = (split.seed, self.popularity);
                        return Ok(Poll::Ready(BaselineParams { seed, popularity, item_knn, ease }));
                    }
                    None => Stage::Ease(item_knn, search),
                }
            }
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Popularity(_) => 0.0,
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
