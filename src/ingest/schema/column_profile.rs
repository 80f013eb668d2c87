//! Profile of a column: figures of its first cells, by which roles are inferred.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::ingest::schema::cell_form::{CellForm, is_unix_time};
use crate::ingest::schema::events::EventClass;
use crate::ingest::values::{DateEvidence, filled_cells};

/// Limit of the distinct cells in a column of events.
pub(crate) const MAX_EVENT_TYPES: usize = 24;
/// Cells from which on a column of running numbers numbers the rows, whatever its name.
const MIN_RUNNING: usize = 8;
/// Cells of a column that are tried as dates in any style.
const DATE_SAMPLE: usize = 30;

/// Figures of a column's first cells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ColumnProfile {
    /// All rows, blank cells included.
    pub rows: usize,
    /// Cells that are not blank.
    pub filled: usize,
    /// Different cells among them.
    pub distinct: usize,
    /// Runs of equal cells one below the other.
    pub runs: usize,
    /// Characters of all cells.
    characters: usize,
    numbers: usize,
    fractions: usize,
    dates: usize,
    timestamps: usize,
    clocks: usize,
    events: usize,
    /// Statuses of orders, and those among them by which an order is no purchase.
    statuses: usize,
    void: usize,
    asins: usize,
    texts: usize,
    /// Cells that say yes, and no.
    yes: usize,
    no: usize,
    digits: usize,
    emails: usize,
    phones: usize,
    money: usize,
    /// Numbers that a spreadsheet has cut: `6.92E+12`, or more than 15 digits that end with zeros.
    cut: usize,
    /// Ratings in words or signs: `4/5`, `★★★`.
    signs: usize,
    /// Quantities with a unit.
    counted: usize,
    /// Numbers that are their predecessor plus one.
    increments: usize,
    /// Numbers that begin to count, or go on, in steps of 1 and of 10.
    steps: [usize; 2],
    /// Numbers that are smaller than their predecessor.
    decreases: usize,
    smallest: f64,
    largest: f64,
    sum: f64,
    has_date_style: bool,
}

impl ColumnProfile {
    /// Profile of one column of rows.
    pub fn of_column(rows: &[Vec<String>], column: usize) -> ColumnProfile {
        let mut profile = ColumnProfile::of_cells(filled_cells(rows, column));
        profile.rows = rows.len();
        profile
    }

