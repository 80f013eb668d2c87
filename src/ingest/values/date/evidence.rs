//! Evidence of the style in which a column writes its dates.

use crate::ingest::values::date::cell::DateCell;
use crate::ingest::values::date::order::DateOrder;
use crate::ingest::values::date::style::{DateStyle, bare_number, parse_time};

/// Styles of bare numbers, the more likely first where two fit as many cells.
const NUMERIC: [DateStyle; 6] = [
    DateStyle::Compact,
    DateStyle::Unix { per_second: 1 },
    DateStyle::Unix { per_second: 1_000 },
    DateStyle::Unix { per_second: 1_000_000 },
    DateStyle::Unix { per_second: 1_000_000_000 },
    DateStyle::Excel,
];
const ORDERS: [DateOrder; 3] = [DateOrder::YearFirst, DateOrder::MonthFirst, DateOrder::DayFirst];
/// Share of the cells, empty ones aside, that must be readable.
const MIN_READABLE: f64 = 0.8;
/// Years of bare digits that count as a date: others are more likely ids.
const COMPACT_YEARS: std::ops::RangeInclusive<&str> = "1970"..="2099";

impl DateStyle {
    /// Style in which most of the cells can be read; `None` where fewer than four in five can. [`DateEvidence`] says
    /// how days are distinguished from months. A style of bare numbers is guessed by their magnitude alone: see
    /// [`DateStyle::is_evident`].
    pub fn guess<Text: AsRef<str>>(cells: impl IntoIterator<Item = Text>) -> Option<DateStyle> {
        let mut evidence = DateEvidence::default();
        cells.into_iter().for_each(|cell| evidence.add(cell.as_ref()));
        evidence.style()
    }
}

/// Evidence collected from cells one by one, of a whole file as it is read or of its head.
///
/// The order of the numbers in `01/02/11` is found by, in this order:
/// - the number of readable cells: no month is above 12;
/// - the number of different values in each place: in any period days change more often than months, and months more
///   often than years;
/// - convention. A year of two digits comes first with hyphens. The day comes first with points and hyphens, and with
///   slashes and leading zeros; the month comes first with slashes and no leading zeros, or with am and pm, as in
///   American software.
#[derive(Clone, Debug, Default)]
pub struct DateEvidence {
    cells: u64,
    numeric: [u64; NUMERIC.len()],
    calendar: [u64; ORDERS.len()],
    /// Values that the first, second and third number have had, one bit each.
    values: [u128; 3],
    month_first: i64,
    year_first: i64,
}

impl DateEvidence {
    /// Adds a cell; empty ones are ignored.
    pub fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.cells += 1;
        let is_bare = bare_number(cell).is_some();
        let is_compact = is_bare && cell.get(..4).is_some_and(|year| COMPACT_YEARS.contains(&year));
        if is_bare || cell.contains(['e', 'E']) {
            for (count, style) in self.numeric.iter_mut().zip(&NUMERIC) {
                let is_possible = is_compact || *style != DateStyle::Compact;
                *count += u64::from(is_possible && parse_time(cell, style).is_some());
            }
        }
        if is_bare && !is_compact {
            return;
        }
        let Some(cell) = DateCell::of(cell) else { return };
        for (count, &order) in self.calendar.iter_mut().zip(&ORDERS) {
            *count += u64::from(cell.seconds(order).is_some());
        }
        let Some(numbers) = cell.ambiguous_numbers() else { return };
        for (values, (number, _)) in self.values.iter_mut().zip(numbers) {
            *values |= 1_u128.checked_shl(number).unwrap_or(0);
        }
        let [first, second, _] = numbers;
        let short = first.1 == 1 || second.1 == 1;
        let padded = first.0 < 10 || second.0 < 10;
        let slash = cell.separator() == Some('/');
        if slash && (short || cell.has_half()) {
            self.month_first += 1;
        } else if !slash || padded {
            self.month_first -= 1;
        }
        self.year_first += if cell.separator() == Some('-') { 1 } else { -1 };
    }

    /// Style of the cells so far; `None` where fewer than four in five can be read in any style.
    pub fn style(&self) -> Option<DateStyle> {
        let numeric = NUMERIC.iter().zip(self.numeric).map(|(&style, count)| (style, count));
        let calendar = self.orders().into_iter().map(|(order, count)| (DateStyle::Calendar(order), count));
        let mut best: Option<(DateStyle, u64)> = None;
        for (style, count) in numeric.chain(calendar) {
            if best.is_none_or(|(_, most)| count > most) {
                best = Some((style, count));
            }
        }
        let (style, count) = best?;
        (count > 0 && count as f64 >= MIN_READABLE * self.cells as f64).then_some(style)
    }

    /// The orders with the number of cells readable in each; of equal numbers the most likely order first.
    fn orders(&self) -> [(DateOrder, u64); 3] {
        let [year, month, day] = self.calendar;
        let [first, second, third] = self.values.map(u128::count_ones);
        let month_first = if first == second { self.month_first > 0 } else { first < second };
        let year_first = if first == third { self.year_first >= 0 } else { first < third };
        let year = (DateOrder::YearFirst, year);
        let (month, day) = ((DateOrder::MonthFirst, month), (DateOrder::DayFirst, day));
        let [likely, unlikely] = if month_first { [month, day] } else { [day, month] };
        if year_first { [year, likely, unlikely] } else { [likely, unlikely, year] }
    }
}
