//! Preview of a file: its head, with the encoding, dialect, layout and roles inferred from it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::ingest::csv::{Dialect, DialectOverrides, Quotes, RowReader};
use crate::ingest::encoding::TextDecoder;
use crate::ingest::lexicon::{has_header, unique_names};
use crate::ingest::schema::assignment::Table;
use crate::ingest::schema::dependency::{is_carried, is_merged};
use crate::ingest::schema::head::{
    Head, decode_head, is_report, lines_above, most_common_length, shortened, used_width,
};
use crate::ingest::schema::inference::Inference;
use crate::ingest::schema::layout::{ListFormat, basket_columns, item_columns, list_format};
use crate::ingest::schema::question::{Question, Refusal};
use crate::ingest::schema::roles::{Reasons, Roles, TableLayout};
use crate::ingest::values::{ItemFormat, filled_cells};

const UTF_8: &str = "utf-8";
/// Columns that are compared with one that may have been merged.
const MAX_MERGED: usize = 60;
/// Rows that a refusal shows.
const REFUSED_ROWS: usize = 3;
/// Rows that the summary shows.
const SHOWN_ROWS: usize = 8;

/// Head of a file, read once before the whole file is read with chosen roles.
#[derive(Clone, Debug)]
pub struct Preview {
    pub encoding: String,
    pub dialect: Dialect,
    pub columns: Vec<String>,
    /// Cells of most rows, empty ones at their ends included.
    pub cells: usize,
    pub roles: Roles,
    pub layout: TableLayout,
    /// Reason for each column's role.
    pub reasons: Reasons,
    /// Plausibility of the inference, 0–1: compares the tables inside one file.
    pub score: f64,
    /// Question that has to be answered before the file is read.
    pub question: Option<Question>,
    /// Reason why the table is none of purchases, as far as its inferred roles go.
    refusal: Option<Refusal>,
    /// Roles for each layout of [`TableLayout::ALL`].
    layouts: [Roles; 4],
    source: Source,
    /// First lines above the header.
    above: Vec<String>,
    /// Line of the header, or of the first row.
    first: u64,
    /// Line of each row.
    numbers: Vec<u64>,
    /// First rows below the header.
    rows: Vec<Vec<String>>,
}

/// Form in which the file's bytes arrive.
#[derive(Clone, Debug)]
enum Source {
    /// As in the file, in the encoding with this label, or in the detected one.
    Raw(Option<String>),
    /// Decoded already to UTF-8.
    Decoded,
}

/// Summary of a preview, as the page shows it.
#[derive(Serialize)]
pub struct PreviewSummary {
    pub encoding: String,
    pub delimiter: &'static str,
    pub quotes: Quotes,
    pub header: bool,
    /// Line of the header, or of the first row.
    pub first: u64,
    /// Number of lines above the header.
    pub skip: u32,
    /// The first of these lines.
    pub above: Vec<String>,
    /// Beginning of comment lines.
    pub comment: Option<&'static str>,
    pub columns: Vec<PreviewColumn>,
    /// Line of each row.
    pub numbers: Vec<u64>,
    /// First rows, long cells cut.
    pub rows: Vec<Vec<String>>,
    pub roles: Roles,
    #[serde(rename = "shape")]
    pub layout: TableLayout,
    pub reasons: Reasons,
    pub score: f64,
    pub question: Option<Question>,
    /// Roles for each layout that the user may choose.
    #[serde(rename = "shapes")]
    pub layouts: BTreeMap<TableLayout, Roles>,
}

/// A column of a preview.
#[derive(Serialize)]
pub struct PreviewColumn {
    pub name: String,
}

impl Preview {
    /// Preview of the first bytes of a file, or of all of them where they are `complete`. Everything is inferred.
    ///
    /// # Errors
    /// Those of [`Preview::with`].
    pub fn of(head: &[u8], complete: bool) -> Result<Preview> {
        Preview::with(head, complete, &DialectOverrides::default())
    }

