//! A split, and what was chosen and fitted on it.

use crate::models::linear::{Linear, LinearOptions};
use crate::pipeline::baselines::Baselines;
use crate::split::Split;

/// What was found on one split; another split begins anew.
pub struct SplitContext {
    pub split: Split,
    /// The linear path that was chosen for this split.
    pub linear: Option<LinearOptions>,
    /// Its NDCG@10 on validation; none where it was chosen elsewhere.
    pub linear_validation: Option<f64>,
    /// That linear path fitted to train, kept between two trials that need it.
    pub linear_at_hand: Option<Linear>,
    pub baselines: Baselines,
}

impl SplitContext {
    pub fn new(split: Split) -> SplitContext {
        let (linear, linear_validation, linear_at_hand) = (None, None, None);
        SplitContext { split, linear, linear_validation, linear_at_hand, baselines: Baselines::default() }
    }
}
