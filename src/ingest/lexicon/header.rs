//! Headers: whether the first row of a file names its columns, and unique names for them.

use std::collections::{HashMap, HashSet};

use crate::ingest::lexicon::column_type::without_type;
use crate::ingest::lexicon::dictionary::{is_known, name_key};
use crate::ingest::values::{is_binary_list, parse_flag};

/// Whether the first row of a file names its columns: it contains a known name, or one name with consecutive numbers;
/// or none of its cells is a number, a list or empty while rows below have numbers or lists, or ids with digits are
/// below a cell without digits; or nothing but its first cell is empty, as above an index or the rows of a pivot table.
pub(crate) fn has_header(first: &[String], below: &[Vec<String>]) -> bool {
    let is_value = |cell: &String| cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok() || is_binary_list(cell);
    if first.iter().any(|cell| is_name(cell)) || numbers_columns(first, below.iter().map(Vec::as_slice)) {
        return true;
    }
    if let Some((index, names)) = first.split_first().filter(|(index, _)| index.trim().is_empty()) {
        // Tables that are drawn with lines have nothing before the first line of each row.
        let rows = || below.iter().filter_map(|row| row.split_first()).filter(|(_, rest)| !rest.is_empty());
        if !names.is_empty() && rows().next().is_some() && rows().all(|(cell, _)| cell.trim() == index.trim()) {
            return has_header(names, &rows().map(|(_, rest)| rest.to_vec()).collect::<Vec<_>>());
        }
        return is_header_of_index(first, below);
    }
    if first.iter().any(is_value) {
        return false;
    }
    let is_date = |cell: &String| cell.len() >= 8 && cell.bytes().filter(u8::is_ascii_digit).count() * 2 > cell.len();
    if first.iter().any(is_date) {
        return false;
    }
    if is_above_flags(first, below) {
        return true;
    }
    let has_digit = |cell: &String| cell.bytes().any(|byte| byte.is_ascii_digit());
    // A single row is no table: its words name columns without rows.
    if below.is_empty() {
        return first.len() > 1 && !first.iter().any(has_digit);
    }
    let has_ids_below = (0..first.len()).any(|column| {
        let mut cells = below.iter().filter_map(|row| row.get(column)).peekable();
        !has_digit(&first[column]) && cells.peek().is_some() && cells.all(has_digit)
    });
    has_ids_below || below.iter().flatten().any(|cell| is_value(cell) || is_date(cell))
}

/// Whether columns of yes and no stand below cells that are neither.
fn is_above_flags(first: &[String], below: &[Vec<String>]) -> bool {
    let is_flags = |&column: &usize| {
        let mut cells =
            below.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty()).peekable();
        parse_flag(&first[column]).is_none() && cells.peek().is_some() && cells.all(|cell| parse_flag(cell).is_some())
    };
    below.len() >= 3 && (0..first.len()).filter(is_flags).take(2).count() == 2
}

/// Whether the first row, whose first cell is empty, names the columns beside an index: each of its other cells is a
/// word, occurs once and not in the column below it, where all rows have an index.
fn is_header_of_index(first: &[String], below: &[Vec<String>]) -> bool {
    let names = || first.iter().skip(1).map(|cell| cell.trim());
    let is_word = |name: &str| name.chars().any(char::is_alphabetic) && !is_binary_list(name);
    let is_unique = || names().collect::<HashSet<&str>>().len() + 1 == first.len();
    let has_index = || below.iter().all(|row| row.first().is_some_and(|cell| !cell.trim().is_empty()));
    let recurs = || below.iter().any(|row| names().zip(row.iter().skip(1)).any(|(name, cell)| name == cell.trim()));
    let is_numeric = |cell: &String| cell.trim().parse::<f64>().is_ok();
    // Two columns are an index and one more only if the index counts.
    let is_wide = || first.len() > 2 || below.iter().all(|row| row.first().is_some_and(is_numeric));
    !below.is_empty() && names().all(is_word) && first.len() > 1 && is_unique() && has_index() && !recurs() && is_wide()
}

/// Whether the cells are numbered names of columns: [`is_numbered`], and none of them occurs in the rows below, as ids
/// would.
pub(crate) fn numbers_columns<'a>(cells: &[String], mut below: impl Iterator<Item = &'a [String]>) -> bool {
    is_numbered(cells) && {
        let names: HashSet<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        below.all(|row| row.iter().all(|cell| !names.contains(cell.trim())))
    }
}

/// Whether the cells are one name with consecutive numbers from 1: `item1`, `item2`, `item3`.
pub(crate) fn is_numbered(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let stem = filled.first().and_then(|cell| cell.strip_suffix('1'));
    let Some(stem) = stem.filter(|stem| stem.chars().any(char::is_alphabetic)) else { return false };
    let is_next = |(place, cell): (usize, &&str)| cell.strip_prefix(stem) == Some(&*(place + 1).to_string());
    filled.len() >= 2 && filled.iter().enumerate().all(is_next)
}

/// Whether a cell is a name of the dictionary, perhaps with a type behind it.
pub(crate) fn is_name(cell: &str) -> bool {
    // Longer than any name, in bytes: long cells need no lookup.
    const MAX_NAME: usize = 64;
    cell.len() <= MAX_NAME && is_known(&name_key(without_type(cell)))
}

/// Unique names for `width` columns: the header's cells, `#3` for an empty or missing one, `name (2)` for a repeated
/// one.
pub(crate) fn unique_names(header: Option<&[String]>, width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    // Each name with its last number, so that n equal names take n steps.
    let mut seen: HashMap<String, u32> = HashMap::new();
    for index in 0..width {
        let cell = header.and_then(|cells| cells.get(index)).map(|cell| cell.trim()).unwrap_or_default();
        let base = if cell.is_empty() { format!("#{}", index + 1) } else { cell.to_owned() };
        let mut count = seen.get(&base).copied().unwrap_or(1);
        let mut name = base.clone();
        while seen.contains_key(&name) {
            count += 1;
            name = format!("{base} ({count})");
        }
        seen.insert(base, count);
        seen.entry(name.clone()).or_insert(1);
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests;