    /// Profile of cells that are not blank.
    pub fn of_cells<'a>(cells: impl Iterator<Item = &'a String>) -> ColumnProfile {
        let mut profile =
            ColumnProfile { smallest: f64::INFINITY, largest: f64::NEG_INFINITY, ..ColumnProfile::default() };
        // Most columns repeat their cells, and a form takes longer to tell than a cell to find again.
        let mut forms = HashMap::new();
        let mut before: Option<f64> = None;
        let mut cell_before = "";
        let mut dates = DateEvidence::default();
        for cell in cells {
            let cell = cell.trim();
            profile.filled += 1;
            profile.runs += usize::from(profile.filled == 1 || cell != cell_before);
            profile.characters += cell.chars().count();
            if profile.filled <= DATE_SAMPLE {
                dates.add(cell);
            }
            // A column with more types has neither events nor statuses.
            let may_be_event = forms.len() < MAX_EVENT_TYPES;
            profile.add_form(forms.entry(cell).or_insert_with(|| CellForm::of(cell, may_be_event)));
            // A zero in front makes a code: 01.003 is no fraction.
            let is_code = matches!(cell.as_bytes(), [b'0', b'0'..=b'9', ..]);
            let point = decimal_point(cell);
            let value: Option<f64> = point.parse().ok().filter(|value: &f64| value.is_finite() && !is_code);
            if let Some(value) = value {
                profile.add_number(cell, value, before);
            } else if cell.contains(' ') || cell.chars().filter(|c| c.is_alphabetic()).count() * 2 > cell.len() {
                profile.texts += 1;
            }
            (before, cell_before) = (value, cell);
        }
        profile.rows = profile.filled;
        profile.distinct = forms.len();
        profile.has_date_style = dates.style().is_some_and(|style| style.is_evident());
        profile
    }

    fn add_form(&mut self, form: &CellForm) {
        self.yes += usize::from(form.flag == Some(true));
        self.no += usize::from(form.flag == Some(false));
        self.digits += usize::from(form.is_digits);
        self.dates += usize::from(form.is_date);
        self.clocks += usize::from(form.is_clock);
        self.events += usize::from(form.event != EventClass::Unknown);
        self.statuses += usize::from(form.status != EventClass::Unknown);
        self.void += usize::from(form.status == EventClass::Void);
        self.asins += usize::from(form.is_asin);
        self.emails += usize::from(form.is_email);
        self.phones += usize::from(form.is_phone);
        self.money += usize::from(form.is_money);
        self.cut += usize::from(form.is_cut);
        self.signs += usize::from(form.is_rating_sign);
        self.counted += usize::from(form.is_counted);
    }

    fn add_number(&mut self, cell: &str, value: f64, before: Option<f64>) {
        self.numbers += 1;
        // An id that was written as a float is no fraction: 5001.0.
        self.fractions += usize::from(value.fract() != 0.0);
        self.timestamps += usize::from(is_unix_time(value) && value.fract() == 0.0 && !cell.contains(['e', 'E']));
        self.smallest = self.smallest.min(value);
        self.largest = self.largest.max(value);
        self.sum += value;
        self.increments += usize::from(before == Some(value - 1.0));
        for (steps, step) in self.steps.iter_mut().zip([1.0, 10.0]) {
            *steps += usize::from(value == step || before == Some(value - step));
        }
        self.decreases += usize::from(before.is_some_and(|before| before > value));
    }

    /// Whether `count` is nearly all cells.
    fn nearly_all(&self, count: usize) -> bool {
        self.filled > 0 && count * 20 >= self.filled * 19
    }

    /// Share of the rows whose cell is not blank.
    pub fn fill(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }

    /// Whether the cells are dates, or seconds or milliseconds since 1970.
    pub fn is_time(&self) -> bool {
        self.is_date() || (self.nearly_all(self.timestamps) && (self.distinct > 1 || self.filled == 1))
    }

    /// Whether the cells are dates.
    pub fn is_date(&self) -> bool {
        (self.nearly_all(self.dates) || self.has_date_style) && !self.is_clock()
    }

    /// Whether the cells are times of day without a date.
    pub fn is_clock(&self) -> bool {
        self.nearly_all(self.clocks)
    }

    /// Whether the cells are words such as view, cart and buy.
    pub fn is_event(&self) -> bool {
        self.nearly_all(self.events) && self.numbers == 0 && self.distinct <= MAX_EVENT_TYPES
    }

    /// Whether the cells are statuses of orders, and some orders are no purchases.
    pub fn is_status(&self) -> bool {
        self.statuses * 10 >= self.filled * 6
            && self.void > 0
            && self.void * 10 < self.filled * 9
            && (2..=MAX_EVENT_TYPES).contains(&self.distinct)
            && self.filled >= MIN_RUNNING
    }

    /// Whether the cells are ids of Amazon's items, or ISBNs.
    pub fn is_asin(&self) -> bool {
        self.nearly_all(self.asins)
    }

    /// Whether the cells are e-mail addresses.
    pub fn is_email(&self) -> bool {
        self.nearly_all(self.emails)
    }

    /// Whether the cells are telephone numbers.
    pub fn is_phone(&self) -> bool {
        self.nearly_all(self.phones)
    }

    /// Whether the cells are prices: amounts with a currency, or with two decimals.
    pub fn is_money(&self) -> bool {
        self.nearly_all(self.money)
    }

    /// Whether a spreadsheet has cut any of the numbers.
    pub fn is_cut(&self) -> bool {
        self.cut > 0 && self.cut * 5 >= self.filled
    }

    /// Whether the cells are 0/1 flags.
    pub fn is_flags(&self) -> bool {
        self.nearly_all(self.yes + self.no) && self.yes > 0 && self.no > 0 && self.distinct <= 4 && self.filled > 4
    }

    /// Whether the cells are ratings: few different small numbers, most of them in the upper half of their scale; or
    /// words and signs.
    pub fn is_rating(&self) -> bool {
        let middle = (self.smallest.max(0.0) + self.largest) / 2.0;
        self.is_rating_in_signs()
            || self.nearly_all(self.numbers)
                && self.smallest >= 0.0
                && self.largest <= 10.0
                && (2..=21).contains(&self.distinct)
                && self.largest > 1.0
                // Users are often in ascending order, ratings never.
                && self.decreases > 0
                && self.sum / self.numbers as f64 >= middle * 0.9
    }

    /// Whether the cells are ratings in words or signs.
    pub fn is_rating_in_signs(&self) -> bool {
        self.nearly_all(self.signs)
    }

    /// Whether the cells are numbers, quantities or ratings, and none of them prices.
    pub fn is_amount(&self) -> bool {
        // Few cells may hold anything: a value that is no number costs its row.
        let amounts = self.numbers.max(self.counted).max(self.signs);
        self.filled > 0 && amounts * 2 >= self.filled
    }

    /// Whether the cells number the rows, as far as enough of them tell.
    pub fn is_running(&self) -> bool {
        self.filled >= MIN_RUNNING && self.increments + 1 == self.filled
    }

    /// Whether the cells number the lines of each order.
    pub fn is_line_number(&self) -> bool {
        let mut steps = self.steps.iter().zip([1.0, 10.0]);
        let counts = steps.any(|(&steps, first)| self.nearly_all(steps) && self.smallest == first);
        self.filled >= MIN_RUNNING && counts && self.decreases > 0 && self.distinct > 2
    }

    /// Whether all cells are equal, as far as enough of them tell.
    pub fn is_constant(&self) -> bool {
        self.distinct == 1 && self.filled > 2
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

    /// Whether all cells are whole numbers of one digit: codes, or ratings.
    pub fn is_digit_code(&self) -> bool {
        self.numbers == self.filled && self.fractions == 0 && self.largest <= 9.0 && self.smallest >= 0.0
    }

    /// Largest number, at least 0.
    pub fn largest(&self) -> f64 {
        self.largest.max(0.0)
    }

    /// Mean number of characters of a cell.
    pub fn mean_length(&self) -> f64 {
        self.characters as f64 / self.filled.max(1) as f64
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

/// Cell with a decimal point in the place of its one comma, where few digits stand behind that: `4,5`.
fn decimal_point(cell: &str) -> Cow<'_, str> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match cell.split_once(',') {
        Some((whole, rest)) if rest.len() <= 2 && is_digits(rest) && is_digits(whole.trim_start_matches('-')) => {
            Cow::Owned(format!("{whole}.{rest}"))
        }
        _ => Cow::Borrowed(cell),
    }
}
