//! A split, and what was chosen and fitted on it.

use crate::models::linear::{Linear, LinearOptions};
use crate::pipeline::baselines::Baselines;
use crate::split::Split;

/// What was found on one split; another split begins anew.
pub struct SplitContext {
    pub split: Split,
    /// The linear path that was chosen for this split.
    pub linear: Option<LinearOptions>,
    /// That linear path fitted to train, kept between two trials that need it.
    pub linear_at_hand: Option<Linear>,
    pub baselines: Baselines,
}

impl SplitContext {
    pub fn new(split: Split) -> SplitContext {
        SplitContext { split, linear: None, linear_at_hand: None, baselines: Baselines::default() }
    }
}
