//! Workbooks of LibreOffice, read row by row: what is repeated is written out, never held.

use std::collections::HashSet;
use std::io::BufReader;

use calamine::{Data, Dimensions};
use zip::ZipArchive;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, MAX_ODS_CELLS, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::packed::{MAX_PART_BYTES, Part, zip_error};
use crate::ingest::container::tags::{Tags, Token};
use crate::ingest::container::workbook::sheet::{MAX_SHEET_COLUMNS, SheetWriter};
use crate::ingest::container::workbook::values::{write_iso_date, write_number};

const MAX_ROWS: u64 = 1_048_576;

pub(crate) struct OdsBook {
    bytes: SharedBytes,
    /// Name of each visible sheet, and its position among all sheets.
    sheets: Vec<(String, usize)>,
}

type Content<'a> = Tags<BufReader<Part<'a>>>;

impl OdsBook {
    /// A workbook whose parts have been looked at before.
    pub fn open(bytes: &SharedBytes) -> Result<OdsBook> {
        check_password(bytes)?;
        let sheets = with_part(bytes, "content.xml", list)?;
        if sheets.is_empty() {
            return Err(Error::NoTableInside { kind: "ods", found: 0 });
        }
        Ok(OdsBook { bytes: bytes.clone(), sheets })
    }
}

fn with_part<T>(bytes: &SharedBytes, name: &str, read: impl FnOnce(&mut Content) -> Result<T>) -> Result<T> {
    let mut zip = ZipArchive::new(bytes.cursor()).map_err(|_| broken("ods"))?;
    let part = zip.by_name(name).map_err(|error| zip_error(&error, "ods"))?;
    read(&mut Tags::xml(BufReader::with_capacity(65_536, Part::new(part, MAX_PART_BYTES))))
}

impl Tables for OdsBook {
    fn contents(&self) -> Contents {
        Contents { kind: "ods", parts: self.sheets.iter().map(|(name, _)| name.clone()).collect() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let &(_, wanted) = self.sheets.get(part).ok_or_else(|| no_such_part(part))?;
        with_part(&self.bytes, "content.xml", |tags| {
            let mut seen = 0;
            while let Some(token) = next(tags)? {
                if matches!(token, Token::Start { .. }) && tags.name() == "table:table" {
                    if seen == wanted && token == (Token::Start { empty: false }) {
                        return Sheet::new(tags, sink).read();
                    }
                    seen += 1;
                }
            }
            Err(broken("ods"))
        })
    }
}

fn next(tags: &mut Content) -> Result<Option<Token>> {
    tags.next().map_err(|error| match tags_limit(&error) {
        true => Error::ArchiveTooLarge { found: MAX_PART_BYTES + 1, limit: MAX_PART_BYTES },
        false => broken("ods"),
    })
}

fn tags_limit(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::FileTooLarge
}

fn check_password(bytes: &SharedBytes) -> Result<()> {
    with_part(bytes, "META-INF/manifest.xml", |tags| {
        while let Some(token) = next(tags)? {
            if matches!(token, Token::Start { .. }) && tags.local_name() == "encryption-data" {
                return Err(Error::PasswordProtected);
            }
        }
        Ok(())
    })
}

/// Names and positions of the visible sheets. All that is repeated is counted here, so that a file which asks for too
/// much, or does not close its tables, is refused as a whole.
fn list(tags: &mut Content) -> Result<Vec<(String, usize)>> {
    let (mut hidden, mut style) = (HashSet::new(), String::new());
    let (mut sheets, mut seen, mut open) = (Vec::new(), 0, 0_u64);
    let (mut cells, mut row, mut rows) = (0_u64, 0_u64, 1);
    while let Some(token) = next(tags)? {
        let (is_start, empty) = (matches!(token, Token::Start { .. }), token == (Token::Start { empty: true }));
        match (tags.name(), token) {
            (_, Token::Text) => {}
            ("style:style", _) if is_start => style = tags.attribute("name").unwrap_or_default(),
            ("style:table-properties", _) if is_start && tags.attribute("display").is_some_and(|it| it == "false") => {
                hidden.insert(style.clone());
            }
            ("table:table", Token::End) => open = open.saturating_sub(1),
            ("table:table", _) => {
                let is_hidden = tags.attribute("style-name").is_some_and(|style| hidden.contains(&style));
                let name = tags.attribute("name");
                if let Some(name) = name.filter(|_| open == 0 && !is_hidden && !empty) {
                    sheets.push((name, seen));
                }
                seen += 1;
                open += u64::from(!empty);
            }
            ("table:table-row", _) if is_start => (row, rows) = (0, repeated(tags, "number-rows-repeated")),
            ("table:table-cell", _) if is_start && tags.attribute("value-type").is_some() => {
                row = row.saturating_add(repeated(tags, "number-columns-repeated"));
            }
            ("table:table-row", Token::End) => cells = cells.saturating_add(row.saturating_mul(rows)),
            _ => {}
        }
        if cells > MAX_ODS_CELLS {
            return Err(Error::TooMany { what: "cells", found: cells, limit: MAX_ODS_CELLS });
        }
    }
    if open > 0 { Err(broken("ods")) } else { Ok(sheets) }
}

/// How often an element stands there; numbers beyond all bounds are the largest.
fn repeated(tags: &Content, attribute: &str) -> u64 {
    let Some(digits) = tags.attribute(attribute) else { return 1 };
    let digits = digits.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().unwrap_or(if is_number { u64::MAX } else { 1 })
}

/// A sheet that is being read.
struct Sheet<'a, 'b, 'c, 'd> {
    tags: &'a mut Content<'b>,
    sink: Option<&'c mut Sink<'d>>,
    row: u64,
    /// Cells that were written.
    cells: u64,
}

/// A cell that holds something.
struct Filled {
    column: u64,
    times: u64,
    value: String,
    /// Rows that it is merged over.
    rows: u64,
}

impl<'a, 'b, 'c, 'd> Sheet<'a, 'b, 'c, 'd> {
    fn new(tags: &'a mut Content<'b>, sink: &'c mut Sink<'d>) -> Self {
        Sheet { tags, sink: Some(sink), row: 0, cells: 0 }
    }

