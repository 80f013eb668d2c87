//! UTF-8 text to rows of cells, chunk by chunk, on csv-core (RFC 4180, and lenient
//! where files are). Blank lines are no rows.
//!
//! A quotation mark that is never closed would make one cell of the rest of the file. Wherever a row
//! spans several lines and its marks do not close where a cell ends, its first line is read again with
//! the marks as text, and the reading goes on below it: no row is lost to such a mark.

use csv_core::ReadRecordResult;

use crate::error::{Error, Result};
use crate::ingest::csv::delimiter::{MARK, WideDelimiter};
use crate::ingest::csv::dialect::{Dialect, Quotes};
use crate::ingest::csv::lines::Lines;
use crate::ingest::csv::parser::Parser;
use crate::ingest::csv::quoting::{is_break, well_quoted};
use crate::ingest::csv::row::Cells;
use crate::ingest::csv::scanner::Scanner;

pub use crate::ingest::csv::row::Row;

/// The longest row in bytes.
pub const ROW_LIMIT: usize = 1 << 20;
/// The most columns: more than any spreadsheet has, fewer than a mistaken delimiter makes.
pub const COLUMN_LIMIT: usize = 1 << 17;

/// Cuts text that arrives in chunks into rows.
pub struct RowReader {
    dialect: Dialect,
    wide: Option<WideDelimiter>,
    /// The delimiter as the parser sees it, and what escapes a quotation mark.
    delimiter: u8,
    escape: Option<u8>,
    /// Takes the rows that need no unquoting, and leaves the others to the parser.
    scanner: Option<Scanner>,
    parser: Parser,
    /// To it, quotation marks are text; there where a row needs it.
    literal: Option<Parser>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    cells: usize,
    /// Lines that ended before the row at hand, and the parser's own count of them; it knows no returns alone.
    lines: Lines,
    counted: u64,
    /// Whether the row before ended with a carriage return.
    after_return: bool,
    /// The row at hand as far as it stood in earlier text.
    begun: Vec<u8>,
}

impl RowReader {
    /// A reader for text in that dialect. It begins below the lines that are to be skipped.
    pub fn new(dialect: &Dialect) -> Self {
        let wide = WideDelimiter::of(dialect.delimiter);
        let delimiter =
            if wide.is_some() { MARK } else { dialect.delimiter.as_bytes().first().copied().unwrap_or(b',') };
        let escape = (dialect.quotes == Quotes::Escaped).then_some(b'\\');
        let scanner = match dialect.quotes {
            Quotes::Doubled if wide.is_none() => Some(Scanner::new(delimiter, Some(b'"'))),
            Quotes::None if wide.is_none() => Some(Scanner::new(delimiter, None)),
            _ => None,
        };
        let mut reader = RowReader {
            scanner,
            dialect: *dialect,
            wide,
            delimiter,
            escape,
            parser: Parser::new(delimiter, dialect.quotes),
            literal: None,
            bytes: vec![0; 4_096],
            ends: vec![0; 64],
            filled: 0,
            cells: 0,
            lines: Lines::new(dialect.returns),
            counted: 0,
            after_return: false,
            begun: Vec::new(),
        };
        reader.reset();
        reader
    }

    /// Has the parser begin a row.
    fn reset(&mut self) {
        self.parser.begin();
        self.counted = self.parser.line();
        (self.filled, self.cells) = (0, 0);
    }

    /// Takes the next text and hands each row that it completes to `sink`.
    ///
    /// # Errors
    /// [`Error::RowTooLong`], [`Error::TooMany`] columns, and whatever `sink` returns.
    pub fn push(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let Some(wide) = &mut self.wide else { return self.take(text, sink) };
        let replaced = wide.replace(text);
        let outcome = self.take(&replaced, sink);
        if let Some(wide) = &mut self.wide {
            wide.reuse(replaced);
        }
        outcome
    }

