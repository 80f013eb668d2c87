//! Reader of rows: UTF-8 text to rows of cells, chunk by chunk (RFC 4180, lenient where files are). Blank lines are no
//! rows.
//!
//! A quotation mark that is never closed would make one cell of the rest of the file. Where a row spans several lines
//! and its marks do not close where a cell ends, its first line is read again with the marks as text, and reading
//! continues below that line: no row is lost to such a mark. A mark that is closed by luck, by another stray one some
//! rows below, is found by the lengths of these rows; and a row whose marks are right only if `\"` is a mark, in a file
//! whose head has none, is read as such.

use csv_core::ReadRecordResult;

use crate::error::{Error, Result};
use crate::ingest::csv::delimiter::{MultibyteDelimiter, PLACEHOLDER};
use crate::ingest::csv::dialect::{Dialect, Quotes};
use crate::ingest::csv::lines::LineCounter;
use crate::ingest::csv::parser::Parser;
use crate::ingest::csv::quoting::{
    QUOTE, are_rows, first_line, has_escaped_marks, is_break, leading_breaks, well_quoted,
};
use crate::ingest::csv::row::{Cells, Row};
use crate::ingest::csv::scanner::Scanner;
use crate::ingest::csv::wrapping::Unwrapper;

/// Limit of a row, in bytes.
pub const MAX_ROW_BYTES: usize = 1 << 20;
/// Limit of the columns: more than any spreadsheet has, fewer than a wrong delimiter makes.
pub const MAX_COLUMNS: usize = 1 << 17;

/// Reader that cuts text arriving in chunks into rows.
pub struct RowReader {
    dialect: Dialect,
    unwrapper: Option<Unwrapper>,
    multibyte: Option<MultibyteDelimiter>,
    /// Delimiter as the parser sees it.
    delimiter: u8,
    /// Byte that escapes a quotation mark.
    escape: Option<u8>,
    /// Scanner of rows that need no unquoting; the parser reads the others.
    scanner: Option<Scanner>,
    parser: Parser,
    /// Parser to which quotation marks are text; made when a row first needs it.
    literal_parser: Option<Parser>,
    /// Cells of the current row; `filled` bytes are in use.
    bytes: Vec<u8>,
    filled: usize,
    /// Ends of the cells of the current row; `cells` of them are in use.
    ends: Vec<usize>,
    cells: usize,
    /// Cells of the previous row.
    width: usize,
    /// Lines that ended before the current row.
    lines: LineCounter,
    /// The parser's own count of these lines, which ignores lone returns.
    parser_line: u64,
    /// Whether the previous row ended with a carriage return.
    after_return: bool,
    /// Text of the current row from earlier chunks.
    pending: Vec<u8>,
}

/// Outcome of parsing a text.
enum Parsed {
    All,
    /// The row in [`RowReader::pending`] has incorrect marks and must be read again; the text has been read up to here.
    Misquoted(usize),
}

impl RowReader {
    /// A reader of text in a dialect, beginning below the lines to be skipped.
    pub fn new(dialect: &Dialect) -> Self {
        let multibyte = MultibyteDelimiter::of(dialect.delimiter);
        let first = dialect.delimiter.as_bytes().first().copied().unwrap_or(b',');
        let delimiter = if multibyte.is_some() { PLACEHOLDER } else { first };
        let escape = (dialect.quotes == Quotes::Escaped).then_some(b'\\');
        let scanner = match dialect.quotes {
            Quotes::Doubled if multibyte.is_none() => Some(Scanner::new(delimiter, Some(QUOTE))),
            Quotes::None if multibyte.is_none() => Some(Scanner::new(delimiter, None)),
            _ => None,
        };
        let mut reader = RowReader {
            scanner,
            dialect: *dialect,
            unwrapper: Unwrapper::of(dialect),
            multibyte,
            delimiter,
            escape,
            parser: Parser::new(delimiter, dialect.quotes),
            literal_parser: None,
            bytes: vec![0; 4_096],
            filled: 0,
            ends: vec![0; 64],
            cells: 0,
            width: 0,
            lines: LineCounter::new(dialect.lone_returns),
            parser_line: 0,
            after_return: false,
            pending: Vec::new(),
        };
        reader.reset();
        reader
    }

    /// Resets the parser to the beginning of a row.
    fn reset(&mut self) {
        self.parser.begin();
        self.parser_line = self.parser.line();
        (self.filled, self.cells) = (0, 0);
    }

    /// Reads the next text and passes each row that it completes to `sink`.
    ///
    /// # Errors
    /// [`Error::RowTooLong`], [`Error::TooMany`] columns, and those of `sink`.
    pub fn push(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        match &mut self.unwrapper {
            Some(unwrapper) => {
                let text = unwrapper.rewrite(text);
                self.cut(&text, sink)
            }
            None => self.cut(text, sink),
        }
    }

