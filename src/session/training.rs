//! A training under way: the linear path where there is one, the networks that compete, the mix of both, and
//! the validation that steers all of it.

use std::rc::Rc;

use serde::Serialize;

use super::Fitted;
use super::plan::plan;
use super::runner::EpochRecord;
use super::search::Search;
use super::study::Study;
use crate::error::{Error, Result};
use crate::export::report::{Choices, SplitReport, TrainingReport};
use crate::models::Fit;
use crate::models::ease::Ease;
use crate::models::linear::{Linear, LinearFit};
use crate::models::wide_deep::Wide;
use crate::network::mlp::Network;
use crate::rng::{shuffle, stream};
use crate::split::Split;
use crate::training::candidates::{candidates, epoch_work};
use crate::training::options::{Options, Settings};
use crate::training::recipe::Recipe;
use crate::training::trainer::Trainer;
use crate::tuning::linear::{LinearFamily, MOST_ITEMS};
use crate::tuning::mixing::Mixing;
use crate::tuning::{Family, Tuning};

/// Milliseconds of some clock that never goes back.
pub type Clock<'a> = dyn Fn() -> f64 + 'a;

/// The most users that are scored for validation after each epoch, chosen by the seed. A pair network
/// runs once per user and item, which is some hundred times the work.
const VALIDATION_USERS: usize = 5_000;
const VALIDATION_USERS_PAIR: usize = 300;
/// The deep path's share where there is no validation to choose it by.
const SHARE: f64 = 0.5;
/// A deep path with a smaller share does not learn once more: nobody would see it.
const LEAST_SHARE: f64 = 0.15;
/// Fits that the choice of a linear path takes, about, and epochs that a network takes of those it may.
const FITS: f64 = 9.0;
const EPOCHS: f64 = 0.6;

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The choice of the linear path, on validation.
    Linear,
    /// The choice among several networks.
    Search,
    /// An epoch's batches.
    Batches,
    /// The validation after them.
    Validation,
    /// The choice of the deep path's share.
    Mixing,
    /// What was chosen learns once more, from train and validation together.
    Refit,
}

/// How far a training has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub phase: Phase,
    /// Which part of how many is under way: networks of a search; 0 of 0 where there are none.
    pub part: usize,
    pub parts: usize,
    pub epoch: u32,
    pub epochs: u32,
    /// Of the whole training, 0–1.
    pub fraction: f64,
    pub loss: Option<f64>,
    /// Of work, without pauses.
    pub seconds: f64,
    pub seconds_left: Option<f64>,
    /// Epochs that are to be told of.
    pub records: Vec<EpochRecord>,
    /// Whether there is nothing left to do.
    pub over: bool,
}

/// How a training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// After all epochs.
    Finished,
    /// By early stopping.
    Early,
    /// By the user.
    Stopped,
}

/// What a training left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trained {
    pub how: How,
    /// Completed epochs.
    pub epochs: u32,
    /// The epoch whose weights are in use; 0 where none was completed, and nothing is in use.
    pub kept: u32,
    pub seconds: f64,
    /// The split that it learned from: by its own seed, which may not be that of the reading.
    pub split: SplitReport,
    pub choices: Choices,
}

enum Stage {
    Linear(Box<Tuning<LinearFamily>>),
    Deep,
    Mixing(Mixing),
    /// The linear path learns from all that is known.
    RefittingLinear(Box<LinearFit>),
    /// The network does, for as many epochs as validation has shown to be best.
    RefittingDeep(Box<Trainer<f32>>),
    Over,
}

pub(super) struct Training {
    options: Options,
    stage: Stage,
    /// Fitted to train, then to all that is known.
    linear: Option<Linear>,
    search: Search,
    /// The network that won, once it has learned from all that is known.
    refitted: Option<Network<f32>>,
    validated: Rc<[u32]>,
    choices: Choices,
    /// Multiply-adds of the linear path's part and of the networks', about.
    work: [f64; 2],
    milliseconds: f64,
    /// Over when validation has said what it says.
    is_trial: bool,
}

impl Training {
    /// A training on `study`, whose split is by the options' seed.
    pub fn new(options: &Options, study: &mut Study) -> Result<Training> {
        Training::with(options, options.check()?, study)
    }

    /// A training for the sake of its validation: of just these options, for so many epochs.
    pub fn trial(options: &Options, epochs: u32, study: &mut Study) -> Result<Training> {
        let settings = Settings { epochs, search: false, ..options.check()? };
        Ok(Training { is_trial: true, ..Training::with(options, settings, study)? })
    }

