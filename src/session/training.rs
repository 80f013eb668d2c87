//! A training under way, with the validation that steers it.

use serde::Serialize;

use super::Fitted;
use super::dataset::Data;
use crate::data::split::SplitKind;
use crate::error::{Error, MEMORY_BUDGET, Result};
use crate::evaluation::ranking::Ranking;
use crate::export::report::{SplitReport, TrainingReport};
use crate::models::network_model::{NetworkModel, Scorer};
use crate::network::network::Network;
use crate::random::{shuffle, stream};
use crate::training::loss::Loss;
use crate::training::options::{Options, Settings};
use crate::training::recipe::Recipe;
use crate::training::trainer::{EpochLoss, Trainer, shape};

/// Milliseconds of some clock that never goes back.
pub type Clock<'a> = dyn Fn() -> f64 + 'a;

/// The most users that are scored for validation after each epoch, chosen by the seed. A pair network
/// runs once per user and item, which is some hundred times the work.
const VALIDATION_USERS: usize = 5_000;
const VALIDATION_USERS_PAIR: usize = 300;

/// How long the lists are that validation looks at: NDCG@10 is what steers.
const VALIDATION_DEPTH: usize = 10;

/// What a training would be.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub options: Options,
    pub layers: Vec<LayerPlan>,
    pub parameters: usize,
}

/// A layer's shape, and what its sums become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerPlan {
    pub inputs: usize,
    pub outputs: usize,
    pub activation: String,
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Batches,
    Validation,
}

/// How far a training has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub phase: Phase,
    pub epoch: u32,
    pub epochs: u32,
    /// Of the whole training, 0–1.
    pub fraction: f64,
    pub loss: Option<f64>,
    /// Of work, without pauses.
    pub seconds: f64,
    pub seconds_left: Option<f64>,
    /// An epoch that has just ended.
    pub record: Option<EpochRecord>,
    /// Whether there is nothing left to do.
    pub over: bool,
}

/// An epoch's figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EpochRecord {
    pub epoch: u32,
    pub loss: f64,
    pub accuracy: Option<f64>,
    /// NDCG@10 on validation.
    pub validation: Option<f64>,
    pub best: bool,
    pub seconds: f64,
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trained {
    pub how: How,
    /// Completed epochs.
    pub epochs: u32,
    /// The epoch whose weights are in use; 0 where none was completed, and nothing is in use.
    pub kept: u32,
    pub seconds: f64,
    /// The split that it learned from: by its own seed, which may not be that of the reading.
    pub split: SplitReport,
}

pub(super) struct Training {
    options: Options,
    trainer: Trainer<f32>,
    scorer: Scorer,
    validated: Vec<u32>,
    /// The validation that follows an epoch.
    validation: Option<(EpochLoss, Ranking)>,
    history: Vec<EpochRecord>,
    milliseconds: f64,
}

/// Checks options against the data at hand.
pub(super) fn plan(options: &Options, data: &Data) -> Result<Plan> {
    let settings = options.check()?;
    if settings.recipe == Recipe::Pair && data.split.kind == SplitKind::Users {
        return Err(Error::NeedsKnownUsers { recipe: settings.recipe.name() });
    }
    let (inputs, outputs) = shape(settings.recipe, &data.split.train);
    let last = if settings.loss == Loss::Multinomial { "softmax" } else { "sigmoid" };
    let hidden = format!("{:?}", settings.activation).to_lowercase();
    let mut layers = Vec::new();
    let mut below = inputs;
    for (width, activation) in settings.hidden.iter().map(|&width| (width, hidden.as_str())).chain([(outputs, last)]) {
        layers.push(LayerPlan { inputs: below, outputs: width, activation: activation.to_owned() });
        below = width;
    }
    // In 64 bits: WebAssembly's usize has 32, and would wrap around just where this must say no.
    let parameters: u64 = layers.iter().map(|layer| (layer.inputs as u64 + 1) * layer.outputs as u64).sum();
    // Weights, gradient, two moments and the best so far, and the values of one batch.
    let train = &data.split.train;
    let rows = if settings.recipe == Recipe::Pair { train.ones() * (1 + settings.negatives) } else { train.rows() };
    let rows = settings.batch_size.min(rows) as u64;
    let batch: u64 = layers.iter().map(|layer| layer.outputs as u64 * 3 * rows).sum();
    let needed = 4 * (5 * parameters + batch);
    if needed > MEMORY_BUDGET {
        return Err(Error::OutOfMemory { needed, limit: MEMORY_BUDGET });
    }
    Ok(Plan { options: options.clone(), layers, parameters: parameters as usize })
}

