//! What the head of a file shows, and what the file is taken for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::ingest::csv::dialect::{Dialect, DialectOverrides, Quotes};
use crate::ingest::csv::reader::{Row, RowReader};
use crate::ingest::encoding::decoder::TextDecoder;
use crate::ingest::lexicon::header::{has_header, unique_names};
use crate::ingest::schema::inference::Inference;
use crate::ingest::schema::layout::{self, Listing};
use crate::ingest::schema::roles::{Reasons, Roles, TableLayout};

const UTF_8: &str = "utf-8";
/// How many rows the guesses look at.
const GUESSED_ROWS: usize = 200;
/// How many rows and how many characters of a cell are shown.
const SHOWN_ROWS: usize = 8;
const SHOWN_ABOVE: usize = 5;
const SHOWN_CHARACTERS: usize = 80;

/// A file's head, read once, before the whole is read with settled roles.
#[derive(Clone, Debug)]
pub struct Preview {
    pub encoding: String,
    pub dialect: Dialect,
    pub columns: Vec<String>,
    /// How many cells most rows have, empty ones at their ends included.
    pub cells: usize,
    pub roles: Roles,
    pub shape: TableLayout,
    /// Why each column has its role.
    pub reasons: Reasons,
    source: Source,
    /// The lines above the header.
    above: Vec<String>,
    /// The number of the line of the header, or of the first row.
    first: u64,
    /// The numbers of the lines on which the rows begin.
    numbers: Vec<u64>,
    rows: Vec<Vec<String>>,
}

/// What the bytes of the file are.
#[derive(Clone, Debug)]
enum Source {
    /// As they stand in it, in the encoding that a person has chosen, or in that which they show.
    Raw(Option<String>),
    /// Decoded already: UTF-8.
    Decoded,
}

/// The part of a preview that is shown.
#[derive(Serialize)]
pub struct Shown {
    pub encoding: String,
    pub delimiter: &'static str,
    pub quotes: Quotes,
    pub header: bool,
    /// The number of the line of the header, or of the first row.
    pub first: u64,
    /// How many lines stand above the header, and the first of them.
    pub skip: u32,
    pub above: Vec<String>,
    /// What begins a line that is a comment.
    pub comment: Option<&'static str>,
    pub columns: Vec<Column>,
    /// The number of the line of each row shown.
    pub numbers: Vec<u64>,
    pub rows: Vec<Vec<String>>,
    pub roles: Roles,
    pub shape: TableLayout,
    pub reasons: Reasons,
    /// The guess for each shape that somebody may say the file has.
    pub shapes: BTreeMap<TableLayout, Roles>,
}

/// A column as shown.
#[derive(Serialize)]
pub struct Column {
    pub name: String,
}

/// The first rows of a file, each with its line.
#[derive(Default)]
struct Head {
    numbers: Vec<u64>,
    rows: Vec<Vec<String>>,
    /// Whether the first row is marked as a comment.
    marked: bool,
}

impl Preview {
    /// Looks at the first bytes of a file; `whole` says that there are no more. Everything is guessed.
    ///
    /// # Errors
    /// Those of [`Preview::with`].
    pub fn of(head: &[u8], whole: bool) -> Result<Preview> {
        Preview::with(head, whole, &DialectOverrides::default())
    }

    /// As [`Preview::of`], with what a person has chosen.
    ///
    /// # Errors
    /// [`Error::EmptyFile`], [`Error::BinaryFile`], [`Error::RowTooLong`],
    /// [`Error::NoColumns`], [`Error::NoRows`]; [`Error::OptionUnknown`] for a choice that there is not.
    pub fn with(head: &[u8], whole: bool, choices: &DialectOverrides) -> Result<Preview> {
        let (text, encoding) = decoded(head, whole, choices.encoding.as_deref())?;
        Preview::of_text(&text, whole, (encoding.to_owned(), Source::Raw(choices.encoding.clone())), choices)
    }

    /// The same of text that was decoded already, from that encoding; so will be the rest of the file.
    ///
    /// # Errors
    /// As [`Preview::with`].
    pub fn of_decoded(head: &[u8], whole: bool, encoding: &str, choices: &DialectOverrides) -> Result<Preview> {
        // In UTF-8 whatever it was: faults have been replaced.
        let (text, _) = decoded(head, whole, Some(UTF_8))?;
        Preview::of_text(&text, whole, (encoding.to_owned(), Source::Decoded), choices)
    }

    /// Says that the file's bytes come decoded from now on: its head is the same either way, being ASCII.
    pub fn take_decoded(&mut self) {
        self.source = Source::Decoded;
    }

