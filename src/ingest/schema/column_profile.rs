//! What the first cells of a column look like.

use std::collections::{HashMap, HashSet};

use crate::ingest::schema::events::EventClass;
use crate::ingest::values::cell::filled;
use crate::ingest::values::cell::is_binary;

/// Figures of a column's first cells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ColumnProfile {
    /// Cells that are not blank, and how many different ones.
    pub filled: usize,
    pub kinds: usize,
    numbers: usize,
    fractions: usize,
    dates: usize,
    stamps: usize,
    events: usize,
    asins: usize,
    worded: usize,
    binary: usize,
    digits: usize,
    /// Numbers that are the one before plus one.
    steps: usize,
    steps_back: usize,
    smallest: f64,
    largest: f64,
    sum: f64,
}

impl ColumnProfile {
    pub fn at(rows: &[Vec<String>], column: usize) -> ColumnProfile {
        ColumnProfile::of(filled(rows, column))
    }

    /// Of cells that are not blank.
    pub fn of<'a>(cells: impl Iterator<Item = &'a String>) -> ColumnProfile {
        let mut look =
            ColumnProfile { smallest: f64::INFINITY, largest: f64::NEG_INFINITY, ..ColumnProfile::default() };
        let mut seen = HashSet::new();
        let mut before: Option<f64> = None;
        for cell in cells {
            let cell = cell.trim();
            look.filled += 1;
            seen.insert(cell);
            look.binary += usize::from(is_binary(cell));
            look.digits += usize::from(cell.bytes().all(|byte| byte.is_ascii_digit()));
            look.dates += usize::from(is_date(cell));
            look.events += usize::from(EventClass::of(cell) != EventClass::Unknown);
            look.asins += usize::from(is_asin(cell));
            let value: Option<f64> = cell.parse().ok().filter(|value: &f64| value.is_finite());
            if let Some(value) = value {
                look.numbers += 1;
                look.fractions += usize::from(value.fract() != 0.0 || cell.contains('.'));
                look.stamps += usize::from(is_stamp(value) && value.fract() == 0.0);
                look.smallest = look.smallest.min(value);
                look.largest = look.largest.max(value);
                look.sum += value;
                look.steps += usize::from(before == Some(value - 1.0));
                look.steps_back += usize::from(before.is_some_and(|before| before > value));
            } else if cell.contains(' ') || cell.chars().filter(|c| c.is_alphabetic()).count() * 2 > cell.len() {
                look.worded += 1;
            }
            before = value;
        }
        look.kinds = seen.len();
        look
    }

    fn all(&self, count: usize) -> bool {
        self.filled > 0 && count * 20 >= self.filled * 19
    }

    /// Dates, or seconds or milliseconds since 1970.
    pub fn is_time(&self) -> bool {
        self.all(self.dates) || (self.all(self.stamps) && (self.kinds > 1 || self.filled == 1))
    }

    /// Nothing but words such as view, cart and buy.
    pub fn is_event(&self) -> bool {
        self.all(self.events) && self.numbers == 0 && self.kinds <= 24
    }

    /// Ids of Amazon's items, or numbers of books.
    pub fn is_asin(&self) -> bool {
        self.all(self.asins)
    }

    /// A scale: few different numbers, small, of which the upper half comes more often.
    pub fn is_rating(&self) -> bool {
        let middle = (self.smallest.max(0.0) + self.largest) / 2.0;
        self.all(self.numbers)
            && self.smallest >= 0.0
            && self.largest <= 10.0
            && (2..=21).contains(&self.kinds)
            && self.largest > 1.0
            // Users are often in ascending order, ratings never.
            && self.steps_back > 0
            && self.sum / self.numbers as f64 >= middle * 0.9
    }

    /// Numbers that go up by one from row to row number the rows; amounts have points.
    pub fn can_be_id(&self) -> bool {
        let row_number = self.filled > 2 && self.steps + 1 == self.filled;
        let constant = self.kinds == 1 && self.filled > 2;
        !(self.is_time() || self.is_event() || row_number || constant || self.filled == 0 || self.is_small_number())
            && self.is_textual()
    }

    fn is_small_number(&self) -> bool {
        self.is_rating() && self.filled > 20
    }

    /// No dates, paths or amounts with a point.
    pub fn is_textual(&self) -> bool {
        !self.is_time() && self.fractions * 2 < self.filled.max(1)
    }

    /// Text with words in it.
    pub fn is_words(&self) -> bool {
        self.filled > 0 && self.worded * 2 > self.filled
    }

    pub fn is_never_numeric(&self) -> bool {
        self.filled > 0 && self.numbers == 0 && self.worded == self.filled
    }

    pub fn has_others_than_binary(&self) -> bool {
        self.binary * 2 <= self.filled
    }

    /// The largest number.
    pub fn largest(&self) -> f64 {
        self.largest.max(0.0)
    }

    /// Whether most cells are digits alone.
    pub fn is_numbered(&self) -> bool {
        self.digits * 2 > self.filled
    }

    /// Whether a value comes again at all.
    pub fn repeats(&self) -> bool {
        self.kinds < self.filled
    }
}

/// Whether all rows with the same thing in `of` have the same in `column`; false where nothing comes again.
pub(crate) fn depends(rows: &[Vec<String>], of: usize, column: usize) -> bool {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let (mut again, mut other) = (0, 0);
    for row in rows {
        let (Some(of), Some(cell)) = (row.get(of), row.get(column)) else { continue };
        match seen.insert(of, cell) {
            Some(before) if before == cell => again += 1,
            Some(_) => other += 1,
            None => {}
        }
    }
    let kinds: HashSet<&&str> = seen.values().collect();
    other * 20 <= again && kinds.len() > 1 && (again > 0 || kinds.len() == seen.len())
}

/// Seconds, milliseconds or microseconds since 1970, from 1990 to 2050.
fn is_stamp(value: f64) -> bool {
    [1.0, 1e3, 1e6].iter().any(|unit| (631_152_000.0 * unit..2_524_608_000.0 * unit).contains(&value))
}

/// A year, a month and a day in some order with something between them, or eight digits that begin with a year.
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

/// Ten characters as Amazon has them: a book's number, or `B0…`.
fn is_asin(cell: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    cell.len() == 10 && cell.is_ascii() && ((cell.starts_with("B0") && digits(cell) >= 2) || digits(&cell[..9]) == 9)
}
