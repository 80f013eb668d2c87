//! Contents of a file that is read as a whole.

use serde::Serialize;

use crate::error::{Error, Result};

/// Limit of the cells of a LibreOffice workbook, with repeated ones, all of which are held at once.
pub const MAX_ODS_CELLS: u64 = 20_000_000;

/// Receiver of the next bytes of the table and of the fraction of it that is done, 0–1.
pub type Sink<'a> = dyn FnMut(&[u8], f64) -> Result<()> + 'a;

/// Description of what was found in a file that was read as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contents {
    /// `xlsx`, `ods`, `xls` or `zip`.
    pub kind: &'static str,
    /// Name of the sheet or of the packed file.
    pub part: String,
    /// Number of other files, or of other visible sheets.
    pub others: usize,
}

pub(crate) fn broken(kind: &'static str) -> Error {
    Error::ArchiveBroken { kind }
}
