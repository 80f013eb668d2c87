//! From bytes to a data set: encodings, containers, rows of cells, the roles of columns, and the rows put together.

pub mod build;
pub mod container;
pub mod csv;
pub mod encoding;
pub mod lexicon;
pub mod schema;
pub mod values;
