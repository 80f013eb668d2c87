//! Ingest: from the bytes of a file to a data set.
//!
//! ```text
//! bytes → container → encoding → csv → schema → build → dataset
//!         unpacked    UTF-8      rows  roles    interactions
//! ```
//!
//! `schema` looks at the head of a file and gives a [`Preview`], by which a [`FileReader`] of `build` reads the whole
//! file. `join` puts two tables into one before that. `values` reads single cells, `lexicon` knows the names of columns; both serve the others.

pub mod build;
pub mod container;
pub mod csv;
pub mod encoding;
#[cfg(feature = "formats")]
pub mod join;
mod lexicon;
pub mod schema;
pub mod values;

pub use build::FileReader;
pub use schema::Preview;
