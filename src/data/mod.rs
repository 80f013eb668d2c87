//! From bytes to interactions: text, rows, the roles of columns, interactions, split.

#[cfg(feature = "containers")]
pub mod archive;
pub mod assembly;
pub mod cells;
pub mod columns;
pub mod container;
pub mod dates;
pub mod file;
pub mod flat;
#[cfg(feature = "containers")]
pub mod gzip;
pub mod header;
pub mod interactions;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
pub mod numbers;
pub mod preview;
pub mod rows;
pub mod sample;
pub mod sparse;
pub mod split;
pub mod text;
pub mod unicode;
pub mod vocabulary;
#[cfg(feature = "containers")]
pub mod workbook;
