//! Tables of HTML pages and of Excel's XML of 2003 (SpreadsheetML), both of which shops and banks call .xls.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::csv_writer::CsvWriter;
use crate::ingest::container::tags::{Tags, Token};

/// Limit of the columns, as in any spreadsheet.
const MAX_COLUMNS: usize = 16_384;
/// Limit of the cells of all tables, empty ones included.
const MAX_CELLS: usize = 50_000_000;
/// Limit of tables inside of each other.
const MAX_DEPTH: usize = 64;
/// Name of the namespace of Excel's XML.
const SPREADSHEET: &[u8] = b"urn:schemas-microsoft-com:office:spreadsheet";

type Rows = Vec<Vec<String>>;

pub(crate) struct MarkupTables {
    kind: &'static str,
    tables: Vec<(String, Rows)>,
}

impl MarkupTables {
    /// Of a page its largest table, of a workbook each sheet.
    ///
    /// # Errors
    /// [`Error::NoTableInside`], [`Error::TooMany`] cells or columns, [`Error::ArchiveBroken`].
    pub fn open(bytes: &SharedBytes) -> Result<MarkupTables> {
        let bytes = bytes.as_ref();
        let head = bytes.get(..4_096).unwrap_or(bytes);
        let is_workbook = head.windows(SPREADSHEET.len()).any(|part| part == SPREADSHEET);
        let is_page = !head.trim_ascii_start().starts_with(b"<?xml") || {
            let head = head.to_ascii_lowercase();
            head.windows(5).any(|part| part == b"<html")
        };
        let kind = if is_workbook { "xml" } else { "html" };
        if !is_workbook && !is_page {
            return Err(Error::BinaryFile { kind: "xml" });
        }
        let mut tables = read(bytes, is_workbook, kind)?;
        tables.retain(|(_, rows)| rows.len() > 1 && rows.iter().any(|row| row.len() > 1));
        if !is_workbook {
            let size = |rows: &Rows| rows.iter().map(Vec::len).sum::<usize>();
            // Of two of one size the first.
            let largest = (0..tables.len()).rev().max_by_key(|&at| size(&tables[at].1));
            tables = largest.map(|at| tables.swap_remove(at)).into_iter().collect();
        }
        if tables.is_empty() {
            return Err(if is_workbook { Error::NoTableInside { kind, found: 0 } } else { Error::BinaryFile { kind } });
        }
        Ok(MarkupTables { kind, tables })
    }
}

impl Tables for MarkupTables {
    fn contents(&self) -> Contents {
        Contents { kind: self.kind, parts: self.tables.iter().map(|(name, _)| name.clone()).collect() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let (_, rows) = self.tables.get(part).ok_or_else(|| no_such_part(part))?;
        let mut table = CsvWriter::new(sink);
        for (at, row) in rows.iter().enumerate() {
            table.row(row, (at + 1) as f64 / rows.len() as f64)?;
        }
        table.finish()
    }
}

/// A table that is being read.
#[derive(Default)]
struct Builder {
    name: String,
    rows: Rows,
    row: Vec<String>,
    /// Column of the next cell.
    column: usize,
    cell: Option<Cell>,
    /// Whether a row has begun, and whether it has a cell of its own.
    in_row: bool,
    is_filled: bool,
    /// Rows left, and the value, of the merged area that a column is in.
    merged: BTreeMap<usize, (usize, String)>,
}

#[derive(Default)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
    /// Value of a number beside its form as it is shown.
    exact: Option<String>,
    is_date: bool,
}

impl Builder {
    fn begin_cell(&mut self, cell: Cell, column: Option<usize>, count: &mut usize) -> Result<()> {
        self.end_cell(count)?;
        self.in_row = true;
        if let Some(column) = column {
            self.fill_to(column);
            self.column = column;
        }
        self.skip_merged();
        self.cell = Some(cell);
        Ok(())
    }

    /// Moves on over columns that cells above reach into; their value stands in this row as well.
    fn skip_merged(&mut self) {
        while let Some((left, value)) = self.merged.get_mut(&self.column) {
            let value = value.clone();
            *left -= 1;
            if *left == 0 {
                self.merged.remove(&self.column);
            }
            self.put(value);
        }
    }

    /// Writes what cells above reach into, up to a column.
    fn fill_to(&mut self, end: usize) {
        while let Some(next) = self.merged.range(self.column..end.max(self.column)).next().map(|(&at, _)| at) {
            self.column = next;
            self.skip_merged();
        }
    }

    fn put(&mut self, value: String) {
        if self.row.len() <= self.column {
            self.row.resize(self.column + 1, String::new());
        }
        self.row[self.column] = value;
        self.column += 1;
    }

