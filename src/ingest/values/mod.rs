//! Values of single cells: numbers, times, 0/1 flags and lists.
//!
//! `cell` reads flags and lists, `number` numbers, `date` times in the style that it finds for a column; `timestamps`
//! applies the latter to a whole file, cell by cell.

mod cell;
mod date;
mod number;
mod timestamps;

pub(crate) use cell::{NAME_SEPARATORS, filled_cells, is_binary, is_binary_list, split_names, strip_brackets};
pub use cell::{parse_binary, parse_binary_list};
pub use date::{DateEvidence, DateOrder, DateStyle, parse_time, swap_day_and_month};
pub(crate) use number::parse_number_bytes;
pub use number::{NumberStyle, parse_number};
pub(crate) use timestamps::{TimestampParser, swapped_or_same};
