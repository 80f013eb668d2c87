//! Grid search on validation: a climb over a grid of options by NDCG@10, each point fitted to train; then the best
//! is fitted to train and validation together, for the test, or to train once more, where it is to be a part of
//! something that is still to be chosen.

use std::task::Poll;

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::error::{Error, Result};
use crate::evaluation::{Scored, Validation};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::models::Model;
use crate::split::Split;
use crate::tuning::climb::Climb;

/// Users that a trial is measured on, at most: a mean over this many tells options apart.
pub const TUNING_USERS: usize = 4_000;
/// Length of the lists that are compared.
pub const GRID_DEPTH: usize = 10;

/// A kind of model with a grid of options.
pub trait SearchSpace {
    type Options: Clone;
    type Model: Model;
    type Fit: for<'a> Job<Input<'a> = &'a CsrMatrix, Output = Self::Model>;

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
    fn fit(&self, options: &Self::Options, known: &CsrMatrix, former: Option<Self::Model>) -> Result<Self::Fit>;

    /// The same for the last fit, to other data than before.
    ///
    /// # Errors
    /// As [`SearchSpace::fit`].
    fn refit(&self, options: &Self::Options, known: &CsrMatrix, former: Option<Self::Model>) -> Result<Self::Fit>;
}

/// A row of the table of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct GridTrial<O> {
    pub options: O,
    /// The mean NDCG@10 on validation; none where nothing is held out for it.
    pub ndcg: Option<f64>,
}

impl<O: Flat> Flat for GridTrial<O> {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.options.write(writer)?;
        self.ndcg.write(writer)
    }
    fn read(reader: &mut ByteReader) -> Result<GridTrial<O>> {
        Ok(GridTrial { options: O::read(reader)?, ndcg: Flat::read(reader)? })
    }
}

/// The best model of a space.
pub struct Tuned<S: SearchSpace> {
    pub options: S::Options,
    /// Fitted to train and validation.
    pub model: S::Model,
}

/// What the best options are fitted to in the end.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Known,
    Train,
}

enum Stage<S: SearchSpace> {
    /// The options are known from another tuning on the same split.
    Settled(S::Options),
    /// The next point is to be chosen; the model of the last one is of no other use.
    Choosing(Option<S::Model>),
    Fitting(Vec<usize>, S::Fit),
    Measuring(Vec<usize>, S::Model, Box<Validation>),
    Refitting(S::Options, S::Fit),
    Over,
}

/// The search in bounded steps.
pub struct GridSearch<S: SearchSpace> {
    space: S,
    climb: Climb,
    stage: Stage<S>,
    trials: Vec<GridTrial<S::Options>>,
    /// The greatest share that was ever said to be done.
    shown: f64,
    last: Last,
}

impl<S: SearchSpace> GridSearch<S> {
    /// The tuning of `space`; the best is fitted to train and validation.
    pub fn new(space: S) -> Self {
        let climb = Climb::new(&space.lengths(), &space.start());
        let (stage, trials) = (Stage::Choosing(None), Vec::new());
        GridSearch { space, climb, stage, trials, shown: 0.0, last: Last::Known }
    }

    /// The same, but the best is fitted to train alone, so that validation can decide about more.
    pub fn for_validation(space: S) -> Self {
        GridSearch { last: Last::Train, ..GridSearch::new(space) }
    }

    /// No choice any more, only the last fit, to train and validation.
    pub fn settled(space: S, options: S::Options) -> Self {
        GridSearch { stage: Stage::Settled(options), ..GridSearch::new(space) }
    }

    /// No choice any more, only the last fit, to train alone.
    pub fn settled_for_validation(space: S, options: S::Options) -> Self {
        GridSearch { last: Last::Train, ..GridSearch::settled(space, options) }
    }

    fn choose(&self, split: &Split, former: Option<S::Model>) -> Result<Stage<S>> {
        let chosen = if split.validation.ones() == 0 { None } else { self.climb.next() };
        if let Some(point) = chosen {
            let fit = self.space.fit(&self.space.options(&point), &split.train, former)?;
            return Ok(Stage::Fitting(point, fit));
        }
        let start = self.space.start();
        let best = self.climb.best().map_or(start, |(point, _)| point.clone());
        self.last_fit(split, self.space.options(&best), former)
    }

