//! Sniffer: the dialect of a file, guessed from its first lines.
//!
//! Every delimiter that occurs is tried with every possible use of quotation marks, and scored by how regular the rows
//! are and how clean the cells: pattern score × type score, after van den Burg, Nazábal & Sutton 2019, *Wrangling messy
//! CSV files by detecting row and type patterns*. Three things are used beyond that: the names that columns of
//! purchases have, whether quotation marks close where cells end, and that a title stands above the table.

use crate::error::Result;
use crate::ingest::csv::dialect::{COMMENTS, DELIMITERS, Dialect, DialectOverrides, Quotes};
use crate::ingest::csv::quoting::{QUOTE, QuoteUsage, usage};
use crate::ingest::csv::reader::RowReader;
use crate::ingest::csv::row::Row;
use crate::ingest::lexicon::{is_name, is_numbered, numbers_columns};
use crate::ingest::values::is_binary_list;

/// Bytes of the head that are examined.
const SAMPLE_BYTES: usize = 65_536;
/// Rows of the head that are examined.
const SAMPLE_ROWS: usize = 300;
/// Rows that are searched for the names of columns, and cells of each.
const NAMED_ROWS: usize = 20;
const NAMED_CELLS: usize = 64;
/// Weight of a known column name among the first rows in the score.
const NAME_WEIGHT: f64 = 0.5;
/// Limit of the column names that count.
const MAX_NAMES: usize = 3;
/// Share of the score that is lost if all rows have torn cells.
const TORN_PENALTY: f64 = 0.6;
/// Share of rows with one length that makes a shorter row above them a title.
const REGULAR_SHARE: f64 = 0.9;

/// A row of the head.
struct HeadRow {
    number: u64,
    comment: bool,
    cells: Vec<String>,
}

impl HeadRow {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Cells that name a column: known names, or one name with consecutive numbers.
    fn names(&self) -> usize {
        if is_numbered(&self.cells) {
            return self.filled();
        }
        self.known_names()
    }

    fn known_names(&self) -> usize {
        self.cells.iter().take(NAMED_CELLS).filter(|cell| is_name(cell)).count()
    }
}

impl Dialect {
    /// Guesses the dialect of a file from its first text, or all of it where it is `complete`. Overrides are kept.
    ///
    /// # Errors
    /// [`crate::error::Error::OptionUnknown`] for an override with an unknown value.
    pub fn guess(text: &[u8], complete: bool, overrides: &DialectOverrides) -> Result<Dialect> {
        let head = &text[..text.len().min(SAMPLE_BYTES)];
        let complete = complete && head.len() == text.len();
        let head = match head.iter().rposition(|&byte| byte == b'\n') {
            Some(end) if !complete => &head[..=end],
            _ => head,
        };
        let (declared, separator_lines) = separator_line(head);
        let skip = overrides.skip.unwrap_or(separator_lines);
        let mut base = Dialect { skip, lone_returns: has_lone_returns(head), ..Dialect::default() };
        base.comment = comment_mark(head);
        let delimiter = overrides.delimiter()?.or(declared);
        let mut best = base;
        let mut best_score = f64::NEG_INFINITY;
        for candidate in candidates(head, base, delimiter, overrides.quotes) {
            let score = score(head, complete, &candidate);
            if score > best_score {
                (best, best_score) = (candidate, score);
            }
        }
        let rows = head_rows(head, complete, &best);
        let TableStart { above, header_is_comment, width } = table_start(&rows, overrides.skip.is_none());
        let is_header = |place: usize| header_is_comment && place == above;
        let comments = || rows.iter().enumerate().filter(|&(place, row)| row.comment && !is_header(place));
        // Comments with as many cells as rows have, none at the beginning of the file, are rows with unusual ids.
        let are_rows =
            rows.first().is_some_and(|row| !row.comment) && comments().all(|(_, row)| row.cells.len() == width);
        if are_rows || comments().next().is_none() {
            best.comment = None;
        }
        best.header = header_is_comment;
        if let Some(first) = rows.get(above).filter(|_| above > 0) {
            best.skip = u32::try_from(first.number - 1).unwrap_or(skip);
        }
        Ok(best)
    }
}