    fn of_text(
        text: &[u8],
        whole: bool,
        (encoding, source): (String, Source),
        choices: &DialectOverrides,
    ) -> Result<Preview> {
        let mut dialect = Dialect::guess(text, whole, choices)?;
        let mut head = Head::default();
        let mut reader = RowReader::new(&dialect);
        let mut keep = |row: &Row| {
            if head.rows.len() <= GUESSED_ROWS && (!row.comment || head.rows.is_empty()) {
                head.marked |= row.comment;
                head.numbers.push(row.number);
                head.rows.push(row.texts());
            }
            Ok(())
        };
        reader.push(text, &mut keep)?;
        if whole {
            reader.finish(&mut keep)?;
        }
        let Head { mut numbers, mut rows, marked } = head;
        let (width, cells) = (width(&rows), commonest_length(&rows));
        rows.iter_mut().for_each(|row| row.truncate(width));
        let first = rows.first().ok_or(if dialect.skip > 0 { Error::NoRows } else { Error::EmptyFile })?;
        let first_line = numbers.first().copied().unwrap_or(1);
        let marked = marked || dialect.header;
        dialect.header = choices.header.unwrap_or_else(|| marked || has_header(first, &rows[1..]));
        let mut columns = unique_names(dialect.header.then_some(first.as_slice()), width);
        if dialect.header {
            rows.remove(0);
            numbers.remove(0);
        }
        if let Some(name) = columns.first_mut().filter(|_| marked) {
            *name = name.trim_start_matches(['#', '/', ' ']).to_owned();
        }
        let Inference { roles, shape, reasons } = Inference::of(&columns, &rows);
        // A file of nothing but vectors needs no second column: its rows are its users.
        // One of nothing but names between commas may do, unless somebody says that it is to be cut elsewhere.
        let is_list = match choices.delimiter {
            Some(_) => layout::listed(&rows, 0, None) == Some(Listing::Vector),
            None => matches!(shape, TableLayout::List | TableLayout::Basket),
        };
        if width < 2 && !is_list {
            return Err(Error::NoColumns { found: width });
        }
        if rows.is_empty() {
            return Err(Error::NoRows);
        }
        let above = first_lines(text, &dialect);
        let first = first_line;
        Ok(Preview { encoding, dialect, columns, cells, roles, shape, reasons, source, above, first, numbers, rows })
    }

    /// What decodes the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::of`].
    pub fn decoder(&self) -> Result<TextDecoder> {
        match &self.source {
            Source::Raw(forced) => TextDecoder::of(forced.as_deref()),
            Source::Decoded => TextDecoder::of(Some(UTF_8)),
        }
    }

    /// What cuts it into rows.
    pub fn row_reader(&self) -> RowReader {
        RowReader::new(&self.dialect)
    }

    /// The shape that the file has if it is read with `roles`.
    pub fn shape_with(&self, roles: &Roles) -> TableLayout {
        match self.shape {
            _ if *roles == self.roles => self.shape,
            // Which cells are items does not show in the roles.
            TableLayout::Basket if roles.item.is_none() && roles.shape.is_none() => TableLayout::Basket,
            _ => roles.shape(&self.rows),
        }
    }

    /// The columns that are items if the file is read as wide with `roles`.
    pub fn item_columns(&self, roles: &Roles) -> Vec<usize> {
        roles.item_columns(&self.rows, self.columns.len())
    }

    /// The columns of a basket's items, where each has a cell of its own: all without a role if none look like them.
    pub fn basket_columns(&self, roles: &Roles) -> Vec<usize> {
        let found = layout::basket_columns(&self.columns, self.dialect.header, &self.rows, roles);
        if found.is_empty() { (0..self.columns.len()).filter(|&column| !roles.has(column)).collect() } else { found }
    }

    /// How the cells of the item's column are lists, if `shape` has such.
    pub(crate) fn listing(&self, roles: &Roles, shape: TableLayout) -> Option<Listing> {
        let column = roles.item.filter(|_| matches!(shape, TableLayout::List | TableLayout::Basket))?;
        layout::listed(&self.rows, column, None)
    }

    /// The first rows below the header.
    pub(crate) fn head(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// What the page shows of it.
    pub fn shown(&self) -> Shown {
        let Dialect { delimiter, quotes, header, skip, comment, .. } = self.dialect;
        Shown {
            encoding: self.encoding.clone(),
            delimiter,
            quotes,
            header,
            first: self.first,
            skip,
            above: self.above.clone(),
            comment,
            columns: self.columns.iter().map(|name| Column { name: name.clone() }).collect(),
            numbers: self.numbers.iter().take(SHOWN_ROWS).copied().collect(),
            rows: self.rows.iter().take(SHOWN_ROWS).map(|row| row.iter().map(|cell| cut(cell)).collect()).collect(),
            roles: self.roles,
            shape: self.shape,
            reasons: self.reasons.clone(),
            shapes: TableLayout::ALL
                .into_iter()
                .map(|shape| (shape, Inference::as_shape(&self.columns, &self.rows, shape).roles))
                .collect(),
        }
    }
}

/// The text of the head, and its encoding.
fn decoded(head: &[u8], whole: bool, forced: Option<&str>) -> Result<(Vec<u8>, &'static str)> {
    let mut text = Vec::new();
    let mut decoder = TextDecoder::of(forced)?;
    let mut keep = |part: &[u8]| {
        text.extend_from_slice(part);
        Ok(())
    };
    decoder.push(head, whole, &mut keep)?;
    // What the decoder still holds back of a head that was cut is not needed, unless it is all there is.
    if text.is_empty() && !whole {
        decoder = TextDecoder::of(forced)?;
        let mut keep = |part: &[u8]| {
            text.extend_from_slice(part);
            Ok(())
        };
        decoder.push(head, true, &mut keep)?;
    }
    Ok((text, decoder.encoding()))
}

/// How many columns there are: as many as the longest row has, but for those at its end that nobody uses.
fn width(rows: &[Vec<String>]) -> usize {
    let used = |row: &Vec<String>| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    rows.iter().map(used).max().unwrap_or(0)
}

fn commonest_length(rows: &[Vec<String>]) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    lengths.chunk_by(|a, b| a == b).max_by_key(|run| (run.len(), run[0])).map_or(0, |run| run[0])
}

fn first_lines(text: &[u8], dialect: &Dialect) -> Vec<String> {
    let is_break = |byte: &u8| *byte == b'\n' || dialect.returns && *byte == b'\r';
    let lines = text.split(is_break).take(dialect.skip as usize);
    let shown = lines.map(|line| cut(String::from_utf8_lossy(line).trim())).filter(|line| !line.is_empty());
    shown.take(SHOWN_ABOVE).collect()
}

fn cut(cell: &str) -> String {
    cell.chars().take(SHOWN_CHARACTERS).collect()
}