    fn cut(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let Some(multibyte) = &mut self.multibyte else { return self.read(text, sink) };
        let replaced = multibyte.replace(text);
        let outcome = self.read(&replaced, sink);
        if let Some(multibyte) = &mut self.multibyte {
            multibyte.reuse(replaced);
        }
        outcome
    }

    /// Ends the text and passes on a last row without a line break.
    ///
    /// # Errors
    /// As [`RowReader::push`].
    pub fn finish(&mut self, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let held = self.unwrapper.as_mut().map(Unwrapper::finish).unwrap_or_default();
        self.cut(&held, sink)?;
        let rest = self.multibyte.as_mut().map_or(&[][..], MultibyteDelimiter::finish);
        self.read(rest, sink)?;
        loop {
            // Empty input means the end to csv-core; full buffers may take more turns.
            let (result, _, _, ended) = self.parser.read_record(&[], &mut [0], &mut self.ends[self.cells..]);
            self.cells += ended;
            match result {
                ReadRecordResult::End => return Ok(()),
                ReadRecordResult::Record => {
                    let text = std::mem::take(&mut self.pending);
                    // No line break ends this row: one at its end is between marks.
                    if self.is_misquoted(&text, 0) {
                        let length = self.read_again(&text, sink)?;
                        self.parse(&text[length..], sink)?;
                    } else {
                        self.finish_row(&text, 0, sink)?;
                    }
                }
                _ => self.grow_cells()?,
            }
        }
    }

    fn read(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let skipped = self.lines.add_until(text, self.dialect.skip.into());
        let mut rest = &text[skipped..];
        while let Parsed::Misquoted(length) = self.parse(rest, sink)? {
            rest = &rest[length..];
            let row = std::mem::take(&mut self.pending);
            let length = self.read_again(&row, sink)?;
            self.parse(&row[length..], sink)?;
        }
        Ok(())
    }

    /// Reads `text`, which continues the text before it, up to its end or to a misquoted row that began in earlier
    /// text.
    fn parse(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<Parsed> {
        let (mut start, mut at) = (0, 0);
        while at < text.len() {
            if at == start && self.pending.is_empty() && (self.filled, self.cells) == (0, 0) {
                start += self.scan(&text[start..], sink)?;
                at = start;
                // Empty input would mean the end to the parser.
                if at == text.len() {
                    break;
                }
            }
            let (result, read, written, ended) =
                self.parser.read_record(&text[at..], &mut self.bytes[self.filled..], &mut self.ends[self.cells..]);
            at += read;
            self.filled += written;
            self.cells += ended;
            let is_unclosed = match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => continue,
                ReadRecordResult::OutputFull if self.filled < MAX_ROW_BYTES => {
                    let longer = (self.bytes.len() * 2).min(MAX_ROW_BYTES);
                    self.bytes.resize(longer, 0);
                    continue;
                }
                ReadRecordResult::OutputEndsFull => {
                    self.grow_cells()?;
                    continue;
                }
                ReadRecordResult::OutputFull if self.breaks() == 0 => return Err(self.too_long(&text[start..at])),
                ReadRecordResult::OutputFull => true,
                ReadRecordResult::Record => false,
            };
            if self.pending.is_empty() {
                let row = &text[start..at];
                let ends = self.ends_line(row);
                if is_unclosed || self.is_misquoted(row, ends) {
                    at = start + self.read_again(row, sink)?;
                } else {
                    self.finish_row(row, ends, sink)?;
                }
            } else {
                self.pending.extend_from_slice(&text[start..at]);
                let row = std::mem::take(&mut self.pending);
                let ends = self.ends_line(&row);
                if is_unclosed || self.is_misquoted(&row, ends) {
                    self.pending = row;
                    return Ok(Parsed::Misquoted(at));
                }
                self.finish_row(&row, ends, sink)?;
                self.pending = row;
                self.pending.clear();
            }
            start = at;
        }
        self.keep(&text[start..]);
        Ok(Parsed::All)
    }

