//! Build: rows to interactions, with a count of every row.
//!
//! `file` reads the bytes of a file: `row_parser` parses each row, `collector` puts its events into `event_log`, and
//! `row_counts` counts what is rejected. At the end `assembly` goes through the steps: `event_sorter` sorts the events
//! by user and item, `resolver` turns them into `pairs` by the `rules` (with `k_core` removing users and items with too
//! few), and `file` hands out the interactions. `rejected` reads a file again to list the rows that were not used.
//! `unwanted` finds users and items to leave out. `sample` takes a part of the users, `interactions_builder` builds interactions
//! without a file.

mod assembly;
mod collector;
mod event_log;
mod event_sorter;
mod file;
mod interactions_builder;
mod k_core;
mod pairs;
mod rejected;
mod resolver;
mod row_counts;
mod row_parser;
mod rules;
mod sample;
mod unwanted;

pub use assembly::{Assembly, FileRead};
pub use file::FileReader;
pub use interactions_builder::InteractionsBuilder;
pub use rejected::{RejectedReader, RejectionIndex};
pub use row_counts::{Irregular, RowCounts, RowExample};
pub use rules::Reason;
pub use sample::UserSample;