/// The dialects that are possible.
fn candidates(text: &[u8], base: Dialect, delimiter: Option<&'static str>, quotes: Option<Quotes>) -> Vec<Dialect> {
    let occurs = |delimiter: &&'static str| text.windows(delimiter.len()).any(|part| part == delimiter.as_bytes());
    let delimiters = match delimiter {
        Some(delimiter) => vec![delimiter],
        None => DELIMITERS.into_iter().filter(occurs).collect(),
    };
    let escapes = text.windows(2).any(|pair| pair == b"\\\"");
    let uses: Vec<Quotes> = match quotes {
        Some(quotes) => vec![quotes],
        None if escapes => vec![Quotes::Doubled, Quotes::Escaped, Quotes::None],
        None if text.contains(&QUOTE) => vec![Quotes::Doubled, Quotes::None],
        None => vec![Quotes::Doubled],
    };
    let with = |delimiter| uses.iter().map(move |&quotes| Dialect { delimiter, quotes, ..base });
    delimiters.into_iter().flat_map(with).collect()
}

/// Score of a dialect; higher is better.
fn score(text: &[u8], complete: bool, dialect: &Dialect) -> f64 {
    let mut rows = head_rows(text, complete, dialect);
    rows.retain(|row| !row.comment);
    let count = rows.len() as f64;
    let mut lengths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    lengths.sort_unstable();
    // Rows of one length weigh more, the more of them there are and the more cells they have.
    let pattern: f64 = lengths
        .chunk_by(|a, b| a == b)
        .map(|run| {
            let (share, cells) = (run.len() as f64 / count, run[0] as f64);
            run.len() as f64 * share * (cells - 1.0).max(0.001) / cells
        })
        .sum();
    let (mut clean, mut cells) = (0.0, 0.0);
    for cell in rows.iter().flat_map(|row| &row.cells) {
        clean += cleanness(cell, dialect.delimiter);
        cells += 1.0;
    }
    let names = rows.iter().take(NAMED_ROWS).map(HeadRow::names).max().unwrap_or(0).min(MAX_NAMES);
    // A vector cut at its commas was cut by the wrong delimiter, wherever another one is possible.
    let torn = rows.iter().filter(|row| row.cells.iter().any(|cell| is_torn(cell))).count() as f64 / count;
    let integrity = 1.0 - TORN_PENALTY * torn;
    pattern
        * integrity
        * (clean / f64::max(cells, 1.0))
        * (1.0 + NAME_WEIGHT * names as f64)
        * quoting_score(text, complete, dialect)
}

/// Degree to which quotation marks are used as in the dialect, 0–1.
fn quoting_score(text: &[u8], complete: bool, dialect: &Dialect) -> f64 {
    let escape = (dialect.quotes == Quotes::Escaped).then_some(b'\\');
    // The last byte of a delimiter marks the beginning of the next cell, its first byte the end of a cell.
    let last = dialect.delimiter.as_bytes().last().copied().unwrap_or(b',');
    let first = dialect.delimiter.as_bytes().first().copied().unwrap_or(b',');
    let QuoteUsage { correct, incorrect } = usage(text, first, last, escape, complete);
    let share = |uses: usize| uses as f64 / correct.max(incorrect).max(1) as f64;
    match dialect.quotes {
        _ if correct + incorrect == 0 => 1.0,
        Quotes::None => share(incorrect),
        Quotes::Doubled | Quotes::Escaped => share(correct),
    }
}

/// Degree to which a text is one whole cell, 0–1: neither two cells nor a part of one.
fn cleanness(cell: &str, delimiter: &str) -> f64 {
    let cell = cell.trim();
    if cell.is_empty() {
        return 1.0;
    }
    if cell.starts_with('"') || cell.ends_with('"') || is_torn(cell) {
        return 0.0;
    }
    let mut others = DELIMITERS.into_iter().filter(|&other| other != delimiter && cell.contains(other)).peekable();
    if others.peek().is_none() || is_number(cell) || is_binary_list(cell) || cell.starts_with(['[', '{']) {
        return 1.0;
    }
    // A sentence has a blank behind its comma, or a Chinese comma.
    let prose =
        others.all(|other| matches!(other, "," | ";" | "，") && (other == "，" || cell.contains(&format!("{other} "))));
    if prose { 0.8 } else { 0.3 }
}

/// Whether a cell has a bracket whose counterpart is in another cell.
fn is_torn(cell: &str) -> bool {
    cell.matches('[').count() != cell.matches(']').count()
}

/// Whether a cell is a number, perhaps with a decimal comma or thousands separators.
fn is_number(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && cell.bytes().all(|byte| byte.is_ascii_digit() || b",. +-'".contains(&byte))
}

