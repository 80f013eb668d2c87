//! How good a model is: scores against held-out items, for all users, with intervals.

pub mod bootstrap;
pub mod catalogue;
pub mod comparison;
pub mod cross_validation;
pub mod lists;
pub mod measurement;
pub mod metrics;
pub mod ranking;
pub mod segments;
pub mod test;
