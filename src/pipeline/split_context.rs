//! A split, and what was chosen and fitted on it.

use crate::codec::flat_struct;
use crate::models::linear::{Linear, LinearOptions};
use crate::pipeline::baselines::{BaselineParams, Baselines};
use crate::split::Split;
use crate::tuning::MAX_CLOSED_FORM_ITEMS;

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

/// What was chosen on a split, to be kept: it need not be sought again.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitNotes {
    /// The split's seed: they are of use for the same split only.
    pub seed: u64,
    pub linear: Option<LinearOptions>,
    pub linear_validation: Option<f64>,
    pub baselines: Option<BaselineParams>,
}

flat_struct!(SplitNotes { seed, linear, linear_validation, baselines });

impl SplitNotes {
    /// Whether they can be of this data: nothing stands in them that no choice comes to.
    fn is_valid(&self) -> bool {
        let linear =
            self.linear.is_none_or(|linear| linear.check().is_ok() && linear.max_items == MAX_CLOSED_FORM_ITEMS);
        linear && self.baselines.as_ref().is_none_or(|params| params.seed == self.seed && params.check().is_ok())
    }
}

impl SplitContext {
    pub fn new(split: Split) -> SplitContext {
        let (linear, linear_validation, linear_at_hand) = (None, None, None);
        SplitContext { split, linear, linear_validation, linear_at_hand, baselines: Baselines::default() }
    }
    /// What was chosen so far.
    pub fn notes(&self) -> SplitNotes {
        let SplitContext { split, linear, linear_validation, baselines, .. } = self;
        let (linear, linear_validation, baselines) = (*linear, *linear_validation, baselines.params.clone());
        SplitNotes { seed: split.seed, linear, linear_validation, baselines }
    }

    /// Takes over what was chosen on the same split; of another split it is of no use, and left aside.
    pub fn recall(&mut self, notes: SplitNotes) {
        if notes.seed == self.split.seed && notes.is_valid() {
            let SplitNotes { linear, linear_validation, baselines, .. } = notes;
            (self.linear, self.linear_validation, self.baselines.params) = (linear, linear_validation, baselines);
        }
    }
}
