//! Workbooks of Excel until 2007, with at most 65,536 rows and 256 columns; held as a whole.

use std::io::Cursor;

use calamine::{Reader, Xls, XlsError};

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::workbook::biff::make_safe;
use crate::ingest::container::workbook::compound::{compound_file, workbook_stream};
use crate::ingest::container::workbook::sheet::SheetWriter;
use crate::ingest::container::workbook::xlsx::visible;

pub(crate) struct XlsBook {
    book: Xls<Cursor<Vec<u8>>>,
    sheets: Vec<String>,
}

impl XlsBook {
    pub fn open(bytes: &SharedBytes) -> Result<XlsBook> {
        let mut stream = workbook_stream(bytes.as_ref())?;
        make_safe(&mut stream)?;
        let book = Xls::new(Cursor::new(compound_file(&stream)?)).map_err(|error| xls_error(&error))?;
        let sheets = visible(book.sheets_metadata());
        if sheets.is_empty() {
            return Err(Error::NoTableInside { kind: "xls", found: 0 });
        }
        Ok(XlsBook { book, sheets })
    }
}

impl Tables for XlsBook {
    fn contents(&self) -> Contents {
        Contents { kind: "xls", parts: self.sheets.clone() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let name = self.sheets.get(part).ok_or_else(|| no_such_part(part))?;
        let range = self.book.worksheet_range(name).map_err(|error| xls_error(&error))?;
        let areas = self.book.merge_cells_by_sheet_name(name).unwrap_or_default();
        // Positions in a range begin at its first cell, those of areas at the sheet's.
        let (top, left) = range.start().unwrap_or_default();
        let mut table = SheetWriter::new(sink, top + range.height() as u32, areas);
        for (row, column, value) in range.used_cells() {
            table.cell((top + row as u32, left + column as u32), value)?;
        }
        table.finish()
    }
}

fn xls_error(error: &XlsError) -> Error {
    if matches!(error, XlsError::Password) { Error::PasswordProtected } else { broken("xls") }
}