    /// Says that the text has ended, and hands over a last row without a line break.
    ///
    /// # Errors
    /// As [`RowReader::push`].
    pub fn finish(&mut self, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let rest = self.wide.as_mut().map_or(&[][..], WideDelimiter::finish);
        self.take(rest, sink)?;
        loop {
            // An empty input means the end to csv-core; full buffers may take more turns.
            let (result, _, _, ended) = self.parser.read_record(&[], &mut [0], &mut self.ends[self.cells..]);
            self.cells += ended;
            match result {
                ReadRecordResult::End => return Ok(()),
                ReadRecordResult::Record => {
                    let text = std::mem::take(&mut self.begun);
                    // No line break ends this row: one at its end is inside marks.
                    if self.is_misquoted(&text, 0) {
                        let taken = self.read_literally(&text, sink)?;
                        self.cut(&text[taken..], sink)?;
                    } else {
                        self.hand_over(&text, 0, sink)?;
                    }
                }
                _ => self.more_cells()?,
            }
        }
    }

    fn take(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let skipped = self.lines.take_until(text, self.dialect.skip.into());
        let mut rest = &text[skipped..];
        while let Some(taken) = self.cut(rest, sink)? {
            rest = &rest[taken..];
            // Whatever of the row stood in earlier text is at hand as one piece now.
            let row = std::mem::take(&mut self.begun);
            let taken = self.read_literally(&row, sink)?;
            self.cut(&row[taken..], sink)?;
        }
        Ok(())
    }

    /// Cuts `text`, which goes on where the text before it ended. Stops below a row that began in earlier text
    /// and must be read again, which is then in `begun`; says how much it took.
    fn cut(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<Option<usize>> {
        let (mut start, mut at) = (0, 0);
        while at < text.len() {
            if at == start && self.begun.is_empty() && (self.filled, self.cells) == (0, 0) {
                start += self.scan(&text[start..], sink)?;
                at = start;
                // To the parser no text is the end of all.
                if at == text.len() {
                    break;
                }
            }
            let (result, read, written, ended) =
                self.parser.read_record(&text[at..], &mut self.bytes[self.filled..], &mut self.ends[self.cells..]);
            at += read;
            self.filled += written;
            self.cells += ended;
            let unending = match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => continue,
                ReadRecordResult::OutputFull if self.filled < ROW_LIMIT => {
                    let longer = (self.bytes.len() * 2).min(ROW_LIMIT);
                    self.bytes.resize(longer, 0);
                    continue;
                }
                ReadRecordResult::OutputEndsFull => {
                    self.more_cells()?;
                    continue;
                }
                ReadRecordResult::OutputFull if self.breaks() == 0 => return Err(self.too_long(&text[start..at])),
                ReadRecordResult::OutputFull => true,
                ReadRecordResult::Record => false,
            };
            if self.begun.is_empty() {
                let row = &text[start..at];
                let ends = self.ends_line(row);
                if unending || self.is_misquoted(row, ends) {
                    at = start + self.read_literally(row, sink)?;
                } else {
                    self.hand_over(row, ends, sink)?;
                }
            } else {
                self.begun.extend_from_slice(&text[start..at]);
                let row = std::mem::take(&mut self.begun);
                let ends = self.ends_line(&row);
                if unending || self.is_misquoted(&row, ends) {
                    self.begun = row;
                    return Ok(Some(at));
                }
                self.hand_over(&row, ends, sink)?;
                self.begun = row;
                self.begun.clear();
            }
            start = at;
        }
        self.keep(&text[start..]);
        Ok(None)
    }

