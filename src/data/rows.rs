//! UTF-8 text to rows of cells, chunk by chunk, on csv-core (RFC 4180, and lenient
//! where files are). Blank lines are no rows.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::data::scanner::Scanner;
use crate::error::{Error, Result};

/// The longest row in bytes. A quotation mark that is never closed makes a row of the
/// rest of the file; this is where that is noticed.
pub const ROW_LIMIT: usize = 1 << 20;
/// The most columns: more than any spreadsheet has, fewer than a mistaken delimiter makes.
pub const COLUMN_LIMIT: usize = 1 << 17;
/// The delimiters that are told apart.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// One row: its number in the file (from 1, a header included) and its cells.
pub struct Row<'a> {
    pub number: u64,
    bytes: &'a [u8],
    /// Where each cell begins; none where each begins at the end of the one before.
    starts: Option<&'a [usize]>,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A row without cells does not come about; for completeness.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at `index`; `None` beyond the row's end.
    pub fn cell(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)?;
        let start = match self.starts {
            Some(starts) => starts[index],
            None if index == 0 => 0,
            None => self.ends[index - 1],
        };
        Some(&self.bytes[start..end])
    }

    /// All cells, broken characters replaced.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len())
            .filter_map(|index| self.cell(index))
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect()
    }
}

/// Cuts text that arrives in chunks into rows.
pub struct RowReader {
    scanner: Scanner,
    /// For what the scanner leaves, and for the first row, where it knows a byte order mark.
    parser: Reader,
    /// Whether the parser stands in a row.
    begun: bool,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    cells: usize,
    number: u64,
}

impl RowReader {
    /// A reader for cells between `delimiter`s.
    pub fn new(delimiter: u8) -> Self {
        RowReader {
            scanner: Scanner::new(delimiter, Some(b'"')),
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            begun: true,
            bytes: vec![0; 4_096],
            ends: vec![0; 64],
            filled: 0,
            cells: 0,
            number: 0,
        }
    }

    /// Takes the next text and hands each row that it completes to `sink`.
    ///
    /// # Errors
    /// [`Error::RowTooLong`], [`Error::TooMany`] columns, and whatever `sink` returns.
    pub fn push(&mut self, mut text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        while !text.is_empty() {
            if !self.begun {
                let RowReader { scanner, number, .. } = self;
                let taken = scanner.take(text, &mut |row| {
                    *number += 1;
                    sink(&Row { number: *number, bytes: row.bytes, starts: Some(row.starts), ends: row.ends })
                })?;
                text = &text[taken..];
                // To the parser no text is the end of all.
                if text.is_empty() {
                    break;
                }
            }
            let read = self.advance(text, sink)?.0;
            text = &text[read..];
        }
        Ok(())
    }

    /// Says that the text has ended, and hands over a last row without a line break.
    ///
    /// # Errors
    /// As [`RowReader::push`].
    pub fn finish(&mut self, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        // An empty input means the end to csv-core; a full buffer may take more turns.
        while !self.advance(&[], sink)?.1 {}
        Ok(())
    }

    /// One turn of the parser: how many bytes it took, and whether it reached the end.
    fn advance(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<(usize, bool)> {
        let (result, read, written, ended) =
            self.parser.read_record(text, &mut self.bytes[self.filled..], &mut self.ends[self.cells..]);
        self.filled += written;
        self.cells += ended;
        self.begun = result != ReadRecordResult::Record;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => {
                if self.filled >= ROW_LIMIT {
                    return Err(Error::RowTooLong { row: self.number + 1, limit: ROW_LIMIT });
                }
                let longer = (self.bytes.len() * 2).min(ROW_LIMIT);
                self.bytes.resize(longer, 0);
            }
            ReadRecordResult::OutputEndsFull => {
                if self.cells >= COLUMN_LIMIT {
                    let (found, limit) = (self.cells as u64 + 1, COLUMN_LIMIT as u64);
                    return Err(Error::TooMany { what: "columns", found, limit });
                }
                self.ends.resize(self.ends.len() * 2, 0);
            }
            ReadRecordResult::Record => {
                self.number += 1;
                let (bytes, ends) = (&self.bytes[..self.filled], &self.ends[..self.cells]);
                sink(&Row { number: self.number, bytes, starts: None, ends })?;
                (self.filled, self.cells) = (0, 0);
            }
            ReadRecordResult::End => return Ok((read, true)),
        }
        Ok((read, false))
    }
}

/// The delimiter that cuts `head` most evenly: among those that give at least two cells, the one whose
/// commonest number of cells is shared by most rows, then one that cuts no `[1,0,1]` in pieces,
/// then the one with more cells. A comma where none does.
pub fn guess_delimiter(head: &[u8]) -> u8 {
    let mut best = (b',', evenness(head, b','));
    for &delimiter in &DELIMITERS[1..] {
        let found = evenness(head, delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

/// The share of rows in percent that have the commonest number of cells, whether brackets stay whole, and
/// that number.
fn evenness(head: &[u8], delimiter: u8) -> (usize, bool, usize) {
    let mut reader = RowReader::new(delimiter);
    let mut lengths = Vec::new();
    let mut whole = true;
    let mut measure = |row: &Row| {
        if lengths.len() < 200 {
            lengths.push(row.len());
            whole &= (0..row.len()).filter_map(|index| row.cell(index)).all(|cell| {
                let cell = cell.trim_ascii();
                cell.starts_with(b"[") == cell.ends_with(b"]")
            });
        }
        Ok(())
    };
    // A fault in the head (a row beyond the limit) is reported by the real reading.
    let _ = reader.push(head, &mut measure);
    if reader.number == 0 {
        let _ = reader.finish(&mut measure);
    }
    lengths.sort_unstable();
    let (mut share, mut cells) = (0, 0);
    for run in lengths.chunk_by(|a, b| a == b) {
        if run[0] >= 2 && run.len() >= share {
            (share, cells) = (run.len(), run[0]);
        }
    }
    (share * 100 / lengths.len().max(1), whole, cells)
}