/// The first rows, including comments.
fn head_rows(text: &[u8], complete: bool, dialect: &Dialect) -> Vec<HeadRow> {
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

/// Beginning of the table.
struct TableStart {
    /// Rows of the head above the table.
    above: usize,
    /// Whether the header is written as a comment.
    header_is_comment: bool,
    /// Cells of most rows.
    width: usize,
}

fn table_start(head: &[HeadRow], skip_titles: bool) -> TableStart {
    let rows: Vec<&HeadRow> = head.iter().filter(|row| !row.comment).collect();
    let mut lengths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    lengths.sort_unstable();
    let run = lengths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1).max_by_key(|run| (run.len(), run[0]));
    let width = run.map_or(0, |run| run[0]);
    let Some(first) = rows.get(title_rows(&rows, width)).filter(|_| skip_titles && width > 0) else {
        return TableStart { above: 0, header_is_comment: false, width };
    };
    let place = head.iter().position(|row| row.number == first.number).unwrap_or(0);
    // The last comment above the table is the header if it has as many cells and no other row is a header.
    let last = place.checked_sub(1).and_then(|before| head.get(before));
    let header_is_comment =
        last.is_some_and(|row| row.comment && row.cells.len() == width && (row.names() > 0 || first.names() == 0));
    TableStart { above: place - usize::from(header_is_comment), header_is_comment, width }
}

/// Number of rows above the table.
fn title_rows(rows: &[&HeadRow], width: usize) -> usize {
    let has_numbered_columns = |place: usize| {
        let below = rows[place + 1..].iter().map(|row| row.cells.as_slice());
        numbers_columns(&rows[place].cells, below)
    };
    let is_header =
        |place: &usize| rows[*place].filled() >= 2 && (rows[*place].known_names() > 0 || has_numbered_columns(*place));
    if let Some(place) = (0..rows.len().min(NAMED_ROWS)).find(is_header) {
        let is_widest = rows[..place].iter().all(|row| row.filled() < rows[place].filled());
        // Baskets may contain a known name as well, but the rows below it differ in length.
        let below = &rows[place + 1..];
        let as_long = below.iter().filter(|row| row.cells.len().abs_diff(rows[place].cells.len()) <= 1).count() as f64;
        let is_certain = has_numbered_columns(place) || as_long >= REGULAR_SHARE * below.len() as f64;
        return if is_widest && is_certain { place } else { 0 };
    }
    let titles = rows.iter().take_while(|row| is_title(row, width)).count();
    let below = &rows[titles..];
    let regular = below.iter().filter(|row| row.cells.len() == width).count() as f64;
    if !below.is_empty() && regular >= REGULAR_SHARE * below.len() as f64 { titles } else { 0 }
}

/// Whether a row has far fewer cells than most, and words in them.
fn is_title(row: &HeadRow, width: usize) -> bool {
    let is_short = row.filled() <= 1 && width > 2 || row.cells.len() < width && row.filled() * 2 <= width.max(2);
    is_short && row.cells.iter().any(|cell| cell.chars().any(char::is_alphabetic))
}

/// Excel's first line `sep=;`: its delimiter, and the number of lines to skip.
fn separator_line(text: &[u8]) -> (Option<&'static str>, u32) {
    let line = text.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default();
    let line = std::str::from_utf8(line).unwrap_or_default().trim_matches(['\u{feff}', '"', ' ']);
    let Some((key, value)) = line.split_once('=') else { return (None, 0) };
    if !key.trim().eq_ignore_ascii_case("sep") {
        return (None, 0);
    }
    let value = if value == "\\t" { "\t" } else { value };
    match DELIMITERS.into_iter().find(|&delimiter| delimiter == value) {
        Some(delimiter) => (Some(delimiter), 1),
        None => (None, 0),
    }
}

/// Beginning of comment lines: the first line or few lines begin with it.
fn comment_mark(text: &[u8]) -> Option<&'static str> {
    let filled = |line: &&[u8]| !line.trim_ascii().is_empty();
    let lines: Vec<&[u8]> =
        text.split(|&byte| byte == b'\n' || byte == b'\r').filter(filled).take(SAMPLE_ROWS).collect();
    COMMENTS.into_iter().find(|mark| {
        let marked = lines.iter().filter(|line| line.starts_with(mark.as_bytes())).count();
        let first = lines.first().is_some_and(|line| line.starts_with(mark.as_bytes()));
        let others = lines.len() - marked;
        marked > 0 && others > 0 && (first && marked <= others.max(10) || marked * 4 <= others)
    })
}

/// Whether a lone carriage return ends a line.
fn has_lone_returns(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n') || text.ends_with(b"\r") && !text.contains(&b'\n')
}
