//! Join of two tables that share a key: order lines say what, orders say who and when. The orders are held by their
//! key; the lines pass through, each with the cells of its order behind its own.

use serde::Deserialize;

use crate::dataset::Vocabulary;
use crate::error::{Error, Result};
use crate::ingest::csv::{COMMENTS, DELIMITERS, Dialect, Quotes, Row, RowReader};
use crate::memory::try_reserve;

/// How one of two tables is cut into rows, and its column of the key.
#[derive(Clone, Debug, Deserialize)]
pub struct JoinSide {
    pub delimiter: String,
    pub quotes: Quotes,
    pub comment: Option<String>,
    pub skip: u32,
    pub key: usize,
}

/// What is joined.
#[derive(Clone, Debug, Deserialize)]
pub struct JoinOptions {
    /// Table in which each key stands once.
    pub lookup: JoinSide,
    /// Columns of it that are added, and their names there.
    pub columns: Vec<usize>,
    pub names: Vec<String>,
    /// Table whose rows come out.
    pub table: JoinSide,
}

impl JoinSide {
    fn reader(&self) -> Result<RowReader> {
        let delimiter = DELIMITERS.into_iter().find(|&delimiter| delimiter == self.delimiter);
        let delimiter =
            delimiter.ok_or_else(|| Error::OptionUnknown { option: "delimiter", value: self.delimiter.clone() })?;
        let comment = COMMENTS.into_iter().find(|&comment| self.comment.as_deref() == Some(comment));
        let dialect = Dialect { delimiter, quotes: self.quotes, comment, skip: self.skip, ..Dialect::default() };
        Ok(RowReader::new(&dialect))
    }
}

/// Join of two tables in UTF-8, both with a header, that arrive in chunks: first all of the one that is looked up, then
/// the other.
pub struct Join {
    options: JoinOptions,
    lookup: RowReader,
    table: RowReader,
    keys: Vocabulary,
    /// Added cells of each key, as CSV.
    cells: Vec<u8>,
    /// End of each in `cells`.
    ends: Vec<usize>,
    has_lookup_header: bool,
    has_header: bool,
    /// Cells of a row without its key in the other table.
    blank: Vec<u8>,
}

impl Join {
    /// # Errors
    /// [`Error::OptionUnknown`] for an unknown delimiter.
    pub fn new(options: JoinOptions) -> Result<Join> {
        Ok(Join {
            lookup: options.lookup.reader()?,
            table: options.table.reader()?,
            blank: vec![b','; options.columns.len()],
            options,
            keys: Vocabulary::default(),
            cells: Vec::new(),
            ends: Vec::new(),
            has_lookup_header: false,
            has_header: false,
        })
    }

    /// Takes the next text of the table that is looked up, `last` at its end.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] where a key stands there twice, with different cells; those of the reader;
    /// [`Error::OutOfMemory`].
    pub fn push_lookup(&mut self, text: &[u8], last: bool) -> Result<()> {
        let Join { options, lookup, keys, cells, ends, has_lookup_header, .. } = self;
        let mut row_cells = Vec::new();
        let mut note = |row: &Row| {
            if row.comment || !std::mem::replace(has_lookup_header, true) {
                return Ok(());
            }
            let key = row.cell(options.lookup.key).unwrap_or_default().trim_ascii();
            if key.is_empty() {
                return Ok(());
            }
            row_cells.clear();
            for &column in &options.columns {
                row_cells.push(b',');
                quote(row.cell(column).unwrap_or_default(), &mut row_cells);
            }
            let known = keys.len();
            let at = keys.intern(key)? as usize;
            if at == known {
                try_reserve(cells, row_cells.len())?;
                cells.extend_from_slice(&row_cells);
                try_reserve(ends, 1)?;
                ends.push(cells.len());
            } else if cells_at(cells, ends, at) != Some(row_cells.as_slice()) {
                let value = String::from_utf8_lossy(key).into_owned();
                return Err(Error::OptionUnknown { option: "join", value });
            }
            Ok(())
        };
        lookup.push(text, &mut note)?;
        if last { lookup.finish(&mut note) } else { Ok(()) }
    }

    /// Takes the next text of the other table, `last` at its end; gives the next text of the joined one, as CSV with
    /// commas.
    ///
    /// # Errors
    /// Those of the reader, [`Error::OutOfMemory`].
    pub fn push(&mut self, text: &[u8], last: bool) -> Result<Vec<u8>> {
        let Join { options, table, keys, cells, ends, has_header, blank, .. } = self;
        let mut joined = Vec::new();
        let mut write = |row: &Row| {
            if row.comment {
                return Ok(());
            }
            let is_header = !std::mem::replace(has_header, true);
            for column in 0..row.len() {
                if column > 0 {
                    joined.push(b',');
                }
                let cell = row.cell(column).unwrap_or_default();
                try_reserve(&mut joined, cell.len() + 8)?;
                quote(cell, &mut joined);
            }
            if is_header {
                for name in &options.names {
                    joined.push(b',');
                    quote(name.as_bytes(), &mut joined);
                }
            } else {
                let key = row.cell(options.table.key).unwrap_or_default().trim_ascii();
                let found = keys.find(key).and_then(|at| cells_at(cells, ends, at));
                joined.extend_from_slice(found.unwrap_or(blank));
            }
            joined.push(b'\n');
            Ok(())
        };
        table.push(text, &mut write)?;
        if last {
            table.finish(&mut write)?;
        }
        Ok(joined)
    }

    /// Number of keys that can be looked up.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nothing can be looked up.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn cells_at<'a>(cells: &'a [u8], ends: &[usize], at: usize) -> Option<&'a [u8]> {
    let start = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    cells.get(start..*ends.get(at)?)
}

fn quote(cell: &[u8], text: &mut Vec<u8>) {
    if !cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return text.extend_from_slice(cell);
    }
    text.push(b'"');
    for &byte in cell {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
}
