//! Values of single cells: numbers, quantities, ratings, times, flags, ids and lists.
//!
//! `cell` reads 0/1 flags and lists, `flag` yes and no in words, `id` finds the id that a cell means, `number` numbers,
//! `quantity` counts with a unit, `rating` ratings in words and stars, `items` the line items of an order in one cell.
//! `date` reads times in the style that it finds for a column; `timestamps` applies it to a whole file, cell by cell.

mod cell;
mod date;
mod flag;
mod id;
mod items;
mod number;
mod quantity;
mod rating;
mod timestamps;

pub(crate) use cell::{NAME_SEPARATORS, filled_cells, is_binary, is_binary_list, split_names, strip_brackets};
pub use cell::{parse_binary, parse_binary_list};
pub use date::{DateEvidence, DateOrder, DateStyle, parse_clock, parse_time, swap_day_and_month};
pub use flag::parse_flag;
pub(crate) use id::is_email;
pub use id::{canonical_id, is_blank_word};
pub use items::{CountPlace, Item, ItemFormat};
pub(crate) use number::parse_number_bytes;
pub use number::{NumberStyle, parse_number};
pub use quantity::parse_quantity;
pub use rating::parse_rating;
pub(crate) use timestamps::{TimestampParser, swapped_or_same};