    fn with(options: &Options, settings: Settings, study: &mut Study) -> Result<Training> {
        plan(options, &study.split)?;
        let validated: Rc<[u32]> = validation_users(&settings, &study.split).into();
        let train = &study.split.train;
        let candidates = candidates(&settings, train);
        let deep = EPOCHS * f64::from(candidates[0].epochs) * epoch_work(settings.hidden.iter().sum(), train);
        let linear = FITS * Ease::work(train.width().min(MOST_ITEMS));
        let family = LinearFamily { most_items: MOST_ITEMS };
        let linear_at_hand = if settings.linear { study.linear_at_hand.take() } else { None };
        let stage = match study.linear {
            _ if !settings.linear => Stage::Deep,
            // Another trial has left it.
            Some(chosen) if linear_at_hand.as_ref().is_some_and(|linear| linear.options() == chosen) => Stage::Deep,
            // Chosen for another training on the same split.
            Some(chosen) => Stage::Linear(Box::new(Tuning::settled_for_validation(family, chosen))),
            None => Stage::Linear(Box::new(Tuning::for_validation(family))),
        };
        Ok(Training {
            options: options.clone(),
            work: [if settings.linear { linear } else { 0.0 }, deep],
            search: Search::new(candidates, &study.split, validated.clone())?,
            stage,
            choices: Choices { linear: linear_at_hand.as_ref().map(Linear::options), ..Choices::default() },
            linear: linear_at_hand,
            is_trial: false,
            refitted: None,
            validated,
            milliseconds: 0.0,
        })
    }

    pub fn advance(&mut self, study: &mut Study, clock: &Clock, budget: f64) -> Result<Progress> {
        let begun = clock();
        let before = self.milliseconds;
        let mut records = Vec::new();
        while records.is_empty() && !self.is_over() {
            records = self.step(study)?;
            self.milliseconds = before + (clock() - begun);
            if self.milliseconds - before >= budget {
                break;
            }
        }
        Ok(self.progress(records))
    }

    /// One batch, one block of validated users, or one step of a fit.
    fn step(&mut self, study: &mut Study) -> Result<Vec<EpochRecord>> {
        let split = &study.split;
        match &mut self.stage {
            Stage::Linear(tuning) => {
                if let Some(tuned) = tuning.step(split)? {
                    study.linear = Some(tuned.options);
                    self.choices.linear = Some(tuned.options);
                    self.choices.linear_validation = tuning.best_ndcg();
                    self.linear = Some(tuned.model);
                    self.stage = Stage::Deep;
                }
            }
            Stage::Deep => {
                let records = self.search.step(split, self.milliseconds / 1_000.0)?;
                if self.search.is_over() {
                    self.leave_deep(&study.split)?;
                }
                return Ok(records);
            }
            Stage::Mixing(mixing) => {
                let Some(linear) = &self.linear else { return Err(Error::WrongOrder) };
                let mut deep = self.search.model();
                if mixing.is_over()
                    || mixing.step(linear, &mut deep, split.known_for_validation(), &split.validation)?
                {
                    let best = mixing.best();
                    self.choices.deep_share = Some(best.map_or(SHARE, |(share, _)| share));
                    self.choices.validation = best.map(|(_, ndcg)| ndcg);
                    self.stage = if self.is_trial { Stage::Over } else { self.refit_linear(split)? };
                }
            }
            Stage::RefittingLinear(fit) => {
                if let Some(linear) = fit.step(split.fit_for_test())? {
                    self.linear = Some(linear);
                    self.stage = self.refit_deep(split)?;
                }
            }
            Stage::RefittingDeep(trainer) => {
                if trainer.step(split.fit_for_test())?.is_some() {
                    trainer.end_epoch(None);
                    if trainer.is_finished() {
                        self.refitted = Some(trainer.network().clone());
                        self.stage = Stage::Over;
                    }
                }
            }
            Stage::Over => {}
        }
        Ok(Vec::new())
    }

    fn leave_deep(&mut self, split: &Split) -> Result<()> {
        self.stage = match self.linear {
            Some(_) => Stage::Mixing(Mixing::new(self.validated.iter().copied(), &split.validation)),
            None if self.is_trial => Stage::Over,
            None => self.refit_deep(split)?,
        };
        Ok(())
    }

    /// Begins the last fit of the linear path, which stays as it is until that is done, in case of a stop.
    fn refit_linear(&self, split: &Split) -> Result<Stage> {
        let options = self.linear.as_ref().map(Linear::options).ok_or(Error::WrongOrder)?;
        let family = LinearFamily { most_items: options.most_items };
        Ok(Stage::RefittingLinear(Box::new(family.refit(&options, split.fit_for_test(), None)?)))
    }

    /// Begins the last training of the network that won, if there is more to learn from than it had, and its share is
    /// worth the time.
    fn refit_deep(&self, split: &Split) -> Result<Stage> {
        let winner = self.search.current();
        let (settings, epochs) = (winner.settings(), winner.kept_epoch());
        if !settings.search
            || epochs == 0
            || split.validation.ones() == 0
            || self.choices.deep_share.is_some_and(|share| share < LEAST_SHARE)
        {
            return Ok(Stage::Over);
        }
        let settings = Settings { epochs, patience: 0, ..settings.clone() };
        Ok(Stage::RefittingDeep(Box::new(Trainer::new(settings, split.fit_for_test())?)))
    }

    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    fn progress(&mut self, records: Vec<EpochRecord>) -> Progress {
        let seconds = self.milliseconds / 1_000.0;
        let over = self.is_over();
        let fraction = if over { 1.0 } else { self.fraction().min(1.0) };
        let runner = self.search.current();
        let epochs = runner.settings().epochs;
        let phase = match &self.stage {
            Stage::Linear(_) => Phase::Linear,
            Stage::Mixing(_) => Phase::Mixing,
            Stage::RefittingLinear(_) | Stage::RefittingDeep(_) => Phase::Refit,
            _ if !self.search.is_decided() => Phase::Search,
            _ if runner.is_validating() => Phase::Validation,
            _ => Phase::Batches,
        };
        let (part, parts) = if phase == Phase::Search { self.search.place() } else { (0, 0) };
        Progress {
            phase,
            part,
            parts,
            epoch: runner.epoch().min(epochs),
            epochs,
            fraction,
            loss: runner.running_loss(),
            seconds,
            seconds_left: (seconds > 0.5 && fraction > 0.0).then(|| seconds / fraction * (1.0 - fraction)),
            records,
            over,
        }
    }

