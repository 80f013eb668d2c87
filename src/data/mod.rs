//! From bytes to interactions: text, rows, the roles of columns and what they mean, interactions, split.

pub mod cells;
pub mod columns;
pub mod dates;
mod dictionary;
pub mod events;
pub mod file;
pub mod findings;
pub mod flat;
pub mod guess;
pub mod header;
pub mod interactions;
pub mod labels;
pub mod least;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
mod look;
pub mod meaning;
mod moments;
pub mod numbers;
mod occurrences;
pub mod preview;
pub mod quality;
pub mod rejected;
mod repeats;
pub mod rows;
mod rules;
mod settle;
mod shapes;
pub mod sparse;
pub mod split;
pub mod suspects;
mod table;
mod tally;
pub mod text;
pub mod unicode;
pub mod vocabulary;
