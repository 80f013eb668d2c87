//! The sizes of a split's parts, for the page and the report.

use serde::Serialize;

use crate::codec::flat_struct;
use crate::split::kind::{SplitKind, SplitReason};
use crate::split::partition::Split;

/// Number of interactions in each part. The parts and `given`, the known interactions of held-out users, add up to all
/// interactions; `users` have something in the test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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

flat_struct!(SplitSummary { kind, reason, seed, train, validation, test, given, users });

impl SplitSummary {
    /// Summary of a split.
    pub fn of(split: &Split) -> Self {
        SplitSummary {
            kind: split.kind,
            reason: split.reason,
            seed: split.seed,
            train: split.train.ones(),
            validation: split.validation.ones(),
            test: split.test.ones(),
            given: split.input_pairs(),
            users: split.tested_users(),
        }
    }
}
