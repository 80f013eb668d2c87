//! One network in training, with the validation that follows each of its epochs.

use std::rc::Rc;
use std::task::Poll;

use serde::Serialize;

use crate::codec::{ByteReader, ByteWriter, flat_struct};
use crate::error::{Error, Result};
use crate::evaluation::{Scored, Validation};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::Model;
use crate::models::network_model::{NetworkModel, Scorer};
use crate::models::top_k::top_k;
use crate::network::mlp::Mlp;
use crate::split::Split;
use crate::training::{EpochLoss, Recipe, Settings, Trainer};

/// Length of the lists that validation looks at: NDCG@10 is what steers.
const DEPTH: usize = 10;
/// The share of an epoch's time that its batches take, about; validation takes the rest.
const BATCHES: f64 = 0.9;

/// A network that has become better up to its last epoch goes on to do so for about this many times as long.
const GROWTH: f64 = 2.0;

/// An epoch's figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EpochRecord {
    pub epoch: u32,
    pub loss: f64,
    pub accuracy: Option<f64>,
    /// NDCG@10 on validation.
    pub validation: Option<f64>,
    /// Whether it is the best so far.
    pub best: bool,
    /// Seconds of work since the training began.
    pub seconds: f64,
}

flat_struct!(EpochRecord { epoch, loss, accuracy, validation, best, seconds });

/// A training of one network: each step is a batch, or a block of validated users.
pub struct ValidatedTrainer {
    trainer: Trainer<f32>,
    scorer: Scorer,
    validated: Rc<[u32]>,
    /// The validation that follows an epoch.
    validation: Option<(EpochLoss, Validation)>,
    history: Vec<EpochRecord>,
}

