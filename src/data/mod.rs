//! From bytes to interactions: text, rows, the roles of columns and what they mean, interactions, split.

#[cfg(feature = "containers")]
pub mod archive;
pub mod budget;
pub mod cells;
pub mod columns;
pub mod container;
pub mod dates;
mod delimiter;
pub mod dialect;
mod dictionary;
pub mod events;
pub mod file;
pub mod findings;
mod finishing;
pub mod flat;
#[cfg(feature = "encodings")]
mod frequent;
pub mod guess;
#[cfg(feature = "containers")]
pub mod gzip;
mod hash;
pub mod header;
pub mod interactions;
mod key;
pub mod labels;
pub mod least;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
mod lines;
mod look;
pub mod meaning;
mod moments;
pub mod numbers;
mod occurrences;
mod pairs;
mod parser;
#[cfg(feature = "encodings")]
mod plausible;
pub mod preview;
pub mod quality;
mod quoting;
pub mod rejected;
mod repeats;
mod row;
pub mod rows;
mod rules;
pub mod sample;
pub mod scanner;
mod settle;
mod shapes;
mod sniffer;
mod sorting;
pub mod sparse;
pub mod split;
pub mod suspects;
mod table;
mod tally;
pub mod text;
pub mod unicode;
pub mod vocabulary;
#[cfg(feature = "containers")]
pub mod workbook;
