//! The kinds of splits, what a caller can request, and the shares that are held out.

use serde::{Deserialize, Serialize};

use crate::codec::flat_enum;

/// Share of a user's interactions held out for the test.
pub const TEST_SHARE: f64 = 0.2;
/// Share of a user's interactions held out for validation.
pub const VALIDATION_SHARE: f64 = 0.1;
/// Items below which nothing of a user is held out: training, validation and test need one each.
pub const MIN_ITEMS: usize = 3;

/// Rule by which interactions are assigned to the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitKind {
    /// Within users, at random by the seed: possible with any file, and what most published figures are measured on. A
    /// model may use a user's later interactions to find earlier ones.
    Random,
    /// Within users, by time, the newest held out: what a shop wants to know. Other users' later interactions are
    /// still learned from, so a trend is known before its time (Ji et al. 2023, "A critical study on data
    /// leakage in recommender system offline evaluation").
    Time,
    /// Whole users at random: a tenth for the test and a tenth for validation are never learned from; a fifth of
    /// their items is to be found from the rest. Strong generalisation (Marlin 2004): what a model can do for
    /// customers who arrive after it was trained.
    Users,
    /// By a column of the file.
    Column,
}

flat_enum!(SplitKind { Random = 0, Time = 1, Users = 2, Column = 3 });

/// Reason for the kind of a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitReason {
    /// It was requested.
    #[serde(rename = "asked")]
    Requested,
    /// The file has a split column.
    Column,
    /// At random, comparable to published figures, although times would allow a split by time.
    Comparable,
    /// At random, since times are missing or too few.
    Untimed,
    /// At random, since most users have all their interactions within a day.
    Momentary,
    /// One fold of a cross-validation.
    Fold,
}

flat_enum!(SplitReason { Requested = 0, Column = 1, Comparable = 2, Untimed = 3, Momentary = 4, Fold = 5 });

/// Request for a split. A seed alone requests the automatic kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPlan {
    /// None is automatic: by the file's column if there is one, else at random. Published figures are nearly all of
    /// random splits. A split by time asks for the future, which is harder: every model's figures are smaller.
    pub kind: Option<SplitKind>,
    pub seed: u64,
}

impl From<u64> for SplitPlan {
    fn from(seed: u64) -> SplitPlan {
        SplitPlan { kind: None, seed }
    }
}
