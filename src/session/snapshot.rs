//! A copy of a session for another instance of the core, in two parts: the data, which are large
//! and stay, and the trained network, which may follow again and again.
//!
//! The format is for the same build of the core at both ends; nothing is ever kept in it.

use serde::{Deserialize, Serialize};

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::models::linear::Linear;
use crate::models::network_model::Scorer;
use crate::models::wide_deep::Wide;
use crate::network::mlp::Mlp;
use crate::pipeline::{TrainedModel, TrainingCourse, TrainingPlan};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::split::{Split, SplitSummary};
use crate::training::{Options, Settings};

/// What each part begins with.
const DATA: &[u8] = b"firstpick data";
const MODEL: &[u8] = b"firstpick model";

/// All that is known of a network besides its weights. What it was measured to be stays behind.
#[derive(Serialize, Deserialize)]
struct About {
    options: Options,
    split: SplitSummary,
    course: TrainingCourse,
    /// The deep path's share beside a linear one; none without it.
    deep_share: Option<f64>,
}

impl Session {
    /// The interactions and their split, for [`Session::restore_data`]. About 4 bytes per interaction
    /// in each of five matrices (three more where the file has a split column, two where users are held out), and
    /// the ids and names.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read; [`Error::OutOfMemory`].
    pub fn data_snapshot(&self) -> Result<Vec<u8>> {
        let dataset = self.dataset("data_snapshot")?;
        let mut flat = ByteWriter::default();
        flat.bytes(DATA)?;
        dataset.interactions.write(&mut flat)?;
        dataset.context.split.write(&mut flat)?;
        // What is known already need not be sought again.
        flat.json(&dataset.context.linear)?;
        Ok(flat.finish())
    }

    /// Begins this session anew with the data of another one. It can train, measure, recommend and export as
    /// the other can, but knows nothing of the file, so it writes no report. Where this fails it stays
    /// as it was.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn restore_data(&mut self, snapshot: &[u8]) -> Result<()> {
        let mut flat = ByteReader::new(snapshot);
        if flat.bytes()? != DATA {
            return Err(Error::SnapshotBroken);
        }
        let interactions = Interactions::read(&mut flat)?;
        let split = Split::read(&mut flat, interactions.users.len(), interactions.items.len())?;
        let linear = flat.json()?;
        flat.finish()?;
        let mut dataset = Dataset::new(interactions, split, None);
        dataset.context.linear = linear;
        *self = Session { dataset: Some(dataset), ..Session::default() };
        Ok(())
    }

    /// The trained network, for [`Session::restore_model`]: 4 bytes per weight.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OutOfMemory`].
    pub fn model_snapshot(&self) -> Result<Vec<u8>> {
        let TrainedModel { options, split, course, network, wide, .. } =
            self.model.as_ref().ok_or(Error::NotTrained)?;
        let deep_share = wide.as_ref().map(|wide| wide.deep_share);
        let about = About { options: options.clone(), split: *split, course: course.clone(), deep_share };
        let mut flat = ByteWriter::default();
        flat.bytes(MODEL)?;
        flat.json(&about)?;
        network.slices().into_iter().try_for_each(|(values, _)| flat.values(values))?;
        if let Some(wide) = wide {
            wide.linear.write(&mut flat)?;
        }
        Ok(flat.finish())
    }

    /// Takes over the trained network of another session with the same data, as if it had been
    /// trained here. Where this fails the network before it stays.
    ///
    /// # Errors
    /// [`Error::WrongState`] before there are data; [`Error::SnapshotBroken`], those of
    /// [`Options::check`], [`Error::OutOfMemory`].
    pub fn restore_model(&mut self, snapshot: &[u8]) -> Result<()> {
        let dataset = self.dataset("restore_model")?;
        let mut flat = ByteReader::new(snapshot);
        if flat.bytes()? != MODEL {
            return Err(Error::SnapshotBroken);
        }
        let About { options, split, course, deep_share } = flat.json()?;
        let plan = TrainingPlan::new(&options, &dataset.context.split)?;
        // The width is what the search came to.
        let settings = Settings { search: false, ..plan.settings };
        let (inputs, outputs) = settings.recipe.network_shape(&dataset.context.split.train);
        let mut network = Mlp::zeros(inputs, &settings.hidden, outputs, settings.activation)?;
        network.slices_mut().into_iter().try_for_each(|(values, _)| flat.values(values))?;
        let linear = |_| Linear::read(&mut flat, dataset.interactions.items.len());
        let linear = deep_share.map(linear).transpose()?;
        flat.finish()?;
        let wide = linear.zip(deep_share).map(|(linear, deep_share)| Wide { linear, deep_share });
        let scorer = Scorer::new(&settings, &network)?;
        let recipe = settings.recipe;
        self.model = Some(TrainedModel {
            options,
            recipe,
            network,
            scorer,
            wide,
            split,
            course,
            comparison: None,
            verdict: None,
        });
        // As after a training.
        self.job = None;
        Ok(())
    }
}