    fn read(mut self) -> Result<()> {
        let Some(sink) = self.sink.take() else { return Ok(()) };
        let mut writer = SheetWriter::new(sink, 0, Vec::new());
        let mut depth = 1;
        while let Some(token) = next(self.tags)? {
            match (self.tags.name(), token) {
                ("table:table", Token::End) => {
                    depth -= 1;
                    if depth == 0 {
                        return writer.finish();
                    }
                }
                ("table:table", Token::Start { empty: false }) => depth += 1,
                ("table:table-row", Token::Start { empty }) if depth == 1 => {
                    let times = repeated(self.tags, "number-rows-repeated");
                    let cells = if empty { Vec::new() } else { self.read_row()? };
                    let written = if cells.is_empty() { 0 } else { times.min(MAX_ROWS.saturating_sub(self.row)) };
                    self.count(&cells, written)?;
                    for again in 0..written {
                        let row = u32::try_from(self.row + again).unwrap_or(u32::MAX);
                        for cell in &cells {
                            for column in cell.column..cell.column.saturating_add(cell.times) {
                                let place = (row, u32::try_from(column).unwrap_or(u32::MAX));
                                writer.cell(place, &Data::String(cell.value.clone()))?;
                                if cell.rows > 1 && again == 0 {
                                    let last = row.saturating_add(u32::try_from(cell.rows - 1).unwrap_or(u32::MAX));
                                    writer.merge(Dimensions { start: place, end: (last, place.1) });
                                }
                            }
                        }
                    }
                    self.row = self.row.saturating_add(times);
                }
                _ => {}
            }
        }
        Err(broken("ods"))
    }

    /// Counts what is written; a cell may hold text without saying so where the sheets are listed.
    fn count(&mut self, cells: &[Filled], rows: u64) -> Result<()> {
        let row = cells.iter().fold(0_u64, |sum, cell| sum.saturating_add(cell.times));
        self.cells = self.cells.saturating_add(row.saturating_mul(rows));
        if self.cells > MAX_ODS_CELLS {
            return Err(Error::TooMany { what: "cells", found: self.cells, limit: MAX_ODS_CELLS });
        }
        Ok(())
    }

