//! What is found inside of a file that is read as a whole, and where its table goes.

use serde::Serialize;

use crate::error::{Error, Result};

/// The most cells, repeated ones included, of a workbook of LibreOffice's, which are all held at once.
pub const ODS_CELL_LIMIT: u64 = 20_000_000;

/// Takes the next bytes of the table as text, and the share of it that is done, 0–1.
pub type Sink<'a> = dyn FnMut(&[u8], f64) -> Result<()> + 'a;

/// What was found in a file that was read as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contents {
    /// `xlsx`, `ods`, `xls` or `zip`.
    pub kind: &'static str,
    /// The name of the sheet, or of the packed file.
    pub part: String,
    /// How many further sheets, hidden ones left out, or files there are.
    pub others: usize,
}

pub(crate) fn broken(kind: &'static str) -> Error {
    Error::ArchiveBroken { kind }
}
