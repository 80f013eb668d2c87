//! What is told of a training while it goes on.

use crate::job::Job;
use crate::pipeline::training::{Stage, Training};
use crate::pipeline::training_progress::{Peek, TrainingPhase, TrainingProgress};
use crate::split::Split;

/// Items of a peek, and the least seconds between two.
const PEEK_ITEMS: usize = 5;
const PEEK_SECONDS: f64 = 0.25;

impl Training {
    /// Whether an epoch has ended since it was told of last.
    pub fn has_news(&self) -> bool {
        self.epochs() > self.news_of
    }

    /// The first items of one user after another epoch, by their numbers.
    fn peek(&mut self, split: &Split, seconds: f64) -> Option<(u32, Vec<u32>)> {
        let completed = self.search.completed();
        let is_deep = matches!(self.stage, Stage::Deep | Stage::Blend(_));
        if !is_deep || completed.is_none() || completed == self.peeked || seconds < self.peeked_at + PEEK_SECONDS {
            return None;
        }
        (self.peeked, self.peeked_at) = (completed, seconds);
        let user = self.peek_user?;
        // Without room for a list there is none.
        let items = self.search.first_items(split.known_for_validation(), user, PEEK_ITEMS).ok()?;
        items.map(|items| (user, items))
    }

    /// How far it has come in `seconds` of work, with the epochs that were not told of yet; `named` turns the numbers of a
    /// peek into names.
    pub fn tell(&mut self, split: &Split, seconds: f64, named: &dyn Fn(u32, &[u32]) -> Peek) -> TrainingProgress {
        let peek = self.peek(split, seconds).map(|(user, items)| named(user, &items));
        let fraction = self.progress();
        let trainer = self.search.current();
        let epochs = trainer.settings().epochs;
        let phase = match &self.stage {
            Stage::Linear(_) => TrainingPhase::Linear,
            Stage::Blend(_) => TrainingPhase::Blend,
            Stage::RefittingLinear(_) | Stage::RefittingDeep(_) => TrainingPhase::Refit,
            _ if !self.search.is_decided() => TrainingPhase::Search,
            _ if trainer.is_validating() => TrainingPhase::Validation,
            _ => TrainingPhase::Batches,
        };
        let (part, parts) = if phase == TrainingPhase::Search { self.search.place() } else { (0, 0) };
        let records = self.search.records().get(self.told..).unwrap_or_default().to_vec();
        self.told += records.len();
        self.news_of = self.epochs();
        TrainingProgress {
            phase,
            part,
            parts,
            epoch: trainer.epoch().min(epochs),
            epochs,
            fraction,
            loss: trainer.running_loss(),
            seconds,
            seconds_left: None,
            linear_validation: match &self.stage {
                Stage::Linear(search) => search.best_ndcg(),
                _ => self.selected.linear_validation,
            },
            network_validation: self.search.best_ndcg(),
            peek,
            records,
        }
    }
}
