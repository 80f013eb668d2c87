//! Splits: which interactions are learned from, which steer the training, and which are held out until the end.
//!
//! `kind` names the kinds of splits and their shares. `choice` picks the automatic kind and says which are possible,
//! `within` cuts each user's interactions at random or by time, `users` holds out whole users. `partition` is the
//! result, `folds` the results of a cross-validation, `summary` their sizes for the report.

mod choice;
mod folds;
mod kind;
mod partition;
mod summary;
mod users;
mod within;

pub use choice::possible;
pub use folds::{FOLDS, Folds};
pub use kind::{MIN_ITEMS, SplitKind, SplitPlan, SplitReason, TEST_SHARE, VALIDATION_SHARE};
pub use partition::Split;
pub use summary::SplitSummary;
