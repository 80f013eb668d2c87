//! A search among networks between two epochs, to be kept and to go on from.

use std::rc::Rc;

use crate::codec::{ByteReader, ByteWriter, Flat, Parts};
use crate::error::{Error, Result};
use crate::split::Split;
use crate::training::Settings;
use crate::tuning::halving::{NETWORKS, NetworkSearch};
use crate::tuning::validated_trainer::{EpochRecord, ValidatedTrainer};

impl NetworkSearch {
    /// Whether an epoch of the network whose turn it was has ended, and no other one has begun.
    pub fn is_between_epochs(&self) -> bool {
        let begun = |trainer: &ValidatedTrainer| trainer.epochs_done() > 0.0;
        self.trainers.iter().filter(|trainer| begun(trainer)).all(ValidatedTrainer::is_between_epochs)
            && self.epochs > 0
    }

    /// Encodes for [`NetworkSearch::read`] which networks are left and what their epochs came to. Their states are parts of
    /// their own, [`NetworkSearch::write_part`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.number(self.trainers.len())?;
        for trainer in &self.trainers {
            let place = self.candidates.iter().position(|settings| settings == trainer.settings());
            writer.number(place.unwrap_or_default())?;
            writer.number(trainer.history().len())?;
            trainer.history().iter().try_for_each(|record| record.write(writer))?;
        }
        self.turn.write(writer)?;
        self.epochs.write(writer)?;
        self.spent.write(writer)
    }

    /// The networks that have states to keep.
    fn begun(&self) -> impl Iterator<Item = &ValidatedTrainer> {
        self.trainers.iter().filter(|trainer| !trainer.history().is_empty())
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.begun().count()
    }

    /// Encodes part `index` of [`NetworkSearch::parts`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write_part(&self, index: usize, split: &Split, writer: &mut ByteWriter) -> Result<()> {
        self.begun().skip(index).take(1).try_for_each(|trainer| trainer.write(split, writer))
    }

    /// Decodes what [`NetworkSearch::write`] encoded of a search among the same candidates, and its parts.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; those of [`NetworkSearch::new`].
    pub fn read(
        candidates: &[Settings],
        split: &Split,
        validated: &Rc<[u32]>,
        reader: &mut ByteReader,
        parts: &mut Parts,
    ) -> Result<NetworkSearch> {
        let count = reader.number()?;
        // A rung has as many networks as the ones before have left.
        let (mut left, mut rung) = (candidates.len(), 1);
        while left > count.max(1) {
            (left, rung) = (NETWORKS.promoted(left), rung + 1);
        }
        if left != count {
            return Err(Error::SnapshotBroken);
        }
        let mut trainers: Vec<ValidatedTrainer> = Vec::new();
        for _ in 0..count {
            let settings = candidates.get(reader.number()?).ok_or(Error::SnapshotBroken)?.clone();
            let history = Vec::<EpochRecord>::read(reader)?;
            if trainers.iter().any(|trainer| trainer.settings() == &settings) {
                return Err(Error::SnapshotBroken);
            }
            let validated = validated.clone();
            trainers.push(match history.is_empty() {
                true => ValidatedTrainer::new(settings, split, validated)?,
                false => parts.read(|part| ValidatedTrainer::read(settings, split, validated, history, part))?,
            });
        }
        let (turn, epochs, spent) = (reader.number()?, Flat::read(reader)?, f64::read(reader)?);
        if turn >= count {
            return Err(Error::SnapshotBroken);
        }
        Ok(NetworkSearch { trainers, turn, rung, candidates: candidates.to_vec(), epochs, spent })
    }
}