    /// Hands over the rows that `text` begins with, as far as they need no parser; says how much of it that was.
    fn scan(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<usize> {
        let RowReader { scanner, lines, dialect, .. } = self;
        let Some(scanner) = scanner else { return Ok(0) };
        let mut counted = 0;
        let taken = scanner.take(text, &mut |row| {
            lines.take(&text[counted..row.start]);
            counted = row.start + row.bytes.len();
            lines.pass();
            let comment = dialect.comment.is_some_and(|mark| row.bytes.starts_with(mark.as_bytes()));
            let cells = Cells::Spans(row.cells);
            sink(&Row { number: lines.ended + 1, comment, line: row.bytes, bytes: row.bytes, cells })
        })?;
        lines.take(&text[counted..taken]);
        if let Some(&byte) = text[..taken].last() {
            self.after_return = byte == b'\r';
        }
        Ok(taken)
    }

    /// Remembers the text of a row that is not complete, but not blank lines without end.
    fn keep(&mut self, text: &[u8]) {
        if !self.begun.is_empty() || text.iter().any(|&byte| !is_break(byte)) {
            return self.begun.extend_from_slice(text);
        }
        self.lines.take(text);
        self.counted = self.parser.line();
        if let Some(&byte) = text.last() {
            self.after_return = byte == b'\r';
        }
    }

    /// Hands over the row that the parser has completed with the text `row`, whose end counts for `ends` lines.
    fn hand_over(&mut self, row: &[u8], ends: u64, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let inside = if self.may_span_lines(ends) { self.breaks() } else { 0 };
        if self.dialect.returns {
            self.lines.take(row);
        } else {
            self.lines.ended += self.parser.line() - self.counted;
        }
        self.counted = self.parser.line();
        self.send(row, ends + inside, sink)
    }

    fn send(&mut self, row: &[u8], spans: u64, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let number = (self.lines.ended + 1).saturating_sub(spans);
        self.after_return = row.last() == Some(&b'\r');
        if let Some(wide) = &mut self.wide {
            wide.restore(&mut self.bytes, &mut self.ends[..self.cells]);
        }
        let ends = &self.ends[..self.cells];
        let bytes = &self.bytes[..ends.last().copied().unwrap_or(0)];
        (self.filled, self.cells) = (0, 0);
        let line = &row[blank(row)..];
        let line = &line[..line.len() - line.iter().rev().take_while(|&&byte| is_break(byte)).count()];
        let comment = self.dialect.comment.is_some_and(|mark| line.starts_with(mark.as_bytes()));
        sink(&Row { number, comment, line, bytes, cells: Cells::Ends(ends) })
    }

    /// How many lines the end of a row counts for.
    fn ends_line(&self, row: &[u8]) -> u64 {
        match row.last() {
            Some(b'\n') => 1,
            Some(b'\r') => u64::from(self.dialect.returns),
            _ => 0,
        }
    }

    /// Whether more lines ended with a row than its own end accounts for: its cells are worth a look then.
    fn may_span_lines(&self, ends: u64) -> bool {
        self.dialect.returns || self.parser.line() - self.counted > ends + u64::from(self.after_return)
    }

    /// Whether a complete row spans several lines, and its marks do not close where cells end.
    fn is_misquoted(&self, row: &[u8], ends: u64) -> bool {
        self.dialect.quotes != Quotes::None
            && self.may_span_lines(ends)
            && self.breaks() > 0
            && !well_quoted(&row[blank(row)..], self.delimiter, self.escape)
    }

    /// Reads the first line of a row again, with the marks as text. How many bytes that took; what follows is to
    /// be read anew.
    fn read_literally(&mut self, row: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<usize> {
        let start = blank(row);
        let length = row[start..].iter().position(|&byte| is_break(byte)).unwrap_or(row.len() - start);
        let line = &row[start..start + length];
        if line.len() >= ROW_LIMIT {
            return Err(self.too_long(row));
        }
        self.reset();
        self.bytes.resize(self.bytes.len().max(line.len() + 1), 0);
        let mut literal = self.literal.take().unwrap_or_else(|| Parser::new(self.delimiter, Quotes::None));
        literal.begin();
        let mut at = 0;
        loop {
            let (result, read, written, ended) =
                literal.read_record(&line[at..], &mut self.bytes[self.filled..], &mut self.ends[self.cells..]);
            at += read;
            self.filled += written;
            self.cells += ended;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputEndsFull => self.more_cells()?,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
            }
        }
        self.literal = Some(literal);
        let taken = (start + length + 1).min(row.len());
        self.lines.take(&row[..taken]);
        let spans = self.ends_line(&row[..taken]);
        self.send(&row[..taken], spans, sink)?;
        Ok(taken)
    }

    /// How many lines end inside the cells at hand.
    fn breaks(&self) -> u64 {
        self.lines.within(&self.bytes[..self.filled])
    }

    fn too_long(&self, row: &[u8]) -> Error {
        let row = if self.begun.is_empty() { row } else { &self.begun };
        let mut lines = self.lines;
        lines.take(&row[..blank(row)]);
        Error::RowTooLong { row: lines.ended + 1, limit: ROW_LIMIT }
    }

    fn more_cells(&mut self) -> Result<()> {
        if self.cells >= COLUMN_LIMIT {
            let (found, limit) = (self.cells as u64 + 1, COLUMN_LIMIT as u64);
            return Err(Error::TooMany { what: "columns", found, limit });
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }
}

/// How many bytes of line breaks a text begins with.
fn blank(row: &[u8]) -> usize {
    row.iter().take_while(|&&byte| is_break(byte)).count()
}
