//! How large the parts of a split are, as it is shown and reported.

use serde::{Deserialize, Serialize};

use crate::split::Split;
use crate::split::kind::{SplitKind, SplitReason};

/// How many interactions each part has, and how many users have something in the test. The parts and `given`,
/// what is known of held-out users, are together all interactions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitSummary {
    pub kind: SplitKind,
    pub reason: SplitReason,
    pub seed: u64,
    pub train: usize,
    pub validation: usize,
    pub test: usize,
    pub given: usize,
    pub users: usize,
}

impl SplitSummary {
    /// The figures of a split.
    pub fn of(split: &Split) -> Self {
        SplitSummary {
            kind: split.kind,
            reason: split.reason,
            seed: split.seed,
            train: split.train.ones(),
            validation: split.validation.ones(),
            test: split.test.ones(),
            given: split.given(),
            users: split.tested_users(),
        }
    }
}
