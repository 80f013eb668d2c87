//! From bytes to interactions: text, rows, the roles of columns, interactions, split.

#[cfg(feature = "containers")]
pub mod archive;
pub mod assembly;
pub mod cells;
pub mod columns;
pub mod container;
pub mod dates;
mod delimiter;
pub mod dialect;
pub mod file;
pub mod flat;
#[cfg(feature = "encodings")]
mod frequent;
#[cfg(feature = "containers")]
pub mod gzip;
pub mod header;
pub mod interactions;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
mod lines;
pub mod numbers;
#[cfg(feature = "encodings")]
mod plausible;
pub mod preview;
mod quoting;
pub mod rows;
pub mod sample;
mod sniffer;
pub mod sparse;
pub mod split;
pub mod text;
pub mod unicode;
pub mod vocabulary;
#[cfg(feature = "containers")]
pub mod workbook;
