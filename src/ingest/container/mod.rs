//! Containers: tables packed in other files.
//!
//! `signature` recognises a container by its first bytes. What opens one is in the feature `formats`: `gzip` as a
//! stream, `archive` (zip) and `workbook` (Excel, LibreOffice) as a whole, with what was found as `contents`.

#[cfg(feature = "formats")]
mod archive;
#[cfg(feature = "formats")]
mod contents;
#[cfg(feature = "formats")]
mod gzip;
mod signature;
#[cfg(feature = "formats")]
mod workbook;

#[cfg(feature = "formats")]
pub use archive::{Archive, MAX_ENTRIES, MAX_FILE_BYTES, MAX_PART_BYTES};
#[cfg(feature = "formats")]
pub use contents::{Contents, MAX_ODS_CELLS, Sink};
#[cfg(feature = "formats")]
pub use gzip::{Gunzip, MAX_PIECE_BYTES, MAX_RATIO, MAX_TEXT_BYTES, RATIO_CHECKED_FROM};
pub use signature::Container;
#[cfg(feature = "formats")]
pub use workbook::MAX_CELLS;
