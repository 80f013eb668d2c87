//! Dates and times as files write them. There is no database of time zones: a time without an offset is taken as UTC.
//!
//! `cell` takes one cell apart, `style` reads it in the style of its column, `evidence` finds that style.

mod cell;
mod evidence;
mod order;
mod style;

pub use evidence::DateEvidence;
pub use order::DateOrder;
pub use style::{DateStyle, parse_time, swap_day_and_month};