impl ValidatedTrainer {
    /// A training by `settings` on the train part of `split`, validated on the users `validated`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(settings: Settings, split: &Split, validated: Rc<[u32]>) -> Result<ValidatedTrainer> {
        let trainer = Trainer::new(settings, &split.train)?;
        let scorer = Scorer::new(trainer.settings(), trainer.network())?;
        Ok(ValidatedTrainer { trainer, scorer, validated, validation: None, history: Vec::new() })
    }

    /// Decodes what [`ValidatedTrainer::write`] encoded of a training with these settings and this history.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; those of [`ValidatedTrainer::new`].
    pub fn read(
        settings: Settings,
        split: &Split,
        validated: Rc<[u32]>,
        history: Vec<EpochRecord>,
        reader: &mut ByteReader,
    ) -> Result<ValidatedTrainer> {
        let scores = history.iter().map(|record| record.validation);
        let trainer = Trainer::read(settings, &split.train, scores, reader)?;
        let mut best = f64::NEG_INFINITY;
        for (record, epoch) in history.iter().zip(1..) {
            let is_best = record.validation.is_some_and(|score| score > best);
            if record.epoch != epoch || record.best != is_best {
                return Err(Error::SnapshotBroken);
            }
            best = best.max(record.validation.unwrap_or(best));
        }
        let scorer = Scorer::new(trainer.settings(), trainer.network())?;
        Ok(ValidatedTrainer { trainer, scorer, validated, validation: None, history })
    }

    /// Encodes the state of the training for [`ValidatedTrainer::read`], between two epochs and without the history.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, split: &Split, writer: &mut ByteWriter) -> Result<()> {
        self.trainer.write(&split.train, writer)
    }

    /// Whether an epoch and its validation have ended and the next one has not begun.
    pub fn is_between_epochs(&self) -> bool {
        self.validation.is_none() && self.trainer.is_between_epochs()
    }

    /// The best NDCG@10 on validation so far; −∞ before the first.
    pub fn best(&self) -> f64 {
        self.history.iter().filter_map(|record| record.validation).fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn settings(&self) -> &Settings {
        self.trainer.settings()
    }

    /// The completed epochs.
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

    /// Whether all epochs are done.
    pub fn is_finished(&self) -> bool {
        self.trainer.is_finished()
    }

    /// Whether all epochs are done, or early stopping has ended them.
    pub fn is_over(&self) -> bool {
        self.trainer.is_finished() || self.trainer.is_over_early()
    }

    /// Epochs that are done, with the share of the one under way.
    pub fn epochs_done(&self) -> f64 {
        let within = match &self.validation {
            Some((_, validation)) => BATCHES + (1.0 - BATCHES) * validation.progress(),
            None => BATCHES * self.trainer.progress(),
        };
        f64::from(self.trainer.epoch() - 1) + within
    }

    /// After how many epochs early stopping will have ended it, about: the longer it waits for a better one, the less likely
    /// there is one to come.
    pub fn expected_epochs(&self) -> f64 {
        let Settings { epochs, patience, .. } = *self.settings();
        let most = f64::from(epochs);
        if self.is_over() || patience == 0 {
            return if self.is_over() { self.history.len() as f64 } else { most };
        }
        let (best, patience) = (f64::from(self.kept_epoch().max(1)), f64::from(patience));
        let waited = ((self.history.len() as f64 - best) / patience).clamp(0.0, 1.0);
        (best + patience + (GROWTH - 1.0) * best * (1.0 - waited)).max(self.epochs_done()).min(most)
    }

    /// What an epoch costs beside those of other networks on the same data: its width, and what all have in common.
    pub fn epoch_cost(&self) -> f64 {
        const COMMON: f64 = 100.0;
        COMMON + self.settings().hidden.iter().sum::<usize>() as f64
    }

    /// The mean loss of the epoch under way.
    pub fn running_loss(&self) -> Option<f64> {
        self.trainer.running_loss()
    }

    /// The first `count` items that the network as it is now would give a user whom it knows by `known`; none of a pair
    /// network, which runs once for each item.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn first_items(&mut self, known: &CsrMatrix, user: u32, count: usize) -> Result<Option<Vec<u32>>> {
        if self.settings().recipe == Recipe::Pair {
            return Ok(None);
        }
        let mut scores = try_zeroed(0.0, known.width())?;
        let mut model = NetworkModel { network: self.trainer.network(), scorer: &mut self.scorer };
        model.score(known, &[user], &mut scores)?;
        let picks = top_k(&scores, known.row(user as usize), count);
        Ok(Some(picks.iter().map(|pick| pick.item).collect()))
    }

    /// The best network so far, as a model.
    pub fn model(&mut self) -> NetworkModel<'_> {
        NetworkModel { network: self.trainer.kept(), scorer: &mut self.scorer }
    }

    /// The epoch whose network is kept, that network, and what scores with it.
    pub fn finish(self) -> (u32, Mlp<f32>, Scorer) {
        let (kept, network) = self.trainer.finish();
        (kept, network, self.scorer)
    }
}

impl Job for ValidatedTrainer {
    /// The split, and the seconds of work so far.
    type Input<'a> = (&'a Split, f64);
    type Output = ();

    fn poll(&mut self, (split, seconds): (&Split, f64)) -> Result<Poll<()>> {
        if self.is_over() {
            return Err(Error::JOB_OVER);
        }
        let Some((loss, validation)) = &mut self.validation else {
            if let Poll::Ready(loss) = self.trainer.poll(&split.train)? {
                let users = self.validated.iter().copied();
                self.validation = Some((loss, Validation::new(users, &split.validation, DEPTH)));
            }
            return Ok(Poll::Pending);
        };
        let mut model = NetworkModel { network: self.trainer.network(), scorer: &mut self.scorer };
        let (known, held_out) = (split.known_for_validation(), &split.validation);
        if validation.users() > 0 && validation.poll(Scored { model: &mut model, known, held_out })?.is_pending() {
            return Ok(Poll::Pending);
        }
        let EpochLoss { epoch, loss, accuracy } = *loss;
        let validation = validation.mean_ndcg();
        self.validation = None;
        let best = self.trainer.end_epoch(validation);
        self.history.push(EpochRecord { epoch, loss, accuracy, validation, best, seconds });
        Ok(if self.is_over() { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.is_over() { 1.0 } else { self.epochs_done() / f64::from(self.settings().epochs) }
    }
}
