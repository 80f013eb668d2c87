//! Text to rows of cells, and how it is cut.

pub(crate) mod delimiter;
pub mod dialect;
pub(crate) mod lines;
pub(crate) mod parser;
pub(crate) mod quoting;
pub mod reader;
pub mod row;
pub mod scanner;
pub(crate) mod sniffer;
