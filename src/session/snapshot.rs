//! A session to be kept, or for another instance of the core, in two parts: the data, which are large and stay, and the
//! trained network, which may follow again and again. Both begin with their name and the version of their format.

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::export::ReportedData;
use crate::pipeline::{ModelName, SplitContext, TrainedModel};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::split::{Split, SplitSummary};
use crate::training::Recipe;

/// The name of each part.
const DATA: &str = "firstpick data";
const MODEL: &str = "firstpick model";

impl Session {
    /// The interactions, how they are split, and what a report says of their file, for [`Session::restore_data`]: 8 bytes per
    /// pair, 8 more where there are times, and the ids and names.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read; [`Error::OutOfMemory`].
    pub fn data_snapshot(&self) -> Result<Vec<u8>> {
        let Dataset { interactions, context, pair_rows, reported, .. } = self.dataset("data_snapshot")?;
        let mut writer = ByteWriter::begin(DATA)?;
        writer.reserve(20 * pair_rows.len())?;
        interactions.write(&mut writer)?;
        context.split.write(&mut writer)?;
        context.notes().write(&mut writer)?;
        writer.indices(pair_rows.iter().copied())?;
        reported.write(&mut writer)?;
        writer.seal()
    }

    /// Begins this session anew with the data of another one. It can do all that the other can, but for what needs the file
    /// itself. Where this fails it stays as it was. How many users and items there are.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::SnapshotVersion`], [`Error::OutOfMemory`].
    pub fn restore_data(&mut self, snapshot: &[u8]) -> Result<(usize, usize)> {
        let mut reader = ByteReader::sealed(snapshot, DATA)?;
        let interactions = Interactions::read(&mut reader)?;
        let split = Split::read(&mut reader, &interactions)?;
        let notes = Flat::read(&mut reader)?;
        let pair_rows = reader.indices()?;
        let reported = ReportedData::read(&mut reader)?;
        reader.finish()?;
        if pair_rows.len() != interactions.matrix.ones() {
            return Err(Error::SnapshotBroken);
        }
        let mut dataset = Dataset::new(interactions, split, pair_rows, reported);
        dataset.context.recall(notes);
        let size = (dataset.interactions.users.len(), dataset.interactions.items.len());
        *self = Session { dataset: Some(dataset), ..Session::default() };
        Ok(size)
    }

    /// The trained network, what it was measured to be, and the model that was chosen, for [`Session::restore_model`]: 4 bytes
    /// per weight.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OutOfMemory`].
    pub fn model_snapshot(&self) -> Result<Vec<u8>> {
        let (dataset, model) = self.trained("model_snapshot")?;
        let mut writer = ByteWriter::begin(MODEL)?;
        model.write(&mut writer)?;
        dataset.context.notes().write(&mut writer)?;
        self.results.write(&mut writer)?;
        self.chosen.write(&mut writer)?;
        writer.seal()
    }

    /// Takes over the trained network of another session with the same data, as if it had been trained and evaluated here.
    /// Where this fails the network before it stays. The model that was chosen, and the network's recipe.
    ///
    /// # Errors
    /// [`Error::WrongState`] before there are data; [`Error::SnapshotBroken`], [`Error::SnapshotVersion`], those of
    /// [`Options::check`](crate::Options::check), [`Error::OutOfMemory`].
    pub fn restore_model(&mut self, snapshot: &[u8]) -> Result<(ModelName, Recipe)> {
        let dataset = self.dataset_mut("restore_model")?;
        let mut reader = ByteReader::sealed(snapshot, MODEL)?;
        let model = TrainedModel::read(&mut reader, &dataset.context.split)?;
        let (notes, results, chosen) = (Flat::read(&mut reader)?, Flat::read(&mut reader)?, Flat::read(&mut reader)?);
        reader.finish()?;
        let (context, seed) = (&dataset.context, model.split.seed);
        let another =
            (context.split.seed != seed).then(|| context.split.again(&dataset.interactions, seed)).transpose()?;
        if SplitSummary::of(another.as_ref().unwrap_or(&context.split)) != model.split {
            return Err(Error::SnapshotBroken);
        }
        if let Some(split) = another {
            dataset.context = SplitContext::new(split);
        }
        dataset.context.recall(notes);
        *self = Session { file: self.file.take(), dataset: self.dataset.take(), ..Session::default() };
        let recipe = model.recipe;
        (self.model, self.results, self.chosen) = (Some(model), results, chosen);
        Ok((chosen, recipe))
    }
}