    /// The linear path counts by its fits, the last of which comes at the end, the networks by their epochs.
    fn fraction(&mut self) -> f64 {
        const LAST_FIT: f64 = 1.0 / FITS;
        const LAST_TRAINING: f64 = 0.3;
        let [linear, deep] = self.work;
        let last_deep = if self.search.current().settings().search { LAST_TRAINING } else { 0.0 };
        let (linear_done, deep_done) = match &mut self.stage {
            Stage::Linear(tuning) => ((1.0 - LAST_FIT) * tuning.fraction(), 0.0),
            Stage::Deep => (1.0 - LAST_FIT, (1.0 - last_deep) * self.search.progress()),
            Stage::Mixing(_) => (1.0 - LAST_FIT, 1.0 - last_deep),
            Stage::RefittingLinear(fit) => (1.0 - LAST_FIT + LAST_FIT * fit.fraction(), 1.0 - last_deep),
            Stage::RefittingDeep(trainer) => {
                let done = (f64::from(trainer.epoch() - 1) + trainer.fraction()) / f64::from(trainer.settings().epochs);
                (1.0, 1.0 - last_deep * (1.0 - done))
            }
            Stage::Over => (1.0, 1.0),
        };
        (linear * linear_done + deep * deep_done) / (linear + deep).max(1.0)
    }

    /// Ends a trial: NDCG@10 on validation of the best epoch, with the linear path where there is one, how many epochs
    /// there were, and their seconds. The linear path stays at hand for the next trial.
    pub fn conclude(self, study: &mut Study) -> (Option<f64>, u32, f64) {
        let runner = self.search.finish();
        let alone = Some(runner.best()).filter(|ndcg| ndcg.is_finite());
        study.linear_at_hand = self.linear;
        (self.choices.validation.or(alone), runner.history().len() as u32, self.milliseconds / 1_000.0)
    }

    /// Ends it, over or not. Without an epoch nothing is kept. A linear path that has not come to its end is kept
    /// as it was fitted to train, with a share of the deep path that nobody has chosen yet.
    pub fn finish(self, split: &Split) -> Result<(Trained, Fitted)> {
        let over = self.is_over();
        let Training { mut options, search, linear, refitted, mut choices, milliseconds, .. } = self;
        let runner = search.finish();
        let how = match (over, runner.is_finished()) {
            (false, _) => How::Stopped,
            (true, true) => How::Finished,
            (true, false) => How::Early,
        };
        let (epochs, seconds) = (runner.history().len() as u32, milliseconds / 1_000.0);
        let Settings { recipe, ref hidden, input_dropout, .. } = *runner.settings();
        options.hidden = hidden.iter().map(|&width| width as f64).collect();
        options.input_dropout = input_dropout;
        (choices.hidden, choices.input_dropout) = (hidden.clone(), input_dropout);
        let wide = linear.map(|linear| Wide { linear, deep_share: *choices.deep_share.get_or_insert(SHARE) });
        let training = TrainingReport {
            epochs,
            kept: 0,
            seconds,
            loss: runner.history().iter().map(|record| record.loss).collect(),
            validation: runner.history().iter().map(|record| record.validation).collect(),
            choices: choices.clone(),
        };
        let (kept, network, scorer) = runner.finish();
        let network = refitted.unwrap_or(network);
        let training = TrainingReport { kept, ..training };
        let split = SplitReport::of(split);
        let trained = Trained { how, epochs, kept, seconds, split, choices };
        Ok((trained, Fitted { options, recipe, network, scorer, wide, split, training, comparison: None }))
    }
}

/// Users with something held out for validation, at most as many as are affordable after every epoch.
fn validation_users(settings: &Settings, split: &Split) -> Vec<u32> {
    let validation = &split.validation;
    let mut users: Vec<u32> =
        (0..validation.rows() as u32).filter(|&user| !validation.row(user as usize).is_empty()).collect();
    let most = if settings.recipe == Recipe::Pair { VALIDATION_USERS_PAIR } else { VALIDATION_USERS };
    if users.len() > most {
        shuffle(&mut stream(settings.seed, "validation users"), &mut users);
        users.truncate(most);
        users.sort_unstable();
    }
    users
}
