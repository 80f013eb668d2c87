//! First rows of a file, by which its dialect is judged.

use crate::ingest::csv::dialect::Dialect;
use crate::ingest::csv::reader::RowReader;
use crate::ingest::csv::row::Row;
use crate::ingest::lexicon::{is_name, is_numbered};

/// Rows of the head that are examined.
pub(crate) const SAMPLE_ROWS: usize = 300;
/// Cells of a row that are searched for the names of columns.
const NAMED_CELLS: usize = 64;

/// A row of the head.
pub(crate) struct HeadRow {
    pub number: u64,
    pub comment: bool,
    pub cells: Vec<String>,
}

impl HeadRow {
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Cells that name a column: known names, or one name with consecutive numbers.
    pub fn names(&self) -> usize {
        if is_numbered(&self.cells) {
            return self.filled();
        }
        self.known_names()
    }

    pub fn known_names(&self) -> usize {
        self.cells.iter().take(NAMED_CELLS).filter(|cell| is_name(cell)).count()
    }
}

/// The first rows, including comments.
pub(crate) fn head_rows(text: &[u8], complete: bool, dialect: &Dialect) -> Vec<HeadRow> {
    let mut rows = Vec::new();
    let mut reader = RowReader::new(dialect);
    let mut keep = |row: &Row| {
        if rows.len() < SAMPLE_ROWS {
            rows.push(HeadRow { number: row.number, comment: row.comment, cells: row.texts() });
        }
        Ok(())
    };
    // An error in the head (a row beyond the limit) is reported when the file is read.
    let _ = reader.push(text, &mut keep);
    let _ = if complete { reader.finish(&mut keep) } else { Ok(()) };
    if rows.is_empty() {
        let mut keep = |row: &Row| {
            rows.push(HeadRow { number: row.number, comment: row.comment, cells: row.texts() });
            Ok(())
        };
        let _ = reader.finish(&mut keep);
    }
    rows
}

/// Cells of most rows, of those with more than one; 0 where there are none.
pub(crate) fn common_width<'a>(rows: impl Iterator<Item = &'a HeadRow>) -> usize {
    let mut lengths: Vec<usize> = rows.map(|row| row.cells.len()).collect();
    lengths.sort_unstable();
    let run = lengths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1).max_by_key(|run| (run.len(), run[0]));
    run.map_or(0, |run| run[0])
}
