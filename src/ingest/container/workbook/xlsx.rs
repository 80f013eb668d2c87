//! Workbooks of Excel since 2007: cells are read as a stream, only the strings are held.

use std::io::{BufReader, Cursor, Read};

use calamine::{Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::tags::{Tags, Token};
use crate::ingest::container::workbook::merged_areas::MergedAreas;
use crate::ingest::container::workbook::sheet::SheetWriter;

/// Length of the shortest string in the part that holds them, `<si/>`, in bytes.
const MIN_STRING_BYTES: u64 = 5;

pub(crate) struct XlsxBook {
    book: Xlsx<Cursor<SharedBytes>>,
    sheets: Vec<String>,
    areas: MergedAreas,
}

impl XlsxBook {
    pub fn open(bytes: &SharedBytes) -> Result<XlsxBook> {
        let book = Xlsx::new(bytes.cursor()).map_err(|error| xlsx_error(&error))?;
        let sheets = visible(book.sheets_metadata());
        if sheets.is_empty() {
            return Err(Error::NoTableInside { kind: "xlsx", found: 0 });
        }
        Ok(XlsxBook { book, sheets, areas: MergedAreas::of(bytes) })
    }
}

impl Tables for XlsxBook {
    fn contents(&self) -> Contents {
        Contents { kind: "xlsx", parts: self.sheets.clone() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let name = self.sheets.get(part).ok_or_else(|| no_such_part(part))?;
        let areas = self.areas.in_sheet(name);
        let mut cells = self.book.worksheet_cells_reader(name).map_err(|error| xlsx_error(&error))?;
        let mut table = SheetWriter::new(sink, cells.dimensions().end.0, areas);
        while let Some(cell) = cells.next_cell().map_err(|error| xlsx_error(&error))? {
            table.cell(cell.get_position(), cell.get_value())?;
        }
        table.finish()
    }
}

/// Checks the number of strings that their part, of `size` bytes, claims to hold: `calamine` makes room for all of
/// them before it reads the first.
///
/// # Errors
/// [`Error::ArchiveBroken`] for more than can be there.
pub(crate) fn check_strings(part: impl Read, size: u64) -> Result<()> {
    let mut tags = Tags::xml(BufReader::new(part));
    while let Some(token) = tags.next().map_err(|_| broken("xlsx"))? {
        if matches!(token, Token::Start { .. }) && tags.local_name() == "sst" {
            let claimed = tags.attribute("uniqueCount").and_then(|count| count.trim().parse::<u64>().ok());
            return if claimed.unwrap_or(0) > size / MIN_STRING_BYTES { Err(broken("xlsx")) } else { Ok(()) };
        }
    }
    Ok(())
}

fn xlsx_error(error: &XlsxError) -> Error {
    if matches!(error, XlsxError::Password) { Error::PasswordProtected } else { broken("xlsx") }
}

/// Names of the sheets with cells that are not hidden.
pub(crate) fn visible(sheets: &[Sheet]) -> Vec<String> {
    let is_shown = |sheet: &&Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    sheets.iter().filter(is_shown).map(|sheet| sheet.name.clone()).collect()
}
