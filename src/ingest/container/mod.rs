//! Containers: tables packed in other files.
//!
//! `signature` recognises a container by its first bytes. What opens one is in the feature `formats`: `gzip` as a
//! stream; as a whole, by `archive`, all that may hold several tables: `workbook` (Excel, LibreOffice), `packed` (zip),
//! `tar`, `json`, and `markup` (HTML, XML), of whose `tags` workbooks make use as well. Tables come out as `contents`
//! says, most of them through `csv_writer`.

#[cfg(feature = "formats")]
mod archive;
#[cfg(feature = "formats")]
mod contents;
#[cfg(feature = "formats")]
mod csv_writer;
#[cfg(feature = "formats")]
mod gzip;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "formats")]
mod markup;
#[cfg(feature = "formats")]
mod packed;
mod signature;
#[cfg(feature = "formats")]
mod tags;
#[cfg(feature = "formats")]
mod tar;
#[cfg(feature = "formats")]
mod workbook;

#[cfg(feature = "formats")]
pub use archive::{Archive, MAX_FILE_BYTES};
#[cfg(feature = "formats")]
pub use contents::{Contents, Head, MAX_ODS_CELLS, Sink};
#[cfg(feature = "formats")]
pub use csv_writer::MAX_CELLS;
#[cfg(feature = "formats")]
pub use gzip::{Gunzip, MAX_PIECE_BYTES, MAX_RATIO, MAX_TEXT_BYTES, RATIO_CHECKED_FROM};
#[cfg(feature = "formats")]
pub use packed::{MAX_ENTRIES, MAX_PART_BYTES};
pub use signature::{Container, foreign_kind};
