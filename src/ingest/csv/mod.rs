//! CSV: text to rows of cells.
//!
//! `sniffer` guesses a file's `dialect` from its `head`: `table_start` finds what stands above the table, `unusual`
//! tables that need more than a delimiter. `reader` cuts the text into rows: `wrapping` takes away what is around rows
//! and cells, `delimiter` replaces delimiters of several bytes, `scanner` takes the rows that need no unquoting, `parser`
//! (csv-core) all others, `quoting` finds quotation marks that are never closed, and `lines` counts lines. A `row` is
//! what comes out.

mod delimiter;
mod dialect;
mod head;
mod lines;
mod parser;
mod quoting;
mod reader;
mod row;
mod scanner;
mod sniffer;
mod table_start;
mod unusual;
mod wrapping;

pub use dialect::{BLANKS, COMMENTS, DELIMITERS, Dialect, DialectOverrides, Quotes, Wrapping};
pub use reader::{MAX_COLUMNS, MAX_ROW_BYTES, RowReader};
pub use row::Row;