    fn read_row(&mut self) -> Result<Vec<Filled>> {
        let (mut cells, mut column) = (Vec::new(), 0_u64);
        while let Some(token) = next(self.tags)? {
            match (self.tags.name(), token) {
                (_, Token::Text) => {}
                ("table:table-row", Token::End) => return Ok(cells),
                ("table:table-cell" | "table:covered-table-cell", Token::Start { empty }) => {
                    let times = repeated(self.tags, "number-columns-repeated");
                    let is_covered = self.tags.name() != "table:table-cell";
                    let rows = repeated(self.tags, "number-rows-spanned");
                    let value = self.read_cell(empty)?;
                    if !value.trim().is_empty() && !is_covered {
                        if column.saturating_add(times) > u64::from(MAX_SHEET_COLUMNS) {
                            return Err(Error::TooMany {
                                what: "columns",
                                found: column.saturating_add(times),
                                limit: MAX_SHEET_COLUMNS.into(),
                            });
                        }
                        cells.push(Filled { column, times, value, rows });
                    }
                    column = column.saturating_add(times);
                }
                _ => {}
            }
        }
        Err(broken("ods"))
    }

    /// Value of the cell whose tag was read last, as the program shows it.
    fn read_cell(&mut self, empty: bool) -> Result<String> {
        let mut value = String::new();
        let kind = self.tags.attribute("value-type").unwrap_or_default();
        let is_text = match kind.as_str() {
            "float" | "percentage" | "currency" => {
                let number = self.tags.attribute("value").and_then(|number| number.trim().parse().ok());
                number.inspect(|&number| write_number(number, &mut value)).is_none()
            }
            "date" => self.tags.attribute("date-value").inspect(|date| write_iso_date(date, &mut value)).is_none(),
            "boolean" => {
                self.tags.attribute("boolean-value").inspect(|truth| value.push_str(&truth.to_lowercase())).is_none()
            }
            "string" => self.tags.attribute("string-value").inspect(|text| value.push_str(text)).is_none(),
            // Times as they are shown; cells without a type hold nothing but text.
            _ => true,
        };
        let is_error = self.tags.attribute("value-type").is_some_and(|kind| kind == "error");
        if !empty {
            let text = self.read_text()?;
            if is_text && !is_error {
                value = text;
            }
        }
        Ok(value)
    }

    /// Text to the end of the cell, without that of notes.
    fn read_text(&mut self) -> Result<String> {
        let (mut text, mut depth, mut notes) = (String::new(), 0_u32, 0_u32);
        let (mut paragraphs, mut inside) = (0_u64, 0_u64);
        while let Some(token) = next(self.tags)? {
            match (self.tags.name(), token) {
                ("table:table-cell" | "table:covered-table-cell", Token::End) if depth == 0 => return Ok(text),
                ("table:table-cell" | "table:covered-table-cell", Token::End) => depth -= 1,
                ("table:table-cell" | "table:covered-table-cell", Token::Start { empty: false }) => depth += 1,
                ("office:annotation", Token::Start { empty: false }) => notes += 1,
                ("office:annotation", Token::End) => notes = notes.saturating_sub(1),
                (_, _) if notes > 0 => {}
                ("text:p", Token::Start { empty }) => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside += u64::from(!empty);
                }
                ("text:p", Token::End) => inside = inside.saturating_sub(1),
                ("text:s", Token::Start { .. }) => {
                    let count = repeated(self.tags, "c").min(1_000);
                    text.extend(std::iter::repeat_n(' ', count as usize));
                }
                ("text:tab", Token::Start { .. }) => text.push('\t'),
                ("text:line-break", Token::Start { .. }) => text.push('\n'),
                (_, Token::Text) if inside > 0 => self.tags.text(&mut text),
                _ => {}
            }
        }
        Err(broken("ods"))
    }
}