    /// As [`Preview::of`], with parts of the dialect chosen by the user.
    ///
    /// # Errors
    /// [`Error::EmptyFile`], [`Error::BinaryFile`], [`Error::FormatsNeeded`], [`Error::RowTooLong`],
    /// [`Error::NoColumns`], [`Error::NoRows`]; [`Error::OptionUnknown`] for an override with an unknown value.
    pub fn with(head: &[u8], complete: bool, overrides: &DialectOverrides) -> Result<Preview> {
        let (text, encoding) = decode_head(head, complete, overrides.encoding.as_deref())?;
        let source = Source::Raw(overrides.encoding.clone());
        Preview::of_text(&text, complete, (encoding.to_owned(), source), overrides)
    }

    /// As [`Preview::with`], of text already decoded from `encoding`, as the rest of the file will be.
    ///
    /// # Errors
    /// As [`Preview::with`].
    pub fn of_decoded(head: &[u8], complete: bool, encoding: &str, overrides: &DialectOverrides) -> Result<Preview> {
        let (text, _) = decode_head(head, complete, Some(UTF_8))?;
        Preview::of_text(&text, complete, (encoding.to_owned(), Source::Decoded), overrides)
    }

    /// Expects the file's bytes to arrive decoded from now on; its head, being ASCII, is the same either way.
    pub fn expect_decoded(&mut self) {
        self.source = Source::Decoded;
    }

    fn of_text(
        text: &[u8],
        complete: bool,
        (encoding, source): (String, Source),
        overrides: &DialectOverrides,
    ) -> Result<Preview> {
        let mut dialect = Dialect::guess(text, complete, overrides)?;
        let Head { mut numbers, mut rows, is_comment } = Head::read(text, complete, &dialect)?;
        let (width, cells) = (used_width(&rows), most_common_length(&rows));
        rows.iter_mut().for_each(|row| row.truncate(width));
        let first = rows.first().ok_or(if dialect.skip > 0 { Error::NoRows } else { Error::EmptyFile })?;
        let first_line = numbers.first().copied().unwrap_or(1);
        let is_certain = is_comment || dialect.header;
        dialect.header = overrides.header.unwrap_or_else(|| is_certain || has_header(first, &rows[1..]));
        let mut columns = unique_names(dialect.header.then_some(first.as_slice()), width);
        if dialect.header {
            rows.remove(0);
            numbers.remove(0);
        }
        // "# de venta" is a number in Spanish.
        if let Some(name) = columns.first_mut().filter(|name| is_certain && !name.starts_with("# de ")) {
            let bare = name.trim_start_matches(['#', '/', ' ']);
            if !bare.is_empty() {
                *name = bare.to_owned();
            }
        }
        let table = Table::of(&columns, &rows);
        let Inference { roles, layout, reasons, score, question, refusal } = Inference::of(&table);
        let layouts = TableLayout::ALL.map(|layout| Inference::with_layout(&table, layout).roles);
        // A file of vectors alone needs no second column: its rows are its users. A file of lists of names alone is
        // accepted as well, unless the user has chosen another delimiter.
        let is_list = match overrides.delimiter {
            Some(_) => list_format(&rows, 0, None) == Some(ListFormat::Vector),
            None => matches!(layout, TableLayout::List | TableLayout::Basket),
        };
        if width < 2 && !is_list {
            return Err(Error::NoColumns { found: width });
        }
        if rows.is_empty() {
            return Err(Error::NoRows);
        }
        let refusal = refusal.or_else(|| is_report(&rows).then_some(Refusal { taken: "report", missing: "table" }));
        let above = lines_above(text, &dialect);
        let first = first_line;
        Ok(Preview {
            encoding,
            dialect,
            columns,
            cells,
            roles,
            layout,
            reasons,
            score,
            question,
            refusal,
            layouts,
            source,
            above,
            first,
            numbers,
            rows,
        })
    }

    /// Decoder of the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::of`].
    pub fn decoder(&self) -> Result<TextDecoder> {
        match &self.source {
            Source::Raw(label) => TextDecoder::of(label.as_deref()),
            Source::Decoded => TextDecoder::of(Some(UTF_8)),
        }
    }

    /// Reader of the file's rows.
    pub fn row_reader(&self) -> RowReader {
        RowReader::new(&self.dialect)
    }

