//! Workbooks of Excel and LibreOffice: the first sheet with a table is converted to CSV, cell by cell. `calamine` reads
//! the formats.

use std::fmt::Write;
use std::io::Cursor;

use calamine::{
    Data, DataType, Ods, OdsError, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, MAX_ODS_CELLS, Sink, broken};
use crate::ingest::container::gzip::MAX_PIECE_BYTES;

/// Limit of the columns of a sheet, in any version of either program.
const MAX_SHEET_COLUMNS: u32 = 16_384;
/// Limit of the cells that are written, empty ones included.
pub const MAX_CELLS: u64 = 500_000_000;

/// Converts an .xlsx workbook; its cells are read as a stream, only its strings are held.
///
/// # Errors
/// Those of [`Archive::table`](crate::ingest::container::Archive::table).
pub fn xlsx_csv(bytes: &[u8], sink: &mut Sink) -> Result<Contents> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| xlsx_error(&error))?;
    let sheets = visible(book.sheets_metadata());
    for name in &sheets {
        let mut cells = book.worksheet_cells_reader(name).map_err(|error| xlsx_error(&error))?;
        let mut extent = Extent::default();
        while !extent.is_table() {
            match cells.next_cell().map_err(|error| xlsx_error(&error))? {
                Some(cell) if is_blank(cell.get_value()) => {}
                Some(cell) => extent.add(cell.get_position()),
                None => break,
            }
        }
        drop(cells);
        if !extent.is_table() {
            continue;
        }
        let mut cells = book.worksheet_cells_reader(name).map_err(|error| xlsx_error(&error))?;
        let mut table = Csv::new(sink, cells.dimensions().end.0);
        while let Some(cell) = cells.next_cell().map_err(|error| xlsx_error(&error))? {
            table.cell(cell.get_position(), cell.get_value())?;
        }
        table.finish()?;
        return Ok(Contents { kind: "xlsx", part: name.clone(), others: sheets.len() - 1 });
    }
    Err(Error::NoTableInside { kind: "xlsx", found: 0 })
}

/// Converts an .ods workbook, which is held as a whole.
///
/// # Errors
/// Those of [`Archive::table`](crate::ingest::container::Archive::table).
pub fn ods_csv(bytes: &[u8], sink: &mut Sink) -> Result<Contents> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| ods_error(&error))?;
    let sheets = visible(book.sheets_metadata());
    first_table("ods", &sheets, sink, |name| book.worksheet_range(name).map_err(|error| ods_error(&error)))
}

/// Converts an .xls workbook, as Excel wrote them until 2007, with at most 65,536 rows.
///
/// # Errors
/// Those of [`Archive::table`](crate::ingest::container::Archive::table).
pub fn xls_csv(bytes: &[u8], sink: &mut Sink) -> Result<Contents> {
    // A newer workbook with a password is wrapped in the same kind of file.
    if let Err(XlsxError::Password) = Xlsx::new(Cursor::new(bytes)).map(|_| ()) {
        return Err(Error::PasswordProtected);
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| xls_error(&error))?;
    let sheets = visible(book.sheets_metadata());
    first_table("xls", &sheets, sink, |name| book.worksheet_range(name).map_err(|error| xls_error(&error)))
}

fn xlsx_error(error: &XlsxError) -> Error {
    if matches!(error, XlsxError::Password) { Error::PasswordProtected } else { broken("xlsx") }
}

fn ods_error(error: &OdsError) -> Error {
    match error {
        OdsError::Password => Error::PasswordProtected,
        OdsError::InvalidMime(_) => Error::BinaryFile { kind: "unknown" },
        OdsError::CellLimitExceeded { requested, .. } => {
            Error::TooMany { what: "cells", found: *requested as u64, limit: MAX_ODS_CELLS }
        }
        _ => broken("ods"),
    }
}

fn xls_error(error: &XlsError) -> Error {
    match error {
        XlsError::Password => Error::PasswordProtected,
        // Word and Outlook use the same kind of file.
        XlsError::Cfb(_) => Error::BinaryFile { kind: "xls" },
        _ => broken("xls"),
    }
}

fn visible(sheets: &[Sheet]) -> Vec<String> {
    let is_shown = |sheet: &&Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    sheets.iter().filter(is_shown).map(|sheet| sheet.name.clone()).collect()
}

fn first_table(
    kind: &'static str,
    sheets: &[String],
    sink: &mut Sink,
    mut read: impl FnMut(&str) -> Result<Range<Data>>,
) -> Result<Contents> {
    for name in sheets {
        let range = read(name)?;
        let mut extent = Extent::default();
        let filled = range.used_cells().filter(|(_, _, value)| !is_blank(*value));
        for (row, column, _) in filled {
            extent.add((row as u32, column as u32));
            if extent.is_table() {
                break;
            }
        }
        if extent.is_table() {
            let mut table = Csv::new(sink, range.height() as u32);
            for (row, column, value) in range.used_cells() {
                table.cell((row as u32, column as u32), value)?;
            }
            table.finish()?;
            return Ok(Contents { kind, part: name.clone(), others: sheets.len() - 1 });
        }
    }
    Err(Error::NoTableInside { kind, found: 0 })
}

fn is_blank(value: &impl DataType) -> bool {
    value.is_empty() || value.is_error() || value.get_string().is_some_and(|text| text.trim().is_empty())
}

