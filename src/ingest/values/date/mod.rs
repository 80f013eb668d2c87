//! Dates and times as files write them. There is no database of time zones: a time without an offset is taken as UTC.
//!
//! `cell` takes one cell apart by its `words`, `clock` reads times of day that stand alone, `style` reads a cell in the
//! style of its column, `evidence` finds that style.

mod cell;
mod clock;
mod evidence;
mod order;
mod style;
mod words;

pub use clock::parse_clock;
pub use evidence::DateEvidence;
pub use order::DateOrder;
pub use style::{DateStyle, parse_time, swap_day_and_month};
