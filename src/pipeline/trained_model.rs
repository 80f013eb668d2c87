//! A trained network with all that is known of it.

use serde::Serialize;

use crate::evaluation::{Comparison, Verdict};
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
    /// What that says of its worth.
    pub verdict: Option<Verdict>,
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

    /// Both paths, ready to score.
    pub fn model(&mut self) -> WideDeep<'_> {
        self.scorer.prepare_for_inference(&self.network);
        let deep = NetworkModel { network: &self.network, scorer: &mut self.scorer };
        WideDeep { wide: self.wide.as_ref(), deep }
    }
}