    /// Passes on the rows at the beginning of `text` that need no parser; returns their length in bytes.
    fn scan(&mut self, text: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<usize> {
        let RowReader { scanner, lines, dialect, width, .. } = self;
        let Some(scanner) = scanner else { return Ok(0) };
        let mut counted = 0;
        let scanned = scanner.scan(text, &mut |row| {
            lines.add(&text[counted..row.start]);
            counted = row.start + row.line.len();
            lines.add_unbroken();
            let comment = dialect.comment.is_some_and(|mark| row.line.starts_with(mark.as_bytes()));
            *width = row.cells.len();
            let cells = Cells::Spans(row.cells);
            sink(&Row { number: lines.ended + 1, comment, line: row.line, bytes: row.line, cells })
        })?;
        lines.add(&text[counted..scanned]);
        if let Some(&byte) = text[..scanned].last() {
            self.after_return = byte == b'\r';
        }
        Ok(scanned)
    }

    /// Keeps the text of an incomplete row. Blank lines are counted instead, since there may be any number of them.
    fn keep(&mut self, text: &[u8]) {
        if !self.pending.is_empty() || text.iter().any(|&byte| !is_break(byte)) {
            return self.pending.extend_from_slice(text);
        }
        self.lines.add(text);
        self.parser_line = self.parser.line();
        if let Some(&byte) = text.last() {
            self.after_return = byte == b'\r';
        }
    }

    /// Passes on the row that the parser has completed with the text `row`, whose end counts as `ends` lines.
    fn finish_row(&mut self, row: &[u8], ends: u64, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let inside = if self.may_span_lines(ends) { self.breaks() } else { 0 };
        if self.dialect.lone_returns {
            self.lines.add(row);
        } else {
            self.lines.ended += self.parser.line() - self.parser_line;
        }
        self.parser_line = self.parser.line();
        self.send(row, ends + inside, sink)
    }

    fn send(&mut self, row: &[u8], spans: u64, sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let number = (self.lines.ended + 1).saturating_sub(spans);
        self.after_return = row.last() == Some(&b'\r');
        if let Some(multibyte) = &mut self.multibyte {
            multibyte.restore(&mut self.bytes, &mut self.ends[..self.cells]);
        }
        let ends = &self.ends[..self.cells];
        let bytes = &self.bytes[..ends.last().copied().unwrap_or(0)];
        self.width = self.cells;
        (self.filled, self.cells) = (0, 0);
        let line = &row[leading_breaks(row)..];
        let line = &line[..line.len() - line.iter().rev().take_while(|&&byte| is_break(byte)).count()];
        let comment = self.dialect.comment.is_some_and(|mark| line.starts_with(mark.as_bytes()));
        sink(&Row { number, comment, line, bytes, cells: Cells::Ends(ends) })
    }

    /// Lines that the end of a row counts as.
    fn ends_line(&self, row: &[u8]) -> u64 {
        match row.last() {
            Some(b'\n') => 1,
            Some(b'\r') => u64::from(self.dialect.lone_returns),
            _ => 0,
        }
    }

    /// Whether more lines ended with a row than its own end accounts for, so that its cells must be searched for
    /// breaks.
    fn may_span_lines(&self, ends: u64) -> bool {
        self.dialect.lone_returns || self.parser.line() - self.parser_line > ends + u64::from(self.after_return)
    }

    /// Whether the marks of a complete row are not what they seem: it spans several lines, and they do not close where
    /// cells end, or each of its lines is a row by itself; or it has one line, whose marks are escaped.
    fn is_misquoted(&self, row: &[u8], ends: u64) -> bool {
        if self.dialect.quotes == Quotes::None {
            return false;
        }
        if !self.may_span_lines(ends) || self.breaks() == 0 {
            return self.is_escaped(row);
        }
        let row = &row[leading_breaks(row)..];
        !well_quoted(row, self.delimiter, self.escape) || are_rows(row, self.delimiter, self.width, self.cells)
    }

    /// Whether backslashes escape marks in the first line of a row, which the head of the file did not show.
    fn is_escaped(&self, row: &[u8]) -> bool {
        self.dialect.quotes == Quotes::Doubled && has_escaped_marks(first_line(row), self.delimiter)
    }

    /// Reads the first line of a row again, with its marks as text, or with backslashes before them; returns the line's
    /// length in bytes. The text behind it must be parsed again.
    fn read_again(&mut self, row: &[u8], sink: &mut impl FnMut(&Row) -> Result<()>) -> Result<usize> {
        let (start, line) = (leading_breaks(row), first_line(row));
        let is_escaped = self.is_escaped(row);
        if line.len() >= MAX_ROW_BYTES {
            return Err(self.too_long(row));
        }
        self.reset();
        self.bytes.resize(self.bytes.len().max(line.len() + 1), 0);
        let literal = self.literal_parser.take().filter(|_| !is_escaped);
        let quotes = if is_escaped { Quotes::Escaped } else { Quotes::None };
        let mut literal = literal.unwrap_or_else(|| Parser::new(self.delimiter, quotes));
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
                ReadRecordResult::OutputEndsFull => self.grow_cells()?,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
            }
        }
        if !is_escaped {
            self.literal_parser = Some(literal);
        }
        let end = (start + line.len() + 1).min(row.len());
        self.lines.add(&row[..end]);
        let spans = self.ends_line(&row[..end]);
        self.send(&row[..end], spans, sink)?;
        Ok(end)
    }

    /// Lines that end inside the current cells.
    fn breaks(&self) -> u64 {
        self.lines.within(&self.bytes[..self.filled])
    }

    fn too_long(&self, row: &[u8]) -> Error {
        let row = if self.pending.is_empty() { row } else { &self.pending };
        let mut lines = self.lines;
        lines.add(&row[..leading_breaks(row)]);
        Error::RowTooLong { row: lines.ended + 1, limit: MAX_ROW_BYTES }
    }

    fn grow_cells(&mut self) -> Result<()> {
        if self.cells >= MAX_COLUMNS {
            let (found, limit) = (self.cells as u64 + 1, MAX_COLUMNS as u64);
            return Err(Error::TooMany { what: "columns", found, limit });
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }
}