    fn end_cell(&mut self, count: &mut usize) -> Result<()> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let end = self.column.saturating_add(cell.columns.max(1));
        *count = count.saturating_add(end.saturating_sub(self.row.len()));
        if end > MAX_COLUMNS {
            return Err(Error::TooMany { what: "columns", found: end as u64, limit: MAX_COLUMNS as u64 });
        }
        if *count > MAX_CELLS {
            return Err(Error::TooMany { what: "cells", found: *count as u64, limit: MAX_CELLS as u64 });
        }
        let text = cell.exact.unwrap_or_else(|| shown(&cell.text));
        let text = if cell.is_date { date(&text) } else { text };
        if cell.rows > 1 && !text.is_empty() {
            self.merged.insert(self.column, (cell.rows - 1, text.clone()));
        }
        self.is_filled |= !text.is_empty();
        self.put(text);
        self.column = end;
        Ok(())
    }

    fn end_row(&mut self, count: &mut usize) -> Result<()> {
        self.end_cell(count)?;
        if !std::mem::take(&mut self.in_row) {
            return Ok(());
        }
        self.fill_to(usize::MAX);
        self.column = 0;
        let mut row = std::mem::take(&mut self.row);
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        if std::mem::take(&mut self.is_filled) {
            self.rows.push(row);
        }
        Ok(())
    }
}

/// All tables with their names, the inner ones first.
fn read(bytes: &[u8], is_workbook: bool, kind: &'static str) -> Result<Vec<(String, Rows)>> {
    let mut tags = if is_workbook { Tags::xml(bytes) } else { Tags::html(bytes) };
    let (mut tables, mut open): (Vec<(String, Rows)>, Vec<Builder>) = (Vec::new(), Vec::new());
    let (mut sheet, mut count, mut notes) = (String::new(), 0, 0_u32);
    while let Some(token) = tags.next().map_err(|_| broken(kind))? {
        if token == Token::Text {
            if let Some(cell) = open.last_mut().and_then(|table| table.cell.as_mut()).filter(|_| notes == 0) {
                tags.text(&mut cell.text);
            }
            continue;
        }
        let is_start = token != Token::End;
        match tags.local_name() {
            "worksheet" if is_start => sheet = tags.attribute("Name").unwrap_or_default(),
            "table" if is_start => {
                if token == (Token::Start { empty: true }) {
                    continue;
                }
                if open.len() == MAX_DEPTH {
                    return Err(broken(kind));
                }
                open.push(Builder { name: sheet.clone(), ..Builder::default() });
            }
            // Notes on cells are no part of them.
            "comment" => {
                notes = if token == (Token::Start { empty: false }) { notes + 1 } else { notes.saturating_sub(1) }
            }
            "table" => {
                if let Some(mut table) = open.pop() {
                    table.end_row(&mut count)?;
                    tables.push((table.name, table.rows));
                }
            }
            name => {
                let Some(table) = open.last_mut() else { continue };
                match name {
                    "tr" | "row" => {
                        table.end_row(&mut count)?;
                        table.in_row = is_start;
                    }
                    "td" | "th" | "cell" if is_start => {
                        let (cell, column) = cell_of(&tags);
                        table.begin_cell(cell, column, &mut count)?;
                    }
                    "td" | "th" | "cell" => table.end_cell(&mut count)?,
                    "data" if is_start => {
                        let is_date = tags.attribute("Type").is_some_and(|kind| kind == "DateTime");
                        table.cell.iter_mut().for_each(|cell| cell.is_date = is_date);
                    }
                    "br" | "p" | "div" | "li" => table.cell.iter_mut().for_each(|cell| cell.text.push(BREAK)),
                    _ => {}
                }
            }
        }
        if token == (Token::Start { empty: true }) && matches!(tags.local_name(), "td" | "th" | "cell") {
            open.last_mut().map_or(Ok(()), |table| table.end_cell(&mut count))?;
        }
    }
    // A page that was cut has its rows all the same.
    while let Some(mut table) = open.pop() {
        if is_workbook {
            return Err(broken(kind));
        }
        table.end_row(&mut count)?;
        tables.push((table.name, table.rows));
    }
    Ok(tables)
}

/// A cell by its tag, and its column where that is given.
fn cell_of<R: std::io::BufRead>(tags: &Tags<R>) -> (Cell, Option<usize>) {
    let number = |name: &str| tags.attribute(name).and_then(|value| value.trim().parse::<usize>().ok());
    let across = number("MergeAcross").map(|more| more.saturating_add(1)).or(number("colspan"));
    let down = number("MergeDown").map(|more| more.saturating_add(1)).or(number("rowspan"));
    let cell = Cell {
        columns: across.unwrap_or(1).min(MAX_COLUMNS),
        rows: down.unwrap_or(1),
        exact: tags.attribute("num").filter(|number| number.parse::<f64>().is_ok()),
        ..Cell::default()
    };
    (cell, number("Index").and_then(|index| index.checked_sub(1)))
}

/// Stands for a break of lines that the page asks for, as those in its text are blanks.
const BREAK: char = '\u{b}';

/// Text as a page shows it: blanks in one, without those around each line.
fn shown(text: &str) -> String {
    let lines = text.split(BREAK).map(|line| {
        let words: Vec<&str> =
            line.split(|character: char| character.is_whitespace()).filter(|word| !word.is_empty()).collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A date of Excel's XML, `2025-01-31T10:30:00.000`, as other workbooks show it.
fn date(iso: &str) -> String {
    let seconds = iso.split('.').next().unwrap_or(iso);
    seconds.replacen('T', " ", 1)
}
