//! Sniffer: the dialect of a file, guessed from its first lines.
//!
//! Every delimiter that occurs is tried with every possible use of quotation marks, and scored by how regular the rows
//! are and how clean the cells: pattern score × type score, after van den Burg, Nazábal & Sutton 2019, *Wrangling messy
//! CSV files by detecting row and type patterns*. Three things are used beyond that: the names that columns of
//! purchases have, whether quotation marks close where cells end, and that a title stands above the table.

use crate::error::Result;
use crate::ingest::csv::dialect::{BLANKS, COMMENTS, DELIMITERS, Dialect, DialectOverrides, Quotes, Wrapping};
use crate::ingest::csv::head::{HeadRow, SAMPLE_ROWS, common_width, head_rows};
use crate::ingest::csv::quoting::{QUOTE, QuoteUsage, usage};
use crate::ingest::csv::table_start::{NAMED_ROWS, TableStart, table_start};
use crate::ingest::csv::unusual::{is_table_of_blanks, is_wrapped_table, unwrapped_rows};
use crate::ingest::csv::wrapping::rewritten;
use crate::ingest::values::is_binary_list;

/// Bytes of the head that are examined.
const SAMPLE_BYTES: usize = 65_536;
/// Weight of a known column name among the first rows in the score.
const NAME_WEIGHT: f64 = 0.5;
/// Limit of the column names that count.
const MAX_NAMES: usize = 3;
/// Share of the score that is lost if all rows have torn cells.
const TORN_PENALTY: f64 = 0.6;
/// Share of the score that is lost if all marks are used otherwise: it decides between uses that fit equally well in
/// the first rows.
const MISUSE_PENALTY: f64 = 0.02;

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
        if let Some(dialect) = guess_wrapped(head, complete, overrides)? {
            return Ok(dialect);
        }
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
        let mut rows = head_rows(head, complete, &best);
        let is_doubled = overrides.quotes.is_none() && best.quotes == Quotes::Doubled;
        if is_doubled && has_escapes(head, &best, common_width(rows.iter())) {
            best.quotes = Quotes::Escaped;
            rows = head_rows(head, complete, &best);
        }
        if delimiter.is_none() && common_width(rows.iter()) == 0 {
            let blanks = Dialect { delimiter: BLANKS, ..base };
            let cut = head_rows(head, complete, &blanks);
            if is_table_of_blanks(&cut) {
                (best, rows) = (blanks, cut);
            }
        }
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

/// Dialect of a file whose rows are quoted as a whole; `None` for all others.
fn guess_wrapped(head: &[u8], complete: bool, overrides: &DialectOverrides) -> Result<Option<Dialect>> {
    if overrides.quotes == Some(Quotes::None) {
        return Ok(None);
    }
    let Some(text) = unwrapped_rows(head) else { return Ok(None) };
    let mut dialect = Dialect::guess(&text, complete, overrides)?;
    let rows = head_rows(&text, complete, &dialect);
    dialect.wrapping = Wrapping::Rows;
    Ok(is_wrapped_table(&rows, &text).then_some(dialect))
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
    let has_blanks = |delimiter: &str| has_blank_before_mark(text, delimiter.as_bytes());
    let mut candidates = Vec::new();
    for delimiter in delimiters {
        candidates.extend(uses.iter().map(|&quotes| Dialect { delimiter, quotes, ..base }));
        let enclosing = uses.iter().filter(|_| has_blanks(delimiter)).filter(|&&quotes| quotes != Quotes::None);
        let wrapping = Wrapping::BlankBeforeMark;
        candidates.extend(enclosing.map(|&quotes| Dialect { delimiter, quotes, wrapping, ..base }));
    }
    candidates
}

/// Whether blanks stand between a delimiter and a mark, which would be text to most readers.
fn has_blank_before_mark(text: &[u8], delimiter: &[u8]) -> bool {
    let is_behind_blanks = |before: &[u8]| {
        let blanks = before.iter().rev().take_while(|&&byte| byte == b' ').count();
        let cell = &before[..before.len() - blanks];
        cell.len() < before.len() && cell.ends_with(delimiter)
    };
    let mut marks = text.iter().enumerate().filter(|&(_, &byte)| byte == QUOTE);
    delimiter.len() == 1 && delimiter != b" " && marks.any(|(at, _)| is_behind_blanks(&text[..at]))
}

/// Whether backslashes escape marks in the lines that have both, which may lie beyond the rows that were scored: more of
/// these lines have the `width` of the table if they do.
fn has_escapes(text: &[u8], dialect: &Dialect, width: usize) -> bool {
    let lines = text.split(|&byte| byte == b'\n').filter(|line| line.windows(2).any(|pair| pair == b"\\\""));
    let lines: Vec<&[u8]> = lines.take(SAMPLE_ROWS).collect();
    let text = lines.join(&b'\n');
    let fitting = |quotes| {
        let dialect = Dialect { quotes, skip: 0, comment: None, ..*dialect };
        head_rows(&text, true, &dialect).iter().filter(|row| row.cells.len() == width).count()
    };
    !lines.is_empty() && fitting(Quotes::Escaped) > fitting(Quotes::Doubled)
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
    let text = rewritten(text, dialect);
    let QuoteUsage { correct, incorrect } = usage(&text, first, last, escape, complete);
    let share = |uses: usize| {
        let others = (correct + incorrect - uses) as f64 / (correct + incorrect).max(1) as f64;
        uses as f64 / correct.max(incorrect).max(1) as f64 * (1.0 - MISUSE_PENALTY * others)
    };
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
