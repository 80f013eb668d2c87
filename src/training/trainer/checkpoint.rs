//! A training between two epochs, to be kept and to go on from: it ends in the same bits as if it had not been interrupted.
//!
//! Kept are the weights, those of the best epoch, the optimiser's averages, the order of the examples, which each shuffle
//! changes, and where both streams of random numbers stand. All else follows from the settings and the epochs' scores.

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::network::mlp::Mlp;
use crate::rng::Generator;
use crate::training::options::Settings;
use crate::training::trainer::Trainer;

impl Trainer<f32> {
    /// Whether an epoch has ended and the next one has not begun.
    pub fn is_between_epochs(&self) -> bool {
        self.next == 0 && self.epoch > 1
    }

    /// Encodes the training for [`Trainer::read`], between two epochs.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, train: &CsrMatrix, writer: &mut ByteWriter) -> Result<()> {
        // A network and two averages, and where it has become worse the best one.
        let behind = self.kept_epoch() + 1 < self.epoch;
        writer.reserve(4 * self.network.parameters() * (3 + usize::from(behind)) + 4 * self.batches.rows())?;
        writer.indices(self.batches.order(train)?.into_iter())?;
        for generator in [&self.order, &self.noise] {
            generator.state().iter().try_for_each(|word| word.write(writer))?;
        }
        write_network(&self.network, writer)?;
        if behind {
            write_network(self.kept(), writer)?;
        }
        self.optimiser.write(writer)
    }

    /// Decodes what [`Trainer::write`] encoded of a training with these settings on `train`, whose epochs had these `scores`
    /// on validation.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; those of [`Trainer::new`].
    pub fn read(
        settings: Settings,
        train: &CsrMatrix,
        scores: impl ExactSizeIterator<Item = Option<f64>>,
        reader: &mut ByteReader,
    ) -> Result<Trainer<f32>> {
        let epochs = u32::try_from(scores.len()).ok().filter(|&epochs| (1..=settings.epochs).contains(&epochs));
        let epochs = epochs.ok_or(Error::SnapshotBroken)?;
        let (inputs, outputs) = settings.recipe.network_shape(train);
        let network = Mlp::zeros(inputs, &settings.hidden, outputs, settings.activation)?;
        let mut trainer = Trainer::with_network(settings, train, network)?;
        let mut kept = 0;
        for (epoch, score) in (1..).zip(scores) {
            if trainer.is_to_keep(epoch, score).1 {
                kept = epoch;
            }
        }
        trainer.epoch = epochs + 1;
        trainer.batches.set_order(train, &reader.indices()?)?;
        trainer.order = read_generator(reader)?;
        trainer.noise = read_generator(reader)?;
        read_network(&mut trainer.network, reader)?;
        let mut best = trainer.network.clone();
        if kept < epochs {
            read_network(&mut best, reader)?;
        }
        trainer.kept = Some((kept, best));
        let batches = trainer.batches.rows().div_ceil(trainer.settings.batch_size);
        trainer.optimiser.read(u64::from(epochs).saturating_mul(batches as u64), reader)?;
        Ok(trainer)
    }
}

fn write_network(network: &Mlp<f32>, writer: &mut ByteWriter) -> Result<()> {
    network.slices().into_iter().try_for_each(|(values, _)| writer.values(values))
}

fn read_network(network: &mut Mlp<f32>, reader: &mut ByteReader) -> Result<()> {
    network.slices_mut().into_iter().try_for_each(|(values, _)| reader.values(values))
}

fn read_generator(reader: &mut ByteReader) -> Result<Generator> {
    let state = [reader.word()?, reader.word()?, reader.word()?, reader.word()?];
    Generator::at(state).ok_or(Error::SnapshotBroken)
}