    /// Layout of the file if it is read with `roles`.
    pub fn layout_with(&self, roles: &Roles) -> TableLayout {
        match self.layout {
            _ if *roles == self.roles => self.layout,
            // The columns of a basket's items are not part of the roles.
            TableLayout::Basket if roles.item.is_none() && roles.layout.is_none() => TableLayout::Basket,
            _ => roles.layout_of(&self.rows),
        }
    }

    /// Columns of items if the file is read as a wide table with `roles`.
    pub fn item_columns(&self, roles: &Roles) -> Vec<usize> {
        item_columns(roles, &self.rows, self.columns.len(), &self.columns)
    }

    /// Columns of users, times, events and segments whose cells stand on the first line of an order only, or of a merged
    /// area, and hold for all its lines.
    pub(crate) fn carried_columns(&self, roles: &Roles, layout: TableLayout) -> Vec<usize> {
        if layout != TableLayout::Long {
            return Vec::new();
        }
        let columns = [roles.user, roles.time, roles.event, roles.segment].into_iter().flatten();
        let by_order: Vec<usize> = match roles.order {
            Some(order) => columns.clone().filter(|&column| is_carried(&self.rows, order, column)).collect(),
            None => Vec::new(),
        };
        if !by_order.is_empty() {
            return by_order;
        }
        let all: Vec<usize> =
            (0..self.columns.len().min(MAX_MERGED)).filter(|&column| roles.item != Some(column)).collect();
        columns.filter(|&column| is_merged(&self.rows, column, &all)).collect()
    }

    /// Columns of a basket's items where each has its own cell; all columns without a role if none are recognised.
    pub fn basket_columns(&self, roles: &Roles) -> Vec<usize> {
        let found = basket_columns(&self.columns, self.dialect.header, &self.rows, roles);
        if found.is_empty() { (0..self.columns.len()).filter(|&column| !roles.has(column)).collect() } else { found }
    }

    /// Format of the lists in the item column, if `layout` has lists.
    pub(crate) fn list_format(&self, roles: &Roles, layout: TableLayout) -> Option<ListFormat> {
        match (layout, roles.item) {
            (TableLayout::List | TableLayout::Basket, Some(column)) => list_format(&self.rows, column, None),
            // Each place of a basket may hold keys and values.
            (TableLayout::Basket, None) => {
                let columns = self.basket_columns(roles);
                let cells = columns.iter().flat_map(|&column| filled_cells(&self.rows, column));
                let format = ItemFormat::guess(&cells.map(String::as_str).collect::<Vec<_>>())?;
                matches!(format, ItemFormat::Pairs | ItemFormat::Json).then_some(ListFormat::Items(format))
            }
            _ => None,
        }
    }

    /// Checks that the table is believable as one of purchases; roles that the user has chosen always are.
    ///
    /// # Errors
    /// [`Error::NoPurchases`], with the first rows.
    pub(crate) fn check_purchases(&self, roles: &Roles) -> Result<()> {
        let Some(Refusal { taken, missing }) = self.refusal.filter(|_| *roles == self.roles) else { return Ok(()) };
        let row = |row: &Vec<String>| row.iter().map(|cell| shortened(cell)).collect::<Vec<_>>().join(" · ");
        let rows = self.rows.iter().take(REFUSED_ROWS).map(row).collect::<Vec<_>>().join(" | ");
        Err(Error::NoPurchases { taken, missing, rows })
    }

    /// First rows below the header.
    pub(crate) fn head(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Summary for the page.
    pub fn summary(&self) -> PreviewSummary {
        let Dialect { delimiter, quotes, header, skip, comment, .. } = self.dialect;
        PreviewSummary {
            encoding: self.encoding.clone(),
            delimiter,
            quotes,
            header,
            first: self.first,
            skip,
            above: self.above.clone(),
            comment,
            columns: self.columns.iter().map(|name| PreviewColumn { name: name.clone() }).collect(),
            numbers: self.numbers.iter().take(SHOWN_ROWS).copied().collect(),
            rows: self
                .rows
                .iter()
                .take(SHOWN_ROWS)
                .map(|row| row.iter().map(|cell| shortened(cell)).collect())
                .collect(),
            roles: self.roles,
            layout: self.layout,
            reasons: self.reasons.clone(),
            score: self.score,
            question: self.question.clone(),
            layouts: TableLayout::ALL.into_iter().zip(self.layouts).collect(),
        }
    }
}
