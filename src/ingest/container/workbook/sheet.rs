//! Rows of a sheet, put together cell by cell and written as CSV. The value of a merged area stands for each of its rows.

use std::collections::BTreeMap;

use calamine::{DataType, Dimensions};

use crate::error::{Error, Result};
use crate::ingest::container::contents::Sink;
use crate::ingest::container::csv_writer::CsvWriter;
use crate::ingest::container::workbook::values::{is_blank, write_value};

/// Limit of the columns of a sheet, in any version of either program.
pub(crate) const MAX_SHEET_COLUMNS: u32 = 16_384;
/// Limit of the merged areas; those beyond are left as they are.
const MAX_AREAS: usize = 1_000_000;

/// Writer of one sheet. Blank rows are left out.
pub(crate) struct SheetWriter<'a, 'b> {
    csv: CsvWriter<'a, 'b>,
    cells: Vec<String>,
    /// Number of `cells` in the current row.
    used: usize,
    row: u32,
    rows: u32,
    merged: Merged,
}

impl<'a, 'b> SheetWriter<'a, 'b> {
    /// A writer of a sheet with about `rows` rows.
    pub fn new(sink: &'a mut Sink<'b>, rows: u32, areas: Vec<Dimensions>) -> Self {
        let merged = Merged::new(areas);
        SheetWriter { csv: CsvWriter::new(sink), cells: Vec::new(), used: 0, row: 0, rows, merged }
    }

    /// Adds a cell; they come row by row.
    ///
    /// # Errors
    /// [`Error::TooMany`] columns or cells, and those of the sink.
    pub fn cell(&mut self, (row, column): (u32, u32), value: &impl DataType) -> Result<()> {
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
        if !is_blank(value) {
            write_value(value, self.cell_at(column));
        }
        Ok(())
    }

    /// Adds a merged area that begins in the current row.
    pub fn merge(&mut self, area: Dimensions) {
        self.merged.add(area);
    }

    /// Empty text of a cell in the current row.
    fn cell_at(&mut self, column: u32) -> &mut String {
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.used = self.used.max(column + 1);
        let cell = &mut self.cells[column];
        cell.clear();
        cell
    }

    fn end_row(&mut self) -> Result<()> {
        if self.used == 0 {
            return Ok(());
        }
        self.merged.advance(self.row, &self.cells[..self.used]);
        for (column, value) in self.merged.values() {
            let is_empty = self.cells.get(column as usize).is_none_or(|cell| cell.is_empty());
            if is_empty {
                let value = value.to_owned();
                let column = column as usize;
                if self.cells.len() <= column {
                    self.cells.resize(column + 1, String::new());
                }
                self.used = self.used.max(column + 1);
                self.cells[column] = value;
            }
        }
        let fraction = (f64::from(self.row) + 1.0) / (f64::from(self.rows) + 1.0);
        self.csv.row(&self.cells[..self.used], fraction)?;
        self.cells[..self.used].iter_mut().for_each(String::clear);
        self.used = 0;
        Ok(())
    }

    /// Ends the sheet.
    ///
    /// # Errors
    /// As [`SheetWriter::cell`].
    pub fn finish(mut self) -> Result<()> {
        self.end_row()?;
        self.csv.finish()
    }
}

/// Areas of several rows that are merged into one cell.
struct Merged {
    /// First row, last row and first column of each, by first row.
    areas: Vec<(u32, u32, u32)>,
    next: usize,
    /// Last row and value of the area that a column is in, by column.
    open: BTreeMap<u32, (u32, String)>,
}

impl Merged {
    fn new(areas: Vec<Dimensions>) -> Merged {
        let mut areas: Vec<(u32, u32, u32)> = areas
            .into_iter()
            .take(MAX_AREAS)
            .filter(|area| area.start.0 < area.end.0 && area.start.1 < MAX_SHEET_COLUMNS)
            .map(|area| (area.start.0, area.end.0, area.start.1))
            .collect();
        areas.sort_unstable();
        Merged { areas, next: 0, open: BTreeMap::new() }
    }

    /// Adds an area, which begins no earlier than those before it.
    fn add(&mut self, area: Dimensions) {
        if area.start.0 < area.end.0 && self.areas.len() < MAX_AREAS {
            self.areas.push((area.start.0, area.end.0, area.start.1));
        }
    }

    /// Notes the values of areas that begin in `row`.
    fn advance(&mut self, row: u32, cells: &[String]) {
        if self.next == self.areas.len() && self.open.is_empty() {
            return;
        }
        self.open.retain(|_, (last, _)| *last >= row);
        while let Some(&(first, last, column)) = self.areas.get(self.next).filter(|area| area.0 <= row) {
            self.next += 1;
            // The value of an area stands in its first cell; a row without cells has none.
            let value = cells.get(column as usize).filter(|value| first == row && !value.is_empty());
            if let Some(value) = value {
                self.open.insert(column, (last, value.clone()));
            }
        }
    }

    fn values(&self) -> impl Iterator<Item = (u32, &str)> {
        self.open.iter().map(|(&column, (_, value))| (column, value.as_str()))
    }
}
