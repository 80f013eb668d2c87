//! Tables that need more than a delimiter: rows quoted as a whole, and columns between blanks.

use std::borrow::Cow;

use crate::ingest::csv::head::{HeadRow, common_width};
use crate::ingest::csv::quoting::{QUOTE, is_break};
use crate::ingest::csv::wrapping::unwrapped;
use crate::ingest::values::is_binary;

/// Share of the lines that are quoted as a whole: a header may be written without marks.
const MIN_WRAPPED: f64 = 0.6;
/// Share of the rows with one length.
const MIN_REGULAR: f64 = 0.9;
/// Rows that show that blanks separate columns, and the limit of these columns: lists of numbers may have one length,
/// too, and are longer.
const MIN_ROWS: usize = 3;
const MAX_COLUMNS: usize = 10;
/// Columns of ids and numbers among those between blanks, and the share of their cells with digits: a line is ruled
/// below some headers, and a count stands below the last row.
const MIN_NUMERIC: usize = 2;
const MIN_DIGITS: f64 = 0.9;

/// Text without the marks around its rows; `None` where most rows are not quoted as a whole.
pub(crate) fn unwrapped_rows(text: &[u8]) -> Option<Vec<u8>> {
    // A look at the first line is enough for most files.
    let first = text.split(|&byte| is_break(byte)).find(|line| !line.is_empty())?;
    let second = || text.split(|&byte| is_break(byte)).filter(|line| !line.is_empty()).nth(1);
    if unwrapped(first).is_none() && second().is_none_or(|line| unwrapped(line).is_none()) {
        return None;
    }
    let (mut wrapped, mut lines) = (0_usize, 0_usize);
    let mut output = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|&byte| is_break(byte)) {
        let length = line.iter().rposition(|&byte| !is_break(byte)).map_or(0, |last| last + 1);
        let (line, end) = line.split_at(length);
        let inner = unwrapped(line);
        lines += usize::from(!line.is_empty());
        wrapped += usize::from(inner.is_some());
        output.extend_from_slice(&inner.unwrap_or(Cow::Borrowed(line)));
        output.extend_from_slice(end);
    }
    (lines > 1 && wrapped as f64 >= MIN_WRAPPED * lines as f64).then_some(output)
}

/// Whether rows that were quoted as a whole are those of a table, and not lists in a single column.
pub(crate) fn is_wrapped_table(rows: &[HeadRow], text: &[u8]) -> bool {
    let width = common_width(rows.iter());
    let regular = rows.iter().filter(|row| row.cells.len() == width).count();
    // A vector is one cell, whose marks protect its commas.
    let is_vector = |row: &HeadRow| row.cells.first().is_some_and(|cell| cell.starts_with(['[', '{', '(']));
    let has_numbers = || (0..width).any(|column| is_column_of(rows, column, is_number));
    width > 1
        && !rows.iter().any(is_vector)
        && regular as f64 >= MIN_REGULAR * rows.len() as f64
        && (text.contains(&QUOTE) || rows.first().is_some_and(|row| row.names() > 0) || has_numbers())
}

/// Whether rows cut at their blanks are those of a table: all of one length, and ids or numbers in them.
pub(crate) fn is_table_of_blanks(rows: &[HeadRow]) -> bool {
    let rows: Vec<&HeadRow> = rows.iter().filter(|row| !row.comment).collect();
    let width = common_width(rows.iter().copied());
    let regular = rows.iter().filter(|row| row.cells.len() == width).count();
    if rows.len() < MIN_ROWS
        || !(2..=MAX_COLUMNS).contains(&width)
        || (regular as f64) < MIN_REGULAR * rows.len() as f64
    {
        return false;
    }
    // A matrix of flags is a list of vectors.
    if rows.iter().all(|row| row.cells.iter().all(|cell| is_binary(cell))) {
        return false;
    }
    let has_digit: fn(&str) -> bool = |cell| cell.bytes().any(|byte| byte.is_ascii_digit());
    let share = |column: usize, is: fn(&str) -> bool| {
        let cells = || rows.iter().skip(1).filter_map(|row| row.cells.get(column));
        cells().filter(|cell| is(cell)).count() as f64 / cells().count().max(1) as f64
    };
    let ids = (0..width).filter(|&column| share(column, has_digit) >= MIN_DIGITS);
    ids.count() >= MIN_NUMERIC && (0..width).any(|column| share(column, is_number) >= MIN_DIGITS)
}

fn is_column_of(rows: &[HeadRow], column: usize, is: fn(&str) -> bool) -> bool {
    rows.len() > 1 && rows.iter().skip(1).filter_map(|row| row.cells.get(column)).all(|cell| is(cell))
}

fn is_number(cell: &str) -> bool {
    cell.trim().parse::<f64>().is_ok_and(f64::is_finite)
}
