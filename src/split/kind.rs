//! Which kinds of split there are, what is asked of one, and how much it holds out.

use serde::{Deserialize, Serialize};

/// The share of a user's interactions that is held out for the test.
pub const TEST_SHARE: f64 = 0.2;
/// The share of a user's interactions that is held out for validation.
pub const VALIDATION_SHARE: f64 = 0.1;
/// A user with fewer interactions than this has nothing held out: one each for
/// training, validation and test is the least.
pub const LEAST: usize = 3;

/// How the parts are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitKind {
    /// Per user at random, by the seed: what most published figures are measured on, and what can be done with
    /// any file. A model may look at what a user did later to find what they did before.
    Random,
    /// Per user by time, the newest held out: what a shop wants to know. Other users' later interactions are
    /// still learned from, so a trend is known before its time (Ji et al. 2023, "A critical study on data
    /// leakage in recommender system offline evaluation").
    Time,
    /// Whole users at random: a tenth for the test and a tenth for validation are never learned from, and of
    /// their items a fifth is to be found from the rest. Strong generalisation (Marlin 2004): what a
    /// model can do for customers who come after it was trained.
    Users,
    /// By a column of the file.
    Column,
}

/// Why a split is of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitReason {
    /// It was asked for.
    Asked,
    /// The file has a column for it.
    Column,
    /// At random, so that figures can be set beside published ones, although times would allow a split by date.
    Comparable,
    /// At random, since there are no times, or too few.
    Untimed,
    /// At random, since most users did everything within a day.
    Momentary,
    /// One of the folds of a cross-validation.
    Fold,
}

/// What is asked of a split. A seed alone asks for the automatic kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPlan {
    /// None is automatic: by the file's column where there is one, else at random. Published figures are nearly all
    /// of random splits; by time, which asks for the future, few are left to be found, and figures are
    /// smaller for every model. Who asks for the future chooses so.
    pub kind: Option<SplitKind>,
    pub seed: u64,
}

impl From<u64> for SplitPlan {
    fn from(seed: u64) -> SplitPlan {
        SplitPlan { kind: None, seed }
    }
}
