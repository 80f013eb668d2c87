//! Tuning on validation: a climb over a grid of options by NDCG@10, each point fitted to train; then the best
//! is fitted to train and validation together, for the test, or to train once more, where it is to be a part of
//! something that is still to be chosen.

pub mod climb;
pub mod ease;
pub mod item_knn;
pub mod linear;
pub mod mixing;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::evaluation::ranking::Ranking;
use crate::linalg::csr::SparseRows;
use crate::models::{Fit, Model};
use crate::split::Split;
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// What the best options are fitted to in the end.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Known,
    Train,
}

enum Stage<F: Family> {
    /// The options are known from another tuning on the same split.
    Settled(F::Options),
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
    last: Last,
}

impl<F: Family> Tuning<F> {
    /// The tuning of `family`; the best is fitted to train and validation.
    pub fn new(family: F) -> Self {
        let climb = Climb::new(&family.lengths(), &family.start());
        let (stage, trials) = (Stage::Choosing(None), Vec::new());
        Tuning { family, climb, stage, trials, fraction: 0.0, last: Last::Known }
    }

    /// The same, but the best is fitted to train alone, so that validation can decide about more.
    pub fn for_validation(family: F) -> Self {
        Tuning { last: Last::Train, ..Tuning::new(family) }
    }

    /// No choice any more, only the last fit, to train and validation.
    pub fn settled(family: F, options: F::Options) -> Self {
        Tuning { stage: Stage::Settled(options), ..Tuning::new(family) }
    }

    /// No choice any more, only the last fit, to train alone.
    pub fn settled_for_validation(family: F, options: F::Options) -> Self {
        Tuning { last: Last::Train, ..Tuning::settled(family, options) }
    }

    /// The next bounded step on `split`; the best model when it was the last. Without anything held out for
    /// validation that is the model at the start of the grid.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::OptionOutOfRange`]; [`Error::WrongOrder`] after the end.
    pub fn step(&mut self, split: &Split) -> Result<Option<Tuned<F>>> {
        let stage = std::mem::replace(&mut self.stage, Stage::Over);
        self.stage = match stage {
            Stage::Settled(options) => self.last_fit(split, options, None)?,
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
                    let ndcg = ranking.mean_ndcg();
                    self.trials.push(Trial { options: self.family.options(&point), ndcg });
                    self.climb.note(point, ndcg.unwrap_or(0.0));
                    Stage::Choosing(Some(model))
                } else {
                    Stage::Measuring(point, model, ranking)
                }
            }
            Stage::Refitting(options, mut fit) => match fit.step(self.last_data(split))? {
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
        self.last_fit(split, self.family.options(&best), former)
    }

    fn last_fit(&self, split: &Split, options: F::Options, former: Option<F::Model>) -> Result<Stage<F>> {
        let data = self.last_data(split);
        let fit = match self.last {
            Last::Known => self.family.refit(&options, data, former)?,
            Last::Train => self.family.fit(&options, data, former)?,
        };
        Ok(Stage::Refitting(options, fit))
    }

    fn last_data<'a>(&self, split: &'a Split) -> &'a SparseRows {
        match self.last {
            Last::Known => split.fit_for_test(),
            Last::Train => &split.train,
        }
    }

    /// What was chosen, once it is; the last fit may then be left to others.
    pub fn choice(&self) -> Option<&F::Options> {
        match &self.stage {
            Stage::Refitting(options, _) => Some(options),
            _ => None,
        }
    }

    /// The best mean NDCG@10 on validation so far; none before the first trial, and where nothing is held out.
    pub fn best_ndcg(&self) -> Option<f64> {
        self.climb.best().map(|&(_, ndcg)| ndcg)
    }

    /// The points tried so far, in the order of the climb.
    pub fn trials(&self) -> &[Trial<F::Options>] {
        &self.trials
    }

    /// The share that is done, 0–1: of what is to be done if no further point is better than the
    /// best so far. It waits where one is.
    pub fn fraction(&mut self) -> f64 {
        let part = match &self.stage {
            Stage::Settled(_) | Stage::Choosing(_) => 0.0,
            Stage::Fitting(_, fit) => 0.5 * fit.fraction(),
            Stage::Measuring(_, _, ranking) => 0.5 + 0.5 * ranking.fraction(),
            Stage::Refitting(_, fit) => fit.fraction(),
            Stage::Over => 1.0,
        };
        let left = match &self.stage {
            Stage::Settled(_) | Stage::Refitting(..) | Stage::Over => 1,
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