    fn last_fit(&self, split: &Split, options: S::Options, former: Option<S::Model>) -> Result<Stage<S>> {
        let data = self.last_data(split);
        let fit = match self.last {
            Last::Known => self.space.refit(&options, data, former)?,
            Last::Train => self.space.fit(&options, data, former)?,
        };
        Ok(Stage::Refitting(options, fit))
    }

    fn last_data<'a>(&self, split: &'a Split) -> &'a CsrMatrix {
        match self.last {
            Last::Known => split.fit_for_test(),
            Last::Train => &split.train,
        }
    }

    /// What was chosen, once it is; the last fit may then be left to others.
    pub fn choice(&self) -> Option<&S::Options> {
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
    pub fn trials(&self) -> &[GridTrial<S::Options>] {
        &self.trials
    }

    /// The share that is done: of what is to be done if no further point is better than the
    /// best so far.
    fn reached(&self) -> f64 {
        let part = match &self.stage {
            Stage::Settled(_) | Stage::Choosing(_) => 0.0,
            Stage::Fitting(_, fit) => 0.5 * fit.progress(),
            Stage::Measuring(_, _, ranking) => 0.5 + 0.5 * ranking.progress(),
            Stage::Refitting(_, fit) => fit.progress(),
            Stage::Over => 1.0,
        };
        let left = match &self.stage {
            Stage::Settled(_) | Stage::Refitting(..) | Stage::Over => 1,
            _ => self.climb.left() + 1,
        };
        let done = self.climb.tried() as f64;
        (done + part) / (done + left as f64)
    }
}

impl<S: SearchSpace> Job for GridSearch<S> {
    type Input<'a> = &'a Split;
    type Output = Tuned<S>;

    /// The next bounded step on `split`; the best model at the end. Without anything held out for
    /// validation that is the model at the start of the grid.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::OptionOutOfRange`]; [`Error::JOB_OVER`] after the end.
    fn poll(&mut self, split: &Split) -> Result<Poll<Tuned<S>>> {
        let stage = std::mem::replace(&mut self.stage, Stage::Over);
        self.stage = match stage {
            Stage::Settled(options) => self.last_fit(split, options, None)?,
            Stage::Choosing(former) => self.choose(split, former)?,
            Stage::Fitting(point, mut fit) => match fit.poll(&split.train)? {
                Poll::Ready(model) => {
                    let ranking =
                        Box::new(Validation::new(tuning_users(&split.validation), &split.validation, GRID_DEPTH));
                    Stage::Measuring(point, model, ranking)
                }
                Poll::Pending => Stage::Fitting(point, fit),
            },
            Stage::Measuring(point, mut model, mut ranking) => {
                let (known, held_out) = (split.known_for_validation(), &split.validation);
                if ranking.poll(Scored { model: &mut model, known, held_out })?.is_ready() {
                    let ndcg = ranking.mean_ndcg();
                    self.trials.push(GridTrial { options: self.space.options(&point), ndcg });
                    self.climb.note(point, ndcg.unwrap_or(0.0));
                    Stage::Choosing(Some(model))
                } else {
                    Stage::Measuring(point, model, ranking)
                }
            }
            Stage::Refitting(options, mut fit) => match fit.poll(self.last_data(split))? {
                Poll::Ready(model) => {
                    self.shown = 1.0;
                    return Ok(Poll::Ready(Tuned { options, model }));
                }
                Poll::Pending => Stage::Refitting(options, fit),
            },
            Stage::Over => return Err(Error::JOB_OVER),
        };
        self.shown = self.shown.max(self.reached());
        Ok(Poll::Pending)
    }

    /// It waits where a better point is found, since there is more to do then.
    fn progress(&self) -> f64 {
        self.shown
    }
}

/// Users with something held out: all, or an even selection of [`TUNING_USERS`].
pub fn tuning_users(held_out: &CsrMatrix) -> Vec<u32> {
    let users: Vec<u32> = (0..held_out.rows()).filter(|&u| !held_out.row(u).is_empty()).map(|u| u as u32).collect();
    let taken = users.len().min(TUNING_USERS);
    (0..taken).map(|index| users[index * users.len() / taken]).collect()
}
