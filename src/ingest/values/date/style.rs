//! The styles in which a column may write its moments, and the reading of a cell in one of them.

use serde::{Deserialize, Serialize};

use crate::dataset::{SECONDS_PER_DAY, date_from_days, days_from_date};
use crate::ingest::values::date::cell::Cell;
use crate::ingest::values::date::order::Order;

/// How a column writes its moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateStyle {
    /// With separators or words: `2011-12-31T08:26:00+08:00`, `12/31/11 8:26 PM`, `31-Dec-2011`, `2011年12月31日`.
    Calendar(Order),
    /// Bare digits: `201112`, `20111231`, `201112310826`, `20111231082600`.
    Compact,
    /// So many units since 1970 began.
    Unix { per_second: u32 },
    /// Days since the end of 1899, as spreadsheets count them: 40908.35 is 2011-12-31 08:24. Files of the first
    /// Macintosh spreadsheets count from 1904 and cannot be told from these.
    Excel,
}

/// Unix seconds that are taken for a time: 1973-03-03 to 2128-06-11. Smaller numbers are likelier to be counts.
const UNIX: std::ops::Range<i64> = 100_000_000..5_000_000_000;
/// Serial numbers of spreadsheets that are taken for a time: 1982-02-18 to 2064-04-07.
const EXCEL: std::ops::Range<f64> = 30_000.0..60_000.0;
/// The serial number of 1970-01-01. Spreadsheets hold 1900 for a leap year, which is long before [`EXCEL`].
const EXCEL_1970: f64 = 25_569.0;

impl DateStyle {
    /// Whether the cells alone show that they are dates. Bare numbers may be anything: whoever guesses
    /// roles must have a better reason, such as the column's name, to take them for moments.
    pub fn evident(&self) -> bool {
        matches!(self, DateStyle::Calendar(_))
    }

    /// The style with day and month exchanged, where there is such a one.
    pub fn swapped(&self) -> Option<DateStyle> {
        match self {
            DateStyle::Calendar(Order::MonthFirst) => Some(DateStyle::Calendar(Order::DayFirst)),
            DateStyle::Calendar(Order::DayFirst) => Some(DateStyle::Calendar(Order::MonthFirst)),
            _ => None,
        }
    }
}

/// Seconds since 1970-01-01 00:00 UTC; `None` where the cell is no moment in that style. An offset in the cell
/// is applied, the name of a zone other than UTC, GMT and Z is not; fractions of a second are dropped.
///
/// Two digits of a year are 1969 to 2068; a month without a day is its first day, a day without a time
/// its first second. The 24-hour clock, am/pm and 上午/下午 are read; dates that the calendar does not have
/// are none.
pub fn parse(cell: &str, style: &DateStyle) -> Option<i64> {
    match *style {
        DateStyle::Calendar(order) => Cell::of(cell)?.seconds(order),
        DateStyle::Compact => Cell::of(cell)?.seconds(Order::YearFirst),
        DateStyle::Unix { per_second } => {
            let seconds = whole(cell)?.div_euclid(i64::from(per_second.max(1)));
            UNIX.contains(&seconds).then_some(seconds)
        }
        DateStyle::Excel => {
            let serial: f64 = bare(cell)?.parse().ok()?;
            EXCEL.contains(&serial).then(|| ((serial - EXCEL_1970) * SECONDS_PER_DAY as f64).round() as i64)
        }
    }
}

/// The moment that is meant where day and month were taken for each other; `None` where the day is above 12.
/// A reader that finds out at the file's end which order its column has can put right what it has read.
pub fn swap_day_and_month(seconds: i64) -> Option<i64> {
    let (year, month, day) = date_from_days(seconds.div_euclid(SECONDS_PER_DAY))?;
    Some(days_from_date(year, day, month)? * SECONDS_PER_DAY + seconds.rem_euclid(SECONDS_PER_DAY))
}

/// A cell of digits, perhaps with a fraction.
pub(crate) fn bare(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && only_digits(whole) && only_digits(fraction)).then_some(cell)
}

/// A bare number without its fraction; also 1.3253472E+12, which spreadsheets make of long ones.
fn whole(cell: &str) -> Option<i64> {
    if let Some(bare) = bare(cell) {
        return bare.split('.').next()?.parse().ok();
    }
    let (digits, power) = cell.trim().split_once(['e', 'E'])?;
    bare(digits)?;
    let power = bare(power.strip_prefix('+').unwrap_or(power))?;
    let number: f64 = format!("{digits}e{power}").parse().ok()?;
    (number < i64::MAX as f64).then_some(number as i64)
}
