//! A trained network with all that is known of it.

use crate::evaluation::Comparison;
use crate::models::network_model::{NetworkModel, Scorer};
use crate::models::wide_deep::{Wide, WideDeep};
use crate::network::mlp::Mlp;
use crate::pipeline::training_progress::TrainingCourse;
use crate::split::SplitSummary;
use crate::training::{Options, Recipe};

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
    /// What it was measured to be; none before that.
    pub comparison: Option<Comparison>,
}

impl TrainedModel {
    /// Both paths, ready to score.
    pub fn model(&mut self) -> WideDeep<'_> {
        self.scorer.prepare_for_inference(&self.network);
        let deep = NetworkModel { network: &self.network, scorer: &mut self.scorer };
        WideDeep { wide: self.wide.as_ref(), deep }
    }
}
