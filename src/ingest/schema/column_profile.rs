//! Profile of a column: figures of its first cells, by which roles are inferred.

use std::collections::{HashMap, HashSet};

use crate::ingest::schema::events::EventClass;
use crate::ingest::values::{filled_cells, is_binary};

/// Limit of the distinct cells in a column of events.
pub(crate) const MAX_EVENT_TYPES: usize = 24;

/// Figures of a column's first cells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ColumnProfile {
    /// Cells that are not blank.
    pub filled: usize,
    /// Different cells among them.
    pub distinct: usize,
    numbers: usize,
    fractions: usize,
    dates: usize,
    timestamps: usize,
    events: usize,
    asins: usize,
    texts: usize,
    binary: usize,
    digits: usize,
    /// Numbers that are their predecessor plus one.
    increments: usize,
    /// Numbers that are smaller than their predecessor.
    decreases: usize,
    smallest: f64,
    largest: f64,
    sum: f64,
}

impl ColumnProfile {
    /// Profile of one column of rows.
    pub fn of_column(rows: &[Vec<String>], column: usize) -> ColumnProfile {
        ColumnProfile::of_cells(filled_cells(rows, column))
    }

    /// Profile of cells that are not blank.
    pub fn of_cells<'a>(cells: impl Iterator<Item = &'a String>) -> ColumnProfile {
        let mut profile =
            ColumnProfile { smallest: f64::INFINITY, largest: f64::NEG_INFINITY, ..ColumnProfile::default() };
        let mut seen = HashSet::new();
        let mut before: Option<f64> = None;
        for cell in cells {
            let cell = cell.trim();
            profile.filled += 1;
            seen.insert(cell);
            profile.binary += usize::from(is_binary(cell));
            profile.digits += usize::from(cell.bytes().all(|byte| byte.is_ascii_digit()));
            profile.dates += usize::from(is_date(cell));
            profile.events += usize::from(EventClass::of(cell) != EventClass::Unknown);
            profile.asins += usize::from(is_asin(cell));
            let value: Option<f64> = cell.parse().ok().filter(|value: &f64| value.is_finite());
            if let Some(value) = value {
                profile.numbers += 1;
                profile.fractions += usize::from(value.fract() != 0.0 || cell.contains('.'));
                profile.timestamps += usize::from(is_unix_time(value) && value.fract() == 0.0);
                profile.smallest = profile.smallest.min(value);
                profile.largest = profile.largest.max(value);
                profile.sum += value;
                profile.increments += usize::from(before == Some(value - 1.0));
                profile.decreases += usize::from(before.is_some_and(|before| before > value));
            } else if cell.contains(' ') || cell.chars().filter(|c| c.is_alphabetic()).count() * 2 > cell.len() {
                profile.texts += 1;
            }
            before = value;
        }
        profile.distinct = seen.len();
        profile
    }

    /// Whether `count` is nearly all cells.
    fn nearly_all(&self, count: usize) -> bool {
        self.filled > 0 && count * 20 >= self.filled * 19
    }

    /// Whether the cells are dates, or seconds or milliseconds since 1970.
    pub fn is_time(&self) -> bool {
        self.nearly_all(self.dates) || (self.nearly_all(self.timestamps) && (self.distinct > 1 || self.filled == 1))
    }

    /// Whether the cells are words such as view, cart and buy.
    pub fn is_event(&self) -> bool {
        self.nearly_all(self.events) && self.numbers == 0 && self.distinct <= MAX_EVENT_TYPES
    }

    /// Whether the cells are ids of Amazon's items, or ISBNs.
    pub fn is_asin(&self) -> bool {
        self.nearly_all(self.asins)
    }

    /// Whether the cells are ratings: few different small numbers, most of them in the upper half of their scale.
    pub fn is_rating(&self) -> bool {
        let middle = (self.smallest.max(0.0) + self.largest) / 2.0;
        self.nearly_all(self.numbers)
            && self.smallest >= 0.0
            && self.largest <= 10.0
            && (2..=21).contains(&self.distinct)
            && self.largest > 1.0
            // Users are often in ascending order, ratings never.
            && self.decreases > 0
            && self.sum / self.numbers as f64 >= middle * 0.9
    }

    /// Whether the cells may be ids: no times, events, row numbers, constants or ratings.
    pub fn can_be_id(&self) -> bool {
        let is_row_number = self.filled > 2 && self.increments + 1 == self.filled;
        let is_constant = self.distinct == 1 && self.filled > 2;
        !(self.is_time()
            || self.is_event()
            || is_row_number
            || is_constant
            || self.filled == 0
            || self.is_small_number())
            && self.is_textual()
    }

    fn is_small_number(&self) -> bool {
        self.is_rating() && self.filled > 20
    }

    /// Whether the cells are neither times nor mostly fractions.
    pub fn is_textual(&self) -> bool {
        !self.is_time() && self.fractions * 2 < self.filled.max(1)
    }

    /// Whether most cells are text with words.
    pub fn is_words(&self) -> bool {
        self.filled > 0 && self.texts * 2 > self.filled
    }

    /// Whether all cells are text.
    pub fn is_never_numeric(&self) -> bool {
        self.filled > 0 && self.numbers == 0 && self.texts == self.filled
    }

    /// Whether at most half of the cells are 0/1 flags.
    pub fn is_not_binary(&self) -> bool {
        self.binary * 2 <= self.filled
    }

    /// Largest number, at least 0.
    pub fn largest(&self) -> f64 {
        self.largest.max(0.0)
    }

    /// Whether most cells consist of digits.
    pub fn is_numeric_code(&self) -> bool {
        self.digits * 2 > self.filled
    }

    /// Whether any cell occurs twice.
    pub fn repeats(&self) -> bool {
        self.distinct < self.filled
    }
}

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

/// Whether a number is a time from 1990 to 2050 in seconds, milliseconds or microseconds since 1970.
fn is_unix_time(value: f64) -> bool {
    [1.0, 1e3, 1e6].iter().any(|unit| (631_152_000.0 * unit..2_524_608_000.0 * unit).contains(&value))
}

/// Whether a cell is a year, a month and a day in any order with separators, or eight digits that begin with a year.
fn is_date(cell: &str) -> bool {
    let date = cell.split([' ', 'T']).next().unwrap_or(cell);
    let parts: Vec<&str> = date.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let numeric = parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let named = parts.len() == 3 && parts[1].len() >= 3 && parts[1].chars().all(char::is_alphabetic);
    let compact = date.len() == 8
        && (date.starts_with("19") || date.starts_with("20"))
        && date.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=12).contains(&date.get(4..6).and_then(|month| month.parse().ok()).unwrap_or(0))
        && (1..=31).contains(&date.get(6..8).and_then(|day| day.parse().ok()).unwrap_or(0));
    (parts.len() == 3 && (numeric || named)) || compact
}

/// Whether a cell is an id of Amazon's: ten characters, an ISBN or `B0…`.
fn is_asin(cell: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    cell.len() == 10 && cell.is_ascii() && ((cell.starts_with("B0") && digits(cell) >= 2) || digits(&cell[..9]) == 9)
}
