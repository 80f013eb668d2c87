//! The guess of a file's dialect from its first lines.
//!
//! Every delimiter that occurs is tried with every use of quotation marks that is possible, and scored by
//! how even the rows come out and how clean the cells: pattern score × type score, after van den Burg,
//! Nazábal & Sutton 2019, *Wrangling messy CSV files by detecting row and type patterns*. Three things are
//! known here beyond that: the names that columns of purchases have, whether quotation marks close where cells
//! end, and that a title stands above the table and not in it.

use crate::error::Result;
use crate::ingest::csv::dialect::{COMMENTS, DELIMITERS, Dialect, DialectOverrides, Quotes};
use crate::ingest::csv::quoting::{QUOTE, Usage, usage};
use crate::ingest::csv::reader::{Row, RowReader};
use crate::ingest::lexicon::header::{is_name, is_numbered, numbers_columns};
use crate::ingest::values::cell::is_list;

/// How much of the head is looked at, and how many rows of it.
const SAMPLE: usize = 65_536;
const SAMPLE_ROWS: usize = 300;
/// Names of columns are looked for in so many rows, and in so many cells of each.
const NAMED_ROWS: usize = 20;
const NAMED_CELLS: usize = 64;
/// How much a known name of a column among the first rows is worth, and how many count.
const NAME_WORTH: f64 = 0.5;
const NAMES_COUNTED: usize = 3;
/// What rows with torn cells take of a score.
const TORN: f64 = 0.6;
/// The share of rows of one length from which on a shorter one above them is no row of the table.
const REGULAR: f64 = 0.9;

/// A row of the sample.
struct Line {
    number: u64,
    comment: bool,
    cells: Vec<String>,
}

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// How many cells are names that the dictionary knows, or one name with numbers.
    fn names(&self) -> usize {
        if is_numbered(&self.cells) {
            return self.filled();
        }
        self.known()
    }

    fn known(&self) -> usize {
        self.cells.iter().take(NAMED_CELLS).filter(|cell| is_name(cell)).count()
    }
}

impl Dialect {
    /// Guesses the dialect of a file from its first text, `whole` if that is all of it. What a person has chosen stands.
    ///
    /// # Errors
    /// [`crate::error::Error::OptionUnknown`] for a choice that there is not.
    pub fn guess(text: &[u8], whole: bool, choices: &DialectOverrides) -> Result<Dialect> {
        let cut = &text[..text.len().min(SAMPLE)];
        let whole = whole && cut.len() == text.len();
        let cut = match cut.iter().rposition(|&byte| byte == b'\n') {
            Some(end) if !whole => &cut[..=end],
            _ => cut,
        };
        let (named, below) = separator_line(cut);
        let skip = choices.skip.unwrap_or(below);
        let mut base = Dialect { skip, returns: has_lone_returns(cut), ..Dialect::default() };
        base.comment = comment_mark(cut);
        let delimiter = choices.delimiter()?.or(named);
        let mut best = base;
        let mut best_score = f64::NEG_INFINITY;
        for candidate in candidates(cut, base, delimiter, choices.quotes) {
            let score = score(cut, whole, &candidate);
            if score > best_score {
                (best, best_score) = (candidate, score);
            }
        }
        let lines = sample(cut, whole, &best);
        let Top { above, marked, width } = top(&lines, choices.skip.is_none());
        let others = || lines.iter().enumerate().filter(|&(place, line)| line.comment && !(marked && place == above));
        // Lines that are cut like all others, and do not begin the file, are rows with odd ids.
        let odd =
            lines.first().is_some_and(|line| !line.comment) && others().all(|(_, line)| line.cells.len() == width);
        if odd || others().next().is_none() {
            best.comment = None;
        }
        best.header = marked;
        if let Some(first) = lines.get(above).filter(|_| above > 0) {
            best.skip = u32::try_from(first.number - 1).unwrap_or(skip);
        }
        Ok(best)
    }
}

/// All dialects that are worth a try.
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

/// How well a dialect fits.
fn score(text: &[u8], whole: bool, dialect: &Dialect) -> f64 {
    let mut lines = sample(text, whole, dialect);
    lines.retain(|line| !line.comment);
    let rows = lines.len() as f64;
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.cells.len()).collect();
    lengths.sort_unstable();
    // Rows of one length count for more the more of them there are, and the more cells they have.
    let pattern: f64 = lengths
        .chunk_by(|a, b| a == b)
        .map(|run| {
            let (share, cells) = (run.len() as f64 / rows, run[0] as f64);
            run.len() as f64 * share * (cells - 1.0).max(0.001) / cells
        })
        .sum();
    let (mut clean, mut cells) = (0.0, 0.0);
    for cell in lines.iter().flat_map(|line| &line.cells) {
        clean += cleanness(cell, dialect.delimiter);
        cells += 1.0;
    }
    let names = lines.iter().take(NAMED_ROWS).map(Line::names).max().unwrap_or(0).min(NAMES_COUNTED);
    // A vector that is cut at its commas has been cut by the wrong delimiter, wherever there is another.
    let torn = lines.iter().filter(|line| line.cells.iter().any(|cell| is_torn(cell))).count() as f64 / rows;
    let whole_cells = 1.0 - TORN * torn;
    pattern
        * whole_cells
        * (clean / f64::max(cells, 1.0))
        * (1.0 + NAME_WORTH * names as f64)
        * fit(text, whole, dialect)
}

