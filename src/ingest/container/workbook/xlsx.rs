//! Workbooks of Excel since 2007: cells are read as a stream, only the strings are held.

use std::io::{Cursor, Read};

use calamine::{Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::workbook::merged_areas::MergedAreas;
use crate::ingest::container::workbook::sheet::SheetWriter;

/// Length of the shortest string in the part that holds them, `<si/>`, in bytes.
const MIN_STRING_BYTES: u64 = 5;
/// Attribute with the number of the strings.
const COUNT: &[u8] = b"uniqueCount";
/// Bytes of the strings that are looked at together.
const CHUNK: u64 = 1 << 16;

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
/// them before it reads the first. Every place where such a number may stand is looked at, since broken tags begin and
/// end elsewhere for every reader of them.
///
/// # Errors
/// [`Error::ArchiveBroken`] for more than can be there.
pub(crate) fn check_strings(mut part: impl Read, size: u64) -> Result<()> {
    let mut bytes = Vec::new();
    loop {
        let read = (&mut part).take(CHUNK).read_to_end(&mut bytes).map_err(|_| broken("xlsx"))?;
        let mut from = 0;
        while let Some(place) = bytes[from..].windows(COUNT.len()).position(|window| window == COUNT) {
            let Some(claimed) = number_in(&bytes[from + place + COUNT.len()..]) else {
                from += place;
                break;
            };
            if claimed > size / MIN_STRING_BYTES {
                return Err(broken("xlsx"));
            }
            from += place + COUNT.len();
        }
        let is_open = bytes[from..].starts_with(COUNT);
        if read == 0 {
            return Ok(());
        }
        // What may go on in the next piece is kept.
        let kept = if is_open { from } else { from.max(bytes.len().saturating_sub(COUNT.len() - 1)) };
        bytes.drain(..kept);
        if bytes.len() as u64 > CHUNK {
            return Err(broken("xlsx"));
        }
    }
}

/// Number in the value of an attribute whose name ends before `bytes`, 0 if there is none; `None` where the bytes end
/// before it does.
fn number_in(bytes: &[u8]) -> Option<u64> {
    let before = |byte: &u8| byte.is_ascii_whitespace() || b"=\"'+".contains(byte);
    let start = bytes.iter().position(|byte| !before(byte))?;
    let end = bytes[start..].iter().position(|byte| !byte.is_ascii_digit())?;
    let digits = bytes[start..start + end].iter();
    Some(digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
}

fn xlsx_error(error: &XlsxError) -> Error {
    if matches!(error, XlsxError::Password) { Error::PasswordProtected } else { broken("xlsx") }
}

/// Names of the sheets with cells that are not hidden.
pub(crate) fn visible(sheets: &[Sheet]) -> Vec<String> {
    let is_shown = |sheet: &&Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    sheets.iter().filter(is_shown).map(|sheet| sheet.name.clone()).collect()
}
