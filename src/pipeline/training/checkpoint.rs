//! A training between two epochs, to be kept and to go on from. The linear path is fitted again and the blend is searched
//! again: both come to the same bits.

use crate::codec::{ByteReader, ByteWriter, Flat, Parts};
use crate::error::{Error, Result};
use crate::job::Job;
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::training::{Stage, Training};
use crate::split::Split;
use crate::training::Trainer;
use crate::tuning::NetworkSearch;

impl Training {
    /// Whether [`Training::write`] is possible: after an epoch, and not within another.
    pub fn is_between_epochs(&self) -> bool {
        match &self.stage {
            Stage::Deep => self.search.is_between_epochs(),
            Stage::Blend(search) => search.progress() == 0.0,
            Stage::RefittingDeep(trainer) => trainer.is_between_epochs(),
            Stage::Linear(_) | Stage::RefittingLinear(_) | Stage::Over => false,
        }
    }

    /// Whether the linear path of a resumed training is not there yet: it must not end before.
    pub fn is_catching_up(&self) -> bool {
        self.is_catching_up
    }

    /// The last training of the network that won, if an epoch of it is complete.
    fn refit(&self) -> Option<&Trainer<f32>> {
        match &self.stage {
            Stage::RefittingDeep(trainer) if trainer.epoch() > 1 => Some(trainer),
            _ => None,
        }
    }

    /// Encodes the training for [`Training::read`], but for its [parts](Training::write_part).
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.selected.write(writer)?;
        self.search.write(writer)?;
        self.refit().map(|trainer| trainer.epoch() - 1).write(writer)
    }

    /// How many parts there are: the states of networks.
    pub fn parts(&self) -> usize {
        self.search.parts() + self.refit().iter().len()
    }

    /// Encodes part `index` of [`Training::parts`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write_part(&self, index: usize, split: &Split, writer: &mut ByteWriter) -> Result<()> {
        match self.refit() {
            Some(trainer) if index == self.search.parts() => trainer.write(split.fit_for_test(), writer),
            _ => self.search.write_part(index, split, writer),
        }
    }

    /// Decodes what [`Training::write`] encoded of a training by the same plan on the same split, on which what was chosen
    /// then is known.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; those of [`Training::new`].
    pub fn read(
        plan: &TrainingPlan,
        context: &mut SplitContext,
        reader: &mut ByteReader,
        parts: &mut Parts,
    ) -> Result<Training> {
        let selected = Flat::read(reader)?;
        let mut training = Training::begin(plan, context, |candidates, split, validated| {
            NetworkSearch::read(candidates, split, validated, reader, parts)
        })?;
        training.selected = selected;
        let chosen = training.selected.linear;
        let is_share = training.selected.deep_share.is_none_or(|share| (0.0..=1.0).contains(&share));
        if !is_share || chosen.is_some() != plan.settings.linear || chosen.is_some() && chosen != context.linear {
            return Err(Error::SnapshotBroken);
        }
        let split = &context.split;
        let refitted: Option<u32> = Flat::read(reader)?;
        if let Some(epochs) = refitted {
            let settings = training.refit_settings(split).filter(|_| training.search.is_over());
            let settings = settings.ok_or(Error::SnapshotBroken)?;
            let scores = vec![None; epochs.min(settings.epochs + 1) as usize].into_iter();
            let trainer = parts.read(|part| Trainer::read(settings, split.fit_for_test(), scores, part))?;
            if trainer.is_finished() {
                return Err(Error::SnapshotBroken);
            }
            training.refitted_epochs = epochs;
            training.waiting = Some(Box::new(trainer));
            training.stage = match chosen {
                Some(_) => training.refit_linear(split)?,
                None => training.waiting.take().map_or(Stage::Over, Stage::RefittingDeep),
            };
        } else if matches!(training.stage, Stage::Deep) && training.search.is_over() {
            training.stage = training.after_deep(split)?;
        }
        training.is_catching_up = matches!(training.stage, Stage::Linear(_) | Stage::RefittingLinear(_));
        training.news_of = 0;
        Ok(training)
    }
}
