//! CSV: text to rows of cells.
//!
//! `sniffer` guesses a file's `dialect` from its head. `reader` cuts the text into rows: `delimiter` replaces
//! delimiters of several bytes, `scanner` takes the rows that need no unquoting, `parser` (csv-core) all others,
//! `quoting` finds quotation marks that are never closed, and `lines` counts lines. A `row` is what comes out.

mod delimiter;
mod dialect;
mod lines;
mod parser;
mod quoting;
mod reader;
mod row;
mod scanner;
mod sniffer;

pub use dialect::{COMMENTS, DELIMITERS, Dialect, DialectOverrides, Quotes};
pub use reader::{MAX_COLUMNS, MAX_ROW_BYTES, RowReader};
pub use row::Row;
