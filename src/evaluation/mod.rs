//! How good a model is: scores against held-out items, for all users, with intervals.

pub mod bootstrap;
pub mod catalogue;
pub mod comparison;
pub mod cross_validation;
pub mod evaluator;
pub mod measurement;
pub mod metrics;
pub mod ranker;
pub mod segments;
pub mod validation;
