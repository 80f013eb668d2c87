//! From bytes to interactions: text, rows, the roles of columns, interactions, split.

pub mod cells;
pub mod columns;
pub mod dates;
pub mod file;
pub mod flat;
pub mod header;
pub mod interactions;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
pub mod numbers;
pub mod preview;
pub mod rows;
pub mod scanner;
pub mod sparse;
pub mod split;
pub mod text;
pub mod unicode;
pub mod vocabulary;
