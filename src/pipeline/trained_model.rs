//! A trained network with all that is known of it.

use serde::Serialize;

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::error::{Error, Result};
use crate::models::linear::Linear;
use crate::models::network_model::{NetworkModel, Scorer};
use crate::models::wide_deep::{Wide, WideDeep};
use crate::network::mlp::Mlp;
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::training_progress::TrainingCourse;
use crate::split::{Split, SplitSummary};
use crate::training::{Options, Recipe, Settings};

/// A trained network, the linear path beside it, and where they come from.
pub struct TrainedModel {
    pub options: Options,
    pub recipe: Recipe,
    pub network: Mlp<f32>,
    pub scorer: Scorer,
    /// The linear path beside the network, where there is one.
    pub wide: Option<Wide>,
    /// The split that it learned from.
    pub split: SplitSummary,
    pub course: TrainingCourse,
}

/// The shares of both paths in the scores, together 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PathShares {
    pub linear: f64,
    pub deep: f64,
}

impl TrainedModel {
    /// The shares of both paths; without a linear one the network is all there is.
    pub fn shares(&self) -> PathShares {
        let deep = self.wide.as_ref().map_or(1.0, |wide| wide.deep_share);
        PathShares { linear: 1.0 - deep, deep }
    }

    /// NDCG@10 on validation of what recommends: of the blend, or else of the epoch that is kept; none where nothing was held
    /// out for it.
    pub fn validation(&self) -> Option<f64> {
        let kept = (self.course.kept as usize).checked_sub(1);
        let epoch = kept.and_then(|kept| self.course.validation.get(kept).copied()).flatten();
        self.course.choices.validation.or(epoch)
    }

    /// Encodes the model for [`TrainedModel::read`]: 4 bytes per weight.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.options.write(writer)?;
        self.split.write(writer)?;
        self.course.write(writer)?;
        let linear = self.wide.as_ref().map_or(0, |wide| wide.linear.weights().len());
        writer.reserve(4 * (self.network.parameters() + linear))?;
        self.network.slices().into_iter().try_for_each(|(values, _)| writer.values(values))?;
        self.wide.as_ref().map(|wide| wide.deep_share).write(writer)?;
        self.wide.iter().try_for_each(|wide| wide.linear.write(writer))
    }

    /// Decodes what [`TrainedModel::write`] encoded, of data split by whatever seed in the way of `split`.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], also for a model of other data; those of [`TrainingPlan::new`]; [`Error::OutOfMemory`].
    pub fn read(reader: &mut ByteReader, split: &Split) -> Result<TrainedModel> {
        let (options, summary, course) =
            (Options::read(reader)?, SplitSummary::read(reader)?, TrainingCourse::read(reader)?);
        let plan = TrainingPlan::new(&options, split)?;
        // The width is what the search came to.
        let settings = Settings { search: false, ..plan.settings };
        let epochs = course.epochs as usize;
        let fits = (course.loss.len(), course.validation.len()) == (epochs, epochs) && course.kept <= course.epochs;
        if !fits || settings.seed != summary.seed {
            return Err(Error::SnapshotBroken);
        }
        let (inputs, outputs) = settings.recipe.network_shape(&split.train);
        let mut network = Mlp::zeros(inputs, &settings.hidden, outputs, settings.activation)?;
        network.slices_mut().into_iter().try_for_each(|(values, _)| reader.values(values))?;
        let wide = match Option::read(reader)? {
            None => None,
            Some(deep_share) if !(0.0..=1.0).contains(&deep_share) => return Err(Error::SnapshotBroken),
            Some(deep_share) => Some(Wide { linear: Linear::read(reader, split.train.width())?, deep_share }),
        };
        let scorer = Scorer::new(&settings, &network)?;
        Ok(TrainedModel { options, recipe: settings.recipe, network, scorer, wide, split: summary, course })
    }

    /// Both paths, ready to score.
    pub fn model(&mut self) -> WideDeep<'_> {
        self.scorer.prepare_for_inference(&self.network);
        let deep = NetworkModel { network: &self.network, scorer: &mut self.scorer };
        WideDeep { wide: self.wide.as_ref(), deep }
    }
}