impl Training {
    pub fn new(options: &Options, data: &mut Data) -> Result<Training> {
        plan(options, data)?;
        let settings = options.check()?;
        data.split_by(settings.seed)?;
        let validated = validation_users(&settings, data);
        let trainer = Trainer::new(settings, &data.split.train)?;
        let scorer = Scorer::new(trainer.settings(), trainer.network())?;
        Ok(Training {
            options: options.clone(),
            trainer,
            scorer,
            validated,
            validation: None,
            history: Vec::new(),
            milliseconds: 0.0,
        })
    }

    pub fn advance(&mut self, data: &Data, clock: &Clock, budget: f64) -> Result<Progress> {
        let begun = clock();
        let before = self.milliseconds;
        let mut record = None;
        while record.is_none() && !self.is_over() {
            record = self.step(data)?;
            self.milliseconds = before + (clock() - begun);
            if self.milliseconds - before >= budget {
                break;
            }
        }
        if let Some(record) = &mut record {
            record.seconds = self.milliseconds / 1_000.0;
            self.history.push(*record);
        }
        Ok(self.progress(record))
    }

    /// One batch or one block of validated users.
    fn step(&mut self, data: &Data) -> Result<Option<EpochRecord>> {
        let split = &data.split;
        match &mut self.validation {
            None => {
                if let Some(loss) = self.trainer.step(&split.train)? {
                    let ranking = Ranking::new(self.validated.iter().copied(), &split.validation, VALIDATION_DEPTH);
                    self.validation = Some((loss, ranking));
                }
                Ok(None)
            }
            Some((loss, ranking)) => {
                let mut model = NetworkModel { network: self.trainer.network(), scorer: &mut self.scorer };
                if ranking.users() > 0 && !ranking.step(&mut model, split.known_for_validation(), &split.validation)? {
                    return Ok(None);
                }
                let EpochLoss { epoch, loss, accuracy } = *loss;
                let validation = ranking.mean_ndcg_10();
                self.validation = None;
                let best = self.trainer.end_epoch(validation);
                Ok(Some(EpochRecord { epoch, loss, accuracy, validation, best, seconds: 0.0 }))
            }
        }
    }

    fn is_over(&self) -> bool {
        self.trainer.is_finished() || self.trainer.is_over_early()
    }

    fn progress(&self, record: Option<EpochRecord>) -> Progress {
        let epochs = self.trainer.settings().epochs;
        let seconds = self.milliseconds / 1_000.0;
        let within = match &self.validation {
            Some((_, ranking)) => 0.9 + 0.1 * ranking.fraction(),
            None => 0.9 * self.trainer.fraction(),
        };
        let over = self.is_over();
        let done = (f64::from(self.trainer.epoch() - 1) + within) / f64::from(epochs);
        let fraction = if over { 1.0 } else { done.min(1.0) };
        Progress {
            phase: if self.validation.is_some() { Phase::Validation } else { Phase::Batches },
            epoch: self.trainer.epoch().min(epochs),
            epochs,
            fraction,
            loss: self.trainer.running_loss(),
            seconds,
            seconds_left: (seconds > 0.5 && fraction > 0.0).then(|| seconds / fraction * (1.0 - fraction)),
            record,
            over,
        }
    }

    pub fn finish(self, data: &Data) -> Result<(Trained, Fitted)> {
        let how = if self.trainer.is_finished() {
            How::Finished
        } else if self.trainer.is_over_early() {
            How::Early
        } else {
            How::Stopped
        };
        let recipe = self.trainer.settings().recipe;
        let (kept, network): (u32, Network<f32>) = self.trainer.finish();
        let epochs = self.history.len() as u32;
        let seconds = self.milliseconds / 1_000.0;
        let split = SplitReport::of(&data.split);
        let trained = Trained { how, epochs, kept, seconds, split };
        let training = TrainingReport {
            epochs,
            kept,
            seconds,
            loss: self.history.iter().map(|record| record.loss).collect(),
            validation: self.history.iter().map(|record| record.validation).collect(),
        };
        let Training { options, scorer, .. } = self;
        Ok((trained, Fitted { options, recipe, network, scorer, split, training, comparison: None }))
    }
}

/// Users with something held out for validation, at most as many as are affordable after every epoch.
fn validation_users(settings: &Settings, data: &Data) -> Vec<u32> {
    let validation = &data.split.validation;
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
