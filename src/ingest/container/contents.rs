//! Contents of a file that is read as a whole: the tables inside, by name.

use std::io::Cursor;
use std::rc::Rc;

use serde::Serialize;

use crate::error::{Error, Result};

/// Limit of the cells of a LibreOffice workbook, with repeated ones.
pub const MAX_ODS_CELLS: u64 = 20_000_000;

/// Receiver of the next bytes of a table and of the fraction of it that is done, 0–1.
pub type Sink<'a> = dyn FnMut(&[u8], f64) -> Result<()> + 'a;

/// Description of what was found in a file that is read as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contents {
    /// `xlsx`, `ods`, `xls`, `zip`, `tar`, `json`, `html` or `xml`.
    pub kind: &'static str,
    /// Names of the tables inside: visible sheets, or packed files.
    pub parts: Vec<String>,
}

/// First bytes of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub bytes: Vec<u8>,
    /// Whether that is all of the table.
    pub whole: bool,
}

/// Tables inside one file.
pub(crate) trait Tables {
    fn contents(&self) -> Contents;

    /// Passes the table at `part` to `sink` as text: UTF-8, but the original bytes of a packed file.
    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()>;
}

/// Bytes of a file, shared by its readers.
#[derive(Clone)]
pub(crate) struct SharedBytes(Rc<Vec<u8>>);

impl SharedBytes {
    pub fn new(bytes: Vec<u8>) -> SharedBytes {
        SharedBytes(Rc::new(bytes))
    }

    pub fn cursor(&self) -> Cursor<SharedBytes> {
        Cursor::new(self.clone())
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

pub(crate) fn broken(kind: &'static str) -> Error {
    Error::ArchiveBroken { kind }
}

/// Error for a part that is not there.
pub(crate) fn no_such_part(part: usize) -> Error {
    Error::OptionUnknown { option: "parts", value: part.to_string() }
}
