//! Dependencies between columns: what stands in one follows from what stands in another.

use std::collections::{HashMap, HashSet};

/// Whether rows with equal cells in the column `key` have equal cells in `column`, but for rare exceptions; false where
/// no key repeats, unless the cells of `column` are all different.
pub(crate) fn determines(rows: &[Vec<String>], key: usize, column: usize) -> bool {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let (mut equal, mut different) = (0, 0);
    for row in rows {
        let (Some(key), Some(cell)) = (row.get(key), row.get(column)) else { continue };
        match seen.insert(key, cell) {
            Some(before) if before == cell => equal += 1,
            Some(_) => different += 1,
            None => {}
        }
    }
    let distinct: HashSet<&&str> = seen.values().collect();
    different * 20 <= equal && distinct.len() > 1 && (equal > 0 || distinct.len() == seen.len())
}

/// Share of the repeated cells of the column `key` that have the same cell in `column` as before, both filled; `None`
/// where fewer than `min` different cells repeat: a customer may buy the same thing again and again.
pub(crate) fn dependency(rows: &[Vec<String>], key: usize, column: usize, min: usize) -> Option<f64> {
    let mut seen: HashMap<&str, (&str, usize)> = HashMap::new();
    let (mut equal, mut all, mut repeated) = (0, 0, 0);
    for row in rows {
        let (key, cell) = (cell(row, key), cell(row, column));
        if key.is_empty() || cell.is_empty() {
            continue;
        }
        let (before, repeats) = seen.entry(key).or_insert((cell, usize::MAX));
        *repeats = repeats.wrapping_add(1);
        if *repeats > 0 {
            all += 1;
            equal += usize::from(*before == cell);
            repeated += usize::from(*repeats == 1);
        }
        *before = cell;
    }
    (repeated >= min).then(|| equal as f64 / all as f64)
}

/// Whether `column` is filled on the first line of each order only.
pub(crate) fn is_carried(rows: &[Vec<String>], order: usize, column: usize) -> bool {
    let (mut repeats, mut blank, mut firsts, mut filled) = (0, 0, 0, 0);
    let mut before = None;
    for row in rows {
        let id = cell(row, order);
        let is_blank = cell(row, column).is_empty();
        if !id.is_empty() && before == Some(id) {
            repeats += 1;
            blank += usize::from(is_blank);
        } else {
            firsts += 1;
            filled += usize::from(!is_blank);
        }
        before = Some(id);
    }
    repeats >= 2 && blank * 10 >= repeats * 9 && filled * 2 >= firsts
}

/// Filled cells from which on blank ones below them were merged with them.
const MIN_MERGED: usize = 8;

/// Whether `column` and another one are blank in the same rows, as where merged cells were taken apart: a value then
/// stands for the rows below it. Rows of guests lack a customer alone.
pub(crate) fn is_merged(rows: &[Vec<String>], column: usize, others: &[usize]) -> bool {
    let is_blank = |row: &Vec<String>, column: usize| cell(row, column).is_empty();
    let blank = rows.iter().filter(|row| is_blank(row, column)).count();
    let starts = rows.first().is_some_and(|row| !is_blank(row, column));
    let repeats =
        rows.windows(2).filter(|pair| !is_blank(&pair[1], column) && cell(&pair[0], column) == cell(&pair[1], column));
    let partners = others.iter().filter(|&&other| other != column).filter(|&&other| {
        let differ = rows.iter().filter(|row| is_blank(row, column) != is_blank(row, other)).count();
        differ * 50 <= rows.len()
    });
    // One customer may have two orders in a row, if more than one column shows where an order begins.
    let is_certain = match partners.count() {
        // Half of all rows and more without a customer are no guests.
        0 => repeats.count() == 0 && blank * 2 >= rows.len() && rows.len() - blank >= MIN_MERGED,
        1 => repeats.count() == 0,
        _ => true,
    };
    starts && blank * 5 >= rows.len() && blank < rows.len() && is_certain
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |cell| cell.trim())
}
