//! The names of columns: whether a file has any, what they are, and which roles they suggest.

use std::collections::{HashMap, HashSet};

use crate::ingest::lexicon::dictionary::{self, key};
use crate::ingest::values::cell::is_list;

/// Whether the first row of a file names its columns: a known name is in it, or one name with numbers, or no cell
/// of it is a number, a list or empty while the rows below have numbers or lists, or ids with digits
/// stand below a cell without any.
pub fn has_header(first: &[String], below: &[Vec<String>]) -> bool {
    let known = |cell: &String| is_name(cell);
    let valued = |cell: &String| cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok() || is_list(cell);
    if first.iter().any(known) || numbers_columns(first, below.iter().map(Vec::as_slice)) {
        return true;
    }
    if first.iter().any(valued) {
        return false;
    }
    let dated = |cell: &String| cell.len() >= 8 && cell.bytes().filter(u8::is_ascii_digit).count() * 2 > cell.len();
    if first.iter().any(dated) {
        return false;
    }
    let has_digit = |cell: &String| cell.bytes().any(|byte| byte.is_ascii_digit());
    // One row alone is no table: its words are names of columns, and nothing below them.
    if below.is_empty() {
        return first.len() > 1 && !first.iter().any(has_digit);
    }
    let numbered_below = (0..first.len()).any(|column| {
        let mut cells = below.iter().filter_map(|row| row.get(column)).peekable();
        !has_digit(&first[column]) && cells.peek().is_some() && cells.all(has_digit)
    });
    numbered_below || below.iter().flatten().any(|cell| valued(cell) || dated(cell))
}

/// Whether the cells number columns: [`is_numbered`], and none of them stands in the rows below, as ids would.
pub(crate) fn numbers_columns<'a>(cells: &[String], mut below: impl Iterator<Item = &'a [String]>) -> bool {
    is_numbered(cells) && {
        let names: HashSet<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        below.all(|row| row.iter().all(|cell| !names.contains(cell.trim())))
    }
}

/// Whether the cells are one name with the numbers from 1 on: `item1`, `item2`, `item3`.
pub(crate) fn is_numbered(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let stem = filled.first().and_then(|cell| cell.strip_suffix('1'));
    let Some(stem) = stem.filter(|stem| stem.chars().any(char::is_alphabetic)) else { return false };
    let is_next = |(place, cell): (usize, &&str)| cell.strip_prefix(stem) == Some(&*(place + 1).to_string());
    filled.len() >= 2 && filled.iter().enumerate().all(is_next)
}

/// Whether a cell is a name that the dictionary knows.
pub(crate) fn is_name(cell: &str) -> bool {
    // No name is that long; most cells of a long text are not looked at.
    const LONGEST: usize = 64;
    cell.len() <= LONGEST && dictionary::known(&key(cell))
}

/// Unique names for `width` columns: the header's cells, `#3` where one is empty or
/// missing, `name (2)` where one stands twice.
pub fn unique_names(header: Option<&[String]>, width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    // Each name with the number to try next, so that a thousand equal names take a thousand steps.
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
