//! The tuning of baselines on validation: a climb over a grid of options by NDCG@10, each point
//! fitted to train; then the best is fitted to train and validation together.

pub mod climb;
pub mod ease;
pub mod item_knn;

use serde::Serialize;

use crate::data::sparse::SparseRows;
use crate::data::split::Split;
use crate::error::{Error, Result};
use crate::evaluation::ranking::Ranking;
use crate::models::{Fit, Model};
use climb::Climb;

/// The most users that a trial is measured on: a mean over so many tells options apart.
pub const TUNING_USERS: usize = 4_000;
/// Length of the lists that are compared.
const DEPTH: usize = 10;

/// A kind of model with a grid of options.
pub trait Family {
    type Options: Clone;
    type Model: Model;
    type Fit: Fit<Model = Self::Model>;

    /// How many values each axis of the grid has.
    fn lengths(&self) -> Vec<usize>;

    /// Where the climb starts.
    fn start(&self) -> Vec<usize>;

    /// The options at a point of the grid.
    fn options(&self, point: &[usize]) -> Self::Options;

    /// A fit with `options` to `known`, from what can be used of the model before it on the same data.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::OptionOutOfRange`].
    fn fit(&self, options: &Self::Options, known: &SparseRows, former: Option<Self::Model>) -> Result<Self::Fit>;

    /// The same for the last fit, to other data than before.
    ///
    /// # Errors
    /// As [`Family::fit`].
    fn refit(&self, options: &Self::Options, known: &SparseRows, former: Option<Self::Model>) -> Result<Self::Fit>;
}

/// A row of the table of trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trial<O> {
    pub options: O,
    /// The mean NDCG@10 on validation; none where nothing is held out for it.
    pub ndcg: Option<f64>,
}

/// The best model of a family.
pub struct Tuned<F: Family> {
    pub options: F::Options,
    /// Fitted to train and validation.
    pub model: F::Model,
}

enum Stage<F: Family> {
    /// The next point is to be chosen; the model of the last one is of no other use.
    Choosing(Option<F::Model>),
    Fitting(Vec<usize>, F::Fit),
    Measuring(Vec<usize>, F::Model, Box<Ranking>),
    Refitting(F::Options, F::Fit),
    Over,
}

/// The tuning of a family in bounded steps.
pub struct Tuning<F: Family> {
    family: F,
    climb: Climb,
    stage: Stage<F>,
    trials: Vec<Trial<F::Options>>,
    /// The greatest share that was ever said to be done.
    fraction: f64,
}

impl<F: Family> Tuning<F> {
    /// The tuning of `family`.
    pub fn new(family: F) -> Self {
        let climb = Climb::new(&family.lengths(), &family.start());
        Tuning { family, climb, stage: Stage::Choosing(None), trials: Vec::new(), fraction: 0.0 }
    }

    /// The next bounded step on `split`; the best model when it was the last. Without anything held out for
    /// validation that is the model at the start of the grid.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::OptionOutOfRange`]; [`Error::WrongOrder`] after the end.
    pub fn step(&mut self, split: &Split) -> Result<Option<Tuned<F>>> {
        let stage = std::mem::replace(&mut self.stage, Stage::Over);
        self.stage = match stage {
            Stage::Choosing(former) => self.choose(split, former)?,
            Stage::Fitting(point, mut fit) => match fit.step(&split.train)? {
                Some(model) => {
                    let ranking = Box::new(Ranking::new(sample(&split.validation), &split.validation, DEPTH));
                    Stage::Measuring(point, model, ranking)
                }
                None => Stage::Fitting(point, fit),
            },
            Stage::Measuring(point, mut model, mut ranking) => {
                if ranking.step(&mut model, split.known_for_validation(), &split.validation)? {
                    let ndcg = ranking.mean_ndcg_10();
                    self.trials.push(Trial { options: self.family.options(&point), ndcg });
                    self.climb.note(point, ndcg.unwrap_or(0.0));
                    Stage::Choosing(Some(model))
                } else {
                    Stage::Measuring(point, model, ranking)
                }
            }
            Stage::Refitting(options, mut fit) => match fit.step(split.fit_for_test())? {
                Some(model) => return Ok(Some(Tuned { options, model })),
                None => Stage::Refitting(options, fit),
            },
            Stage::Over => return Err(Error::WrongOrder),
        };
        Ok(None)
    }

    fn choose(&self, split: &Split, former: Option<F::Model>) -> Result<Stage<F>> {
        let chosen = if split.validation.ones() == 0 { None } else { self.climb.next() };
        if let Some(point) = chosen {
            let fit = self.family.fit(&self.family.options(&point), &split.train, former)?;
            return Ok(Stage::Fitting(point, fit));
        }
        let start = self.family.start();
        let best = self.climb.best().map_or(start, |(point, _)| point.clone());
        let options = self.family.options(&best);
        let fit = self.family.refit(&options, split.fit_for_test(), former)?;
        Ok(Stage::Refitting(options, fit))
    }

    /// The points tried so far, in the order of the climb.
    pub fn trials(&self) -> &[Trial<F::Options>] {
        &self.trials
    }

    /// The share that is done, 0–1: of what is to be done if no further point is better than the
    /// best so far. It waits where one is.
    pub fn fraction(&mut self) -> f64 {
        let part = match &self.stage {
            Stage::Choosing(_) => 0.0,
            Stage::Fitting(_, fit) => 0.5 * fit.fraction(),
            Stage::Measuring(_, _, ranking) => 0.5 + 0.5 * ranking.fraction(),
            Stage::Refitting(_, fit) => fit.fraction(),
            Stage::Over => 1.0,
        };
        let left = match &self.stage {
            Stage::Refitting(..) | Stage::Over => 1,
            _ => self.climb.left() + 1,
        };
        let done = self.climb.tried() as f64;
        self.fraction = self.fraction.max((done + part) / (done + left as f64));
        self.fraction
    }
}

/// Users with something held out: all, or an even selection of [`TUNING_USERS`].
fn sample(held_out: &SparseRows) -> Vec<u32> {
    let users: Vec<u32> = (0..held_out.rows()).filter(|&u| !held_out.row(u).is_empty()).map(|u| u as u32).collect();
    let taken = users.len().min(TUNING_USERS);
    (0..taken).map(|index| users[index * users.len() / taken]).collect()
}
