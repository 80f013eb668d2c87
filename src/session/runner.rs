//! One network in training, with the validation that follows each of its epochs.

use std::rc::Rc;

use serde::Serialize;

use crate::error::Result;
use crate::evaluation::ranking::Ranking;
use crate::models::network_model::{NetworkModel, Scorer};
use crate::network::mlp::Network;
use crate::split::Split;
use crate::training::options::Settings;
use crate::training::trainer::{EpochLoss, Trainer};

/// How long the lists are that validation looks at: NDCG@10 is what steers.
const DEPTH: usize = 10;
/// The share of an epoch's time that its batches are taken to need, before validation.
const BATCHES: f64 = 0.9;

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

/// A training of one network, a batch or a block of validated users at a time.
pub(super) struct Runner {
    trainer: Trainer<f32>,
    scorer: Scorer,
    validated: Rc<[u32]>,
    /// The validation that follows an epoch.
    validation: Option<(EpochLoss, Ranking)>,
    history: Vec<EpochRecord>,
}

impl Runner {
    pub fn new(settings: Settings, split: &Split, validated: Rc<[u32]>) -> Result<Runner> {
        let trainer = Trainer::new(settings, &split.train)?;
        let scorer = Scorer::new(trainer.settings(), trainer.network())?;
        Ok(Runner { trainer, scorer, validated, validation: None, history: Vec::new() })
    }

    /// One batch or one block of validated users; an epoch's figures when it has ended.
    pub fn step(&mut self, split: &Split) -> Result<Option<EpochRecord>> {
        let Some((loss, ranking)) = &mut self.validation else {
            if let Some(loss) = self.trainer.step(&split.train)? {
                self.validation = Some((loss, Ranking::new(self.validated.iter().copied(), &split.validation, DEPTH)));
            }
            return Ok(None);
        };
        let mut model = NetworkModel { network: self.trainer.network(), scorer: &mut self.scorer };
        if ranking.users() > 0 && !ranking.step(&mut model, split.known_for_validation(), &split.validation)? {
            return Ok(None);
        }
        let EpochLoss { epoch, loss, accuracy } = *loss;
        let validation = ranking.mean_ndcg();
        self.validation = None;
        let best = self.trainer.end_epoch(validation);
        let record = EpochRecord { epoch, loss, accuracy, validation, best, seconds: 0.0 };
        self.history.push(record);
        Ok(Some(record))
    }

    /// Sets the seconds of the last epoch, which only whoever drives this knows.
    pub fn took(&mut self, seconds: f64) {
        if let Some(record) = self.history.last_mut() {
            record.seconds = seconds;
        }
    }

    /// How the last epoch was the best so far.
    pub fn best(&self) -> f64 {
        self.history.iter().filter_map(|record| record.validation).fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn settings(&self) -> &Settings {
        self.trainer.settings()
    }

    pub fn history(&self) -> &[EpochRecord] {
        &self.history
    }

    /// The epoch under way, from 1.
    pub fn epoch(&self) -> u32 {
        self.trainer.epoch()
    }

    /// The epoch whose network is kept; 0 where none is complete.
    pub fn kept_epoch(&self) -> u32 {
        self.trainer.kept_epoch()
    }

    pub fn is_validating(&self) -> bool {
        self.validation.is_some()
    }

    /// After all epochs.
    pub fn is_finished(&self) -> bool {
        self.trainer.is_finished()
    }

    /// After all epochs or by early stopping.
    pub fn is_over(&self) -> bool {
        self.trainer.is_finished() || self.trainer.is_over_early()
    }

    /// Epochs that are done, with the share of the one under way.
    pub fn epochs_done(&self) -> f64 {
        let within = match &self.validation {
            Some((_, ranking)) => BATCHES + (1.0 - BATCHES) * ranking.fraction(),
            None => BATCHES * self.trainer.fraction(),
        };
        f64::from(self.trainer.epoch() - 1) + within
    }

    pub fn running_loss(&self) -> Option<f64> {
        self.trainer.running_loss()
    }

    /// The best network so far, as a model.
    pub fn model(&mut self) -> NetworkModel<'_> {
        NetworkModel { network: self.trainer.kept(), scorer: &mut self.scorer }
    }

    /// The epoch whose network is kept, that network, and what scores with it.
    pub fn finish(self) -> (u32, Network<f32>, Scorer) {
        let (kept, network) = self.trainer.finish();
        (kept, network, self.scorer)
    }
}
