//! From bytes to interactions: text, rows, the roles of columns, interactions, split.

pub mod cells;
pub mod columns;
mod delimiter;
pub mod dialect;
pub mod file;
pub mod flat;
#[cfg(feature = "encodings")]
mod frequent;
pub mod header;
pub mod interactions;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
mod lines;
#[cfg(feature = "encodings")]
mod plausible;
pub mod preview;
mod quoting;
pub mod rows;
mod sniffer;
pub mod sparse;
pub mod split;
pub mod text;
pub mod unicode;
pub mod vocabulary;
