//! Beginning of the table: what stands above it, and whether its header is written as a comment.

use crate::ingest::csv::head::{HeadRow, common_width};
use crate::ingest::lexicon::numbers_columns;

/// Rows that are searched for the names of columns.
pub(crate) const NAMED_ROWS: usize = 20;
/// Share of rows with one length that makes a shorter row above them a title.
const REGULAR_SHARE: f64 = 0.9;

/// Beginning of the table.
pub(crate) struct TableStart {
    /// Rows of the head above the table.
    pub above: usize,
    /// Whether the header is written as a comment.
    pub header_is_comment: bool,
    /// Cells of most rows.
    pub width: usize,
}

pub(crate) fn table_start(head: &[HeadRow], skip_titles: bool) -> TableStart {
    let rows: Vec<&HeadRow> = head.iter().filter(|row| !row.comment).collect();
    let width = common_width(rows.iter().copied());
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
        let below: Vec<&&HeadRow> = rows[place + 1..].iter().filter(|row| !is_ruled(row)).collect();
        let as_long = below.iter().filter(|row| row.cells.len().abs_diff(rows[place].cells.len()) <= 1).count() as f64;
        let is_certain = has_numbered_columns(place) || as_long >= REGULAR_SHARE * below.len() as f64;
        return if is_widest && is_certain { place } else { 0 };
    }
    // A blank line below a short row parts it from the table.
    let is_apart = |place: usize| {
        let gap = rows.get(place + 1).is_some_and(|next| next.number > rows[place].number + 1);
        gap && rows[place].cells.len() < width
    };
    let titles = (0..rows.len()).take_while(|&place| is_title(rows[place], width) || is_apart(place)).count();
    let below: Vec<&&HeadRow> = rows[titles..].iter().filter(|row| !is_ruled(row)).collect();
    let regular = below.iter().filter(|row| row.cells.len() == width).count() as f64;
    if !below.is_empty() && regular >= REGULAR_SHARE * below.len() as f64 { titles } else { 0 }
}

/// Label above the columns of a pivot table of Excel, in the languages in which it is known.
const PIVOT_TITLES: [&str; 9] = [
    "Column Labels",
    "列标签",
    "欄標籤",
    "列ラベル",
    "열 레이블",
    "Spaltenbeschriftungen",
    "Étiquettes de colonnes",
    "Etiquetas de columna",
    "Названия столбцов",
];

/// Whether a row has far fewer cells than most, and words in them; or is ruled, as databases draw their tables.
fn is_title(row: &HeadRow, width: usize) -> bool {
    if is_ruled(row) || row.cells.iter().any(|cell| PIVOT_TITLES.contains(&cell.trim())) {
        return true;
    }
    let is_short = row.filled() <= 1 && width > 2 || row.cells.len() < width && row.filled() * 2 <= width.max(2);
    is_short && row.cells.iter().any(|cell| cell.chars().any(char::is_alphabetic))
}

/// Whether a row is a line of hyphens and crosses: `+----+---------+`.
fn is_ruled(row: &HeadRow) -> bool {
    let [cell] = row.cells.as_slice() else { return false };
    let line = cell.trim();
    line.contains("---") && line.chars().all(|sign| matches!(sign, '-' | '+' | '=' | ' '))
}
