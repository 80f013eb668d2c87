//! What a column's cells say of how it writes its dates.

use crate::ingest::values::date::cell::Cell;
use crate::ingest::values::date::order::Order;
use crate::ingest::values::date::style::{DateStyle, bare, parse};

/// Styles of bare numbers, the likelier first where as many cells can be read in two.
const NUMERIC: [DateStyle; 6] = [
    DateStyle::Compact,
    DateStyle::Unix { per_second: 1 },
    DateStyle::Unix { per_second: 1_000 },
    DateStyle::Unix { per_second: 1_000_000 },
    DateStyle::Unix { per_second: 1_000_000_000 },
    DateStyle::Excel,
];
const ORDERS: [Order; 3] = [Order::YearFirst, Order::MonthFirst, Order::DayFirst];
/// Of the cells that are not empty, this share must be readable.
const LEAST_SHARE: f64 = 0.8;
/// Years in which bare digits are taken for a date: others are likelier to be ids.
const COMPACT: std::ops::RangeInclusive<&str> = "1970"..="2099";

impl DateStyle {
    /// The style in which most of the cells can be read; `None` where fewer than four in five can.
    /// [`DateEvidence`] says how days are told from months. A style of bare numbers is a guess by their
    /// magnitude alone: see [`DateStyle::evident`].
    pub fn guess<Text: AsRef<str>>(cells: impl IntoIterator<Item = Text>) -> Option<DateStyle> {
        let mut evidence = DateEvidence::default();
        cells.into_iter().for_each(|cell| evidence.see(cell.as_ref()));
        evidence.style()
    }
}

/// Collects what cells say, one after another: over a whole file as it is read, or over its head.
///
/// Which of `01/02/11` is what is told by, in this order:
/// - how many cells can be read: no month is above 12;
/// - how many different values each number takes: in any stretch of time days change more often than months,
///   and those than years;
/// - habit. Two digits of a year stand first where hyphens part them. The day stands first with points and
///   hyphens, and with slashes where there are leading zeros; the month does with slashes and without them,
///   or with am and pm, as America's software writes.
#[derive(Clone, Debug, Default)]
pub struct DateEvidence {
    cells: u64,
    numeric: [u64; NUMERIC.len()],
    calendar: [u64; ORDERS.len()],
    /// Which values the first, second and third number have had, a bit for each.
    values: [u128; 3],
    month_first: i64,
    year_first: i64,
}

impl DateEvidence {
    /// Takes the next cell; empty ones say nothing.
    pub fn see(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.cells += 1;
        let bare = bare(cell).is_some();
        let compact = bare && cell.get(..4).is_some_and(|year| COMPACT.contains(&year));
        if bare || cell.contains(['e', 'E']) {
            for (count, style) in self.numeric.iter_mut().zip(&NUMERIC) {
                let possible = compact || *style != DateStyle::Compact;
                *count += u64::from(possible && parse(cell, style).is_some());
            }
        }
        if bare && !compact {
            return;
        }
        let Some(cell) = Cell::of(cell) else { return };
        for (count, &order) in self.calendar.iter_mut().zip(&ORDERS) {
            *count += u64::from(cell.seconds(order).is_some());
        }
        let Some(triple) = cell.triple() else { return };
        for (values, (number, _)) in self.values.iter_mut().zip(triple) {
            *values |= 1_u128.checked_shl(number).unwrap_or(0);
        }
        let [first, second, _] = triple;
        let short = first.1 == 1 || second.1 == 1;
        let padded = first.0 < 10 || second.0 < 10;
        let slash = cell.separator() == Some('/');
        if slash && (short || cell.halved()) {
            self.month_first += 1;
        } else if !slash || padded {
            self.month_first -= 1;
        }
        self.year_first += if cell.separator() == Some('-') { 1 } else { -1 };
    }

    /// The style of the column as far as it has been seen; `None` where fewer than four in five cells
    /// can be read in any.
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
        (count > 0 && count as f64 >= LEAST_SHARE * self.cells as f64).then_some(style)
    }

    /// The orders with how many cells can be read in each, the likeliest first where the count is one.
    fn orders(&self) -> [(Order, u64); 3] {
        let [year, month, day] = self.calendar;
        let [first, second, third] = self.values.map(u128::count_ones);
        let month_first = if first == second { self.month_first > 0 } else { first < second };
        let year_first = if first == third { self.year_first >= 0 } else { first < third };
        let year = (Order::YearFirst, year);
        let (month, day) = ((Order::MonthFirst, month), (Order::DayFirst, day));
        let [likely, unlikely] = if month_first { [month, day] } else { [day, month] };
        if year_first { [year, likely, unlikely] } else { [likely, unlikely, year] }
    }
}