/// Whether quotation marks are used as the dialect has them, 0–1.
fn fit(text: &[u8], whole: bool, dialect: &Dialect) -> f64 {
    let escape = (dialect.quotes == Quotes::Escaped).then_some(b'\\');
    // Of a delimiter of several bytes the last one tells where a cell begins as well.
    let delimiter = dialect.delimiter.as_bytes().last().copied().unwrap_or(b',');
    let first = dialect.delimiter.as_bytes().first().copied().unwrap_or(b',');
    let Usage { right, wrong } = usage(text, first, delimiter, escape, whole);
    let share = |uses: usize| uses as f64 / right.max(wrong).max(1) as f64;
    match dialect.quotes {
        _ if right + wrong == 0 => 1.0,
        Quotes::None => share(wrong),
        Quotes::Doubled | Quotes::Escaped => share(right),
    }
}

/// Whether a cell looks like one, 0–1: not like two cells, nor like a part of one.
fn cleanness(cell: &str, delimiter: &str) -> f64 {
    let cell = cell.trim();
    if cell.is_empty() {
        return 1.0;
    }
    if cell.starts_with('"') || cell.ends_with('"') || is_torn(cell) {
        return 0.0;
    }
    let mut others = DELIMITERS.into_iter().filter(|&other| other != delimiter && cell.contains(other)).peekable();
    if others.peek().is_none() || is_number(cell) || is_list(cell) || cell.starts_with(['[', '{']) {
        return 1.0;
    }
    // A sentence has a blank behind its comma, or is Chinese.
    let prose =
        others.all(|other| matches!(other, "," | ";" | "，") && (other == "，" || cell.contains(&format!("{other} "))));
    if prose { 0.8 } else { 0.3 }
}

/// Whether a bracket stands in one cell, and the one that belongs to it in another.
fn is_torn(cell: &str) -> bool {
    cell.matches('[').count() != cell.matches(']').count()
}

/// A number with a decimal comma, or with separators of thousands.
fn is_number(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && cell.bytes().all(|byte| byte.is_ascii_digit() || b",. +-'".contains(&byte))
}

/// The first rows, comments among them.
fn sample(text: &[u8], whole: bool, dialect: &Dialect) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut reader = RowReader::new(dialect);
    let mut keep = |row: &Row| {
        if lines.len() < SAMPLE_ROWS {
            lines.push(Line { number: row.number, comment: row.comment, cells: row.texts() });
        }
        Ok(())
    };
    // A fault in the head (a row beyond the limit) is reported by the real reading.
    let _ = reader.push(text, &mut keep);
    let _ = if whole { reader.finish(&mut keep) } else { Ok(()) };
    if lines.is_empty() {
        let mut keep = |row: &Row| {
            lines.push(Line { number: row.number, comment: row.comment, cells: row.texts() });
            Ok(())
        };
        let _ = reader.finish(&mut keep);
    }
    lines
}

/// Where the table begins.
struct Top {
    /// How many of the lines stand above it.
    above: usize,
    /// Whether its header is marked as a comment.
    marked: bool,
    /// How many cells most rows have.
    width: usize,
}

fn top(lines: &[Line], skipping: bool) -> Top {
    let rows: Vec<&Line> = lines.iter().filter(|line| !line.comment).collect();
    let mut lengths: Vec<usize> = rows.iter().map(|line| line.cells.len()).collect();
    lengths.sort_unstable();
    let run = lengths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1).max_by_key(|run| (run.len(), run[0]));
    let width = run.map_or(0, |run| run[0]);
    let Some(table) = rows.get(title_rows(&rows, width)).filter(|_| skipping && width > 0) else {
        return Top { above: 0, marked: false, width };
    };
    let place = lines.iter().position(|line| line.number == table.number).unwrap_or(0);
    // The last comment above is the header where it is cut like one, and nothing else is one.
    let last = place.checked_sub(1).and_then(|before| lines.get(before));
    let marked =
        last.is_some_and(|line| line.comment && line.cells.len() == width && (line.names() > 0 || table.names() == 0));
    Top { above: place - usize::from(marked), marked, width }
}

/// How many rows stand above the table.
fn title_rows(rows: &[&Line], width: usize) -> usize {
    // A row that names columns, with nothing like it above.
    let numbers = |place: usize| {
        let below = rows[place + 1..].iter().map(|line| line.cells.as_slice());
        numbers_columns(&rows[place].cells, below)
    };
    let names = |place: &usize| rows[*place].filled() >= 2 && (rows[*place].known() > 0 || numbers(*place));
    if let Some(place) = (0..rows.len().min(NAMED_ROWS)).find(names) {
        let alone = rows[..place].iter().all(|line| line.filled() < rows[place].filled());
        // Baskets may have what is a name as well, but not below it rows that are all as long.
        let below = &rows[place + 1..];
        let like_it =
            below.iter().filter(|line| line.cells.len().abs_diff(rows[place].cells.len()) <= 1).count() as f64;
        let certain = numbers(place) || like_it >= REGULAR * below.len() as f64;
        return if alone && certain { place } else { 0 };
    }
    // Shorter than nearly all that follow, and in words.
    let titles = rows.iter().take_while(|line| is_title(line, width)).count();
    let below = &rows[titles..];
    let regular = below.iter().filter(|line| line.cells.len() == width).count() as f64;
    if !below.is_empty() && regular >= REGULAR * below.len() as f64 { titles } else { 0 }
}

fn is_title(line: &Line, width: usize) -> bool {
    let few = line.filled() <= 1 && width > 2 || line.cells.len() < width && line.filled() * 2 <= width.max(2);
    few && line.cells.iter().any(|cell| cell.chars().any(char::is_alphabetic))
}

/// `sep=;`, which Excel knows: the delimiter, and how many lines to skip for it.
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

/// The mark of comments: the first line begins with it, or few lines do.
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

/// Whether a carriage return ends a line alone.
fn has_lone_returns(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n') || text.ends_with(b"\r") && !text.contains(&b'\n')
}
