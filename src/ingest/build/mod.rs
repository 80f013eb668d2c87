//! From rows to interactions, with an account of every row.

pub(crate) mod assembly;
pub(crate) mod collector;
pub(crate) mod duplicates;
pub(crate) mod event_log;
pub mod file;
pub mod interactions_builder;
pub mod k_core;
pub(crate) mod pairs;
pub mod rejected;
pub(crate) mod resolve;
pub mod row_counts;
pub(crate) mod row_parser;
pub(crate) mod rules;
pub mod sample;
pub(crate) mod sorting;
