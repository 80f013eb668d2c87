//! Dates and times as files have them, without a database of zones: what has no offset is taken for UTC.

mod cell;
mod evidence;
mod order;
mod style;

pub use evidence::DateEvidence;
pub use order::Order;
pub use style::{DateStyle, parse, swap_day_and_month};