/// Extent of cells, as far as needed to know whether they form a table: two rows and two columns.
#[derive(Default)]
struct Extent {
    first: Option<(u32, u32)>,
    has_rows: bool,
    has_columns: bool,
}

impl Extent {
    fn add(&mut self, (row, column): (u32, u32)) {
        let first = *self.first.get_or_insert((row, column));
        self.has_rows |= row != first.0;
        self.has_columns |= column != first.1;
    }

    fn is_table(&self) -> bool {
        self.has_rows && self.has_columns
    }
}

/// Writer of cells, row by row, as CSV (RFC 4180). Every row is as wide as the widest before it: cells at the end of a
/// row may be empty.
struct Csv<'a, 'b> {
    sink: &'a mut Sink<'b>,
    text: Vec<u8>,
    cells: Vec<String>,
    /// Number of `cells` in the current row.
    used: usize,
    width: usize,
    row: u32,
    rows: u32,
    written: u64,
}

impl<'a, 'b> Csv<'a, 'b> {
    fn new(sink: &'a mut Sink<'b>, rows: u32) -> Self {
        Csv { sink, text: Vec::new(), cells: Vec::new(), used: 0, width: 0, row: 0, rows, written: 0 }
    }

    fn cell(&mut self, (row, column): (u32, u32), value: &impl DataType) -> Result<()> {
        if column >= MAX_SHEET_COLUMNS {
            return Err(Error::TooMany {
                what: "columns",
                found: u64::from(column) + 1,
                limit: MAX_SHEET_COLUMNS.into(),
            });
        }
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        if is_blank(value) {
            return Ok(());
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.used = self.used.max(column + 1);
        if let Some(cell) = self.cells.get_mut(column) {
            cell.clear();
            write_value(value, cell);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        if self.used == 0 {
            return Ok(());
        }
        self.width = self.width.max(self.used);
        self.written += self.width as u64;
        if self.written > MAX_CELLS {
            return Err(Error::TooMany { what: "cells", found: self.written, limit: MAX_CELLS });
        }
        for (column, cell) in self.cells.iter_mut().take(self.used).enumerate() {
            if column > 0 {
                self.text.push(b',');
            }
            quote(cell, &mut self.text);
            cell.clear();
        }
        self.text.resize(self.text.len() + self.width - self.used, b',');
        self.text.push(b'\n');
        self.used = 0;
        if self.text.len() >= MAX_PIECE_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        let fraction = (f64::from(self.row) + 1.0) / (f64::from(self.rows) + 1.0);
        (self.sink)(&self.text, fraction.min(1.0))?;
        self.text.clear();
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.end_row()?;
        self.flush()
    }
}

fn quote(cell: &str, text: &mut Vec<u8>) {
    if !cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return text.extend_from_slice(cell.as_bytes());
    }
    text.push(b'"');
    for (part, piece) in cell.split('"').enumerate() {
        if part > 0 {
            text.extend_from_slice(b"\"\"");
        }
        text.extend_from_slice(piece.as_bytes());
    }
    text.push(b'"');
}

/// Writes a value as both programs show it: numbers without the noise of their binary form, dates as
/// `YYYY-MM-DD HH:MM:SS`.
fn write_value(value: &impl DataType, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = if let Some(string) = value.get_string() {
        text.write_str(string)
    } else if let Some(date) = value.get_datetime() {
        write_date(&date, text)
    } else if let Some(iso) = value.get_datetime_iso() {
        let (day, time) = iso.split_once('T').unwrap_or((iso, "00:00:00"));
        write!(text, "{day} {}", time.split(['.', 'Z', '+']).next().unwrap_or(time))
    } else if let Some(duration) = value.get_duration_iso() {
        text.write_str(duration)
    } else if let Some(truth) = value.get_bool() {
        write!(text, "{truth}")
    } else if let Some(whole) = value.get_int() {
        write!(text, "{whole}")
    } else if let Some(number) = value.get_float() {
        write_number(number, text)
    } else {
        Ok(())
    };
}

/// Writes integers exactly, other numbers with 15 digits, as both programs show them: 0.3, not 0.30000000000000004.
fn write_number(number: f64, text: &mut String) -> std::fmt::Result {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return write!(text, "{}", number as i64);
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded.abs() >= EXACT || rounded.abs() < 1e-7 { write!(text, "{rounded:e}") } else { write!(text, "{rounded}") }
}

fn write_date(date: &calamine::ExcelDateTime, text: &mut String) -> std::fmt::Result {
    if date.is_duration() {
        let seconds = (date.as_f64() * 86_400.0).round();
        let (sign, seconds) = if seconds < 0.0 { ("-", -seconds as u64) } else { ("", seconds as u64) };
        return write!(text, "{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, mut hour, mut minute, mut second, milli) = date.to_ymd_hms_milli();
    // A time such as 10:30:00 may be stored as slightly less.
    if milli >= 500 && (hour, minute, second) != (23, 59, 59) {
        second += 1;
        minute += second / 60;
        hour += minute / 60;
        (minute, second) = (minute % 60, second % 60);
    }
    if (0.0..1.0).contains(&date.as_f64()) {
        return write!(text, "{hour:02}:{minute:02}:{second:02}");
    }
    write!(text, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
