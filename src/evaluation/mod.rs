//! How good a model is: scores against held-out items, for all users, with intervals.

pub mod bootstrap;
pub mod comparison;
pub mod metrics;
pub mod ranking;
pub mod tuning;
