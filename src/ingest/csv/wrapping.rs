//! What is around cells and rows beside marks and delimiters, taken away chunk by chunk before the text is cut: blanks
//! before a mark, marks around whole rows, and all but one of the blanks between columns. Line breaks stay where they
//! are, so that lines are counted alike.

use std::borrow::Cow;

use crate::ingest::csv::dialect::{BLANKS, Dialect, Quotes, Wrapping};
use crate::ingest::csv::quoting::{QUOTE, is_break};

/// Bytes of a row beyond which it is passed on as it is: the reader has its own limit.
const MAX_HELD: usize = 1 << 20;

/// Rewriter of text that arrives in chunks.
pub(crate) enum Unwrapper {
    Marks(CellScan),
    Columns(CellScan),
    /// The beginning of a row that the end of a chunk has cut.
    Rows(Vec<u8>),
}

/// Place in a row, for rewriting byte by byte.
pub(crate) struct CellScan {
    delimiter: u8,
    escape: Option<u8>,
    place: Place,
    /// Blanks that are passed on or dropped by what follows them.
    held: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// At the beginning of a row.
    Row,
    /// At the beginning of a cell.
    Cell,
    Text,
    Quoted,
    /// Behind an escape between marks.
    Escaped,
    /// Behind a mark that may close the cell.
    Closed,
}

impl Unwrapper {
    /// `None` where the text needs none.
    pub fn of(dialect: &Dialect) -> Option<Unwrapper> {
        let delimiter = dialect.delimiter.as_bytes().first().copied().unwrap_or(b',');
        let escape = (dialect.quotes == Quotes::Escaped).then_some(b'\\');
        let scan = || CellScan { delimiter, escape, place: Place::Row, held: Vec::new() };
        match dialect.wrapping {
            Wrapping::Rows => Some(Unwrapper::Rows(Vec::new())),
            _ if dialect.delimiter == BLANKS => Some(Unwrapper::Columns(scan())),
            Wrapping::BlankBeforeMark => Some(Unwrapper::Marks(scan())),
            Wrapping::None => None,
        }
    }

    /// The next text, rewritten as far as it is complete.
    pub fn rewrite(&mut self, text: &[u8]) -> Vec<u8> {
        let mut output = Vec::with_capacity(text.len() + 64);
        match self {
            Unwrapper::Marks(scan) => text.iter().for_each(|&byte| scan.mark(byte, &mut output)),
            Unwrapper::Columns(scan) => text.iter().for_each(|&byte| scan.column(byte, &mut output)),
            Unwrapper::Rows(row) => {
                for part in text.split_inclusive(|&byte| is_break(byte)) {
                    let (line, end) = match part.split_last() {
                        Some((&last, line)) if is_break(last) => (line, Some(last)),
                        _ => (part, None),
                    };
                    row.extend_from_slice(line);
                    if end.is_some() || row.len() > MAX_HELD {
                        output.extend_from_slice(&unwrapped(row).unwrap_or(Cow::Borrowed(row)));
                        output.extend(end);
                        row.clear();
                    }
                }
            }
        }
        output
    }

    /// The rest of the text, at its end.
    pub fn finish(&mut self) -> Vec<u8> {
        match self {
            Unwrapper::Marks(scan) => std::mem::take(&mut scan.held),
            Unwrapper::Columns(_) => Vec::new(),
            Unwrapper::Rows(row) => {
                let row = std::mem::take(row);
                unwrapped(&row).map(Cow::into_owned).unwrap_or(row)
            }
        }
    }
}

impl CellScan {
    /// Passes a byte on, without the blanks before a mark that opens a cell and behind one that closes it.
    fn mark(&mut self, byte: u8, output: &mut Vec<u8>) {
        let is_blank = byte == b' ' && byte != self.delimiter;
        let is_end = byte == self.delimiter || is_break(byte);
        self.place = match self.place {
            Place::Row | Place::Cell if is_blank => return self.held.push(byte),
            Place::Row | Place::Cell if byte == QUOTE => {
                self.held.clear();
                Place::Quoted
            }
            Place::Quoted if Some(byte) == self.escape => Place::Escaped,
            Place::Quoted if byte == QUOTE => Place::Closed,
            Place::Quoted | Place::Escaped => Place::Quoted,
            Place::Closed if byte == QUOTE && self.held.is_empty() => Place::Quoted,
            Place::Closed if is_blank => return self.held.push(byte),
            Place::Closed if is_end => {
                self.held.clear();
                Place::Cell
            }
            _ if is_end => Place::Cell,
            _ => Place::Text,
        };
        output.append(&mut self.held);
        output.push(byte);
    }

    /// Passes a byte on, with one blank for all between two cells, and none around a row.
    fn column(&mut self, byte: u8, output: &mut Vec<u8>) {
        let is_blank = byte == b' ' || byte == b'\t';
        let is_between = self.place == Place::Cell;
        self.place = match self.place {
            Place::Quoted if byte == QUOTE => Place::Text,
            Place::Quoted => Place::Quoted,
            Place::Row if is_blank => return,
            _ if is_blank => {
                self.place = Place::Cell;
                return;
            }
            _ if is_break(byte) => Place::Row,
            Place::Row | Place::Cell if byte == QUOTE => Place::Quoted,
            _ => Place::Text,
        };
        if is_between && !is_break(byte) {
            output.push(b' ');
        }
        output.push(byte);
    }
}

/// Text as the dialect's reader cuts it.
pub(crate) fn rewritten<'a>(text: &'a [u8], dialect: &Dialect) -> Cow<'a, [u8]> {
    let Some(mut unwrapper) = Unwrapper::of(dialect) else { return Cow::Borrowed(text) };
    let mut output = unwrapper.rewrite(text);
    output.extend(unwrapper.finish());
    Cow::Owned(output)
}

/// Row inside the marks around it; `None` for a row that is not quoted as a whole, with each mark inside doubled.
pub(crate) fn unwrapped(row: &[u8]) -> Option<Cow<'_, [u8]>> {
    let inner = row.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if !inner.contains(&QUOTE) {
        return (!inner.is_empty()).then_some(Cow::Borrowed(inner));
    }
    let mut output = Vec::with_capacity(inner.len());
    let mut rest = inner.iter();
    while let Some(&byte) = rest.next() {
        if byte == QUOTE && rest.next() != Some(&QUOTE) {
            return None;
        }
        output.push(byte);
    }
    Some(Cow::Owned(output))
}
