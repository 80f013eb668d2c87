//! Styles in which a column writes times, and the parsing of a cell in one of them.

use serde::{Deserialize, Serialize};

use crate::dataset::{SECONDS_PER_DAY, date_from_days, days_from_date};
use crate::ingest::values::date::cell::DateCell;
use crate::ingest::values::date::order::DateOrder;

/// Style in which a column writes times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateStyle {
    /// With separators or words: `2011-12-31T08:26:00+08:00`, `12/31/11 8:26 PM`, `31-Dec-2011`, `2011年12月31日`.
    Calendar(DateOrder),
    /// Bare digits: `201112`, `20111231`, `201112310826`, `20111231082600`.
    Compact,
    /// Units since the beginning of 1970; `per_second` of them make a second.
    Unix { per_second: u32 },
    /// Days since the end of 1899, as spreadsheets count them: 40908.35 is 2011-12-31 08:24. The first Macintosh
    /// spreadsheets counted from 1904; their files cannot be distinguished.
    Excel,
}

/// Unix seconds that count as a time: 1973-03-03 to 2128-06-11. Smaller numbers are more likely counts.
const UNIX_SECONDS: std::ops::Range<i64> = 100_000_000..5_000_000_000;
/// Serial numbers of spreadsheets that count as a time: 1982-02-18 to 2064-04-07.
const EXCEL_DAYS: std::ops::Range<f64> = 30_000.0..60_000.0;
/// Serial number of 1970-01-01. Spreadsheets treat 1900 as a leap year, which is long before [`EXCEL_DAYS`].
const EXCEL_1970: f64 = 25_569.0;

impl DateStyle {
    /// Whether cells in this style are certainly dates. Bare numbers may be anything: taking them for times needs a
    /// better reason, such as the column's name.
    pub fn is_evident(&self) -> bool {
        matches!(self, DateStyle::Calendar(_))
    }

    /// Style with day and month exchanged, if there is one.
    pub fn swapped(&self) -> Option<DateStyle> {
        match self {
            DateStyle::Calendar(DateOrder::MonthFirst) => Some(DateStyle::Calendar(DateOrder::DayFirst)),
            DateStyle::Calendar(DateOrder::DayFirst) => Some(DateStyle::Calendar(DateOrder::MonthFirst)),
            _ => None,
        }
    }
}

/// Time of a cell in seconds since 1970-01-01 00:00 UTC; `None` where it is no time in that style or no date of the
/// calendar. An offset in the cell is applied, the name of a zone other than UTC, GMT and Z is ignored; fractions of a
/// second are dropped.
///
/// Two digits of a year mean 1969 to 2068; a month without a day means its first day, a day without a time its first
/// second. The 24-hour clock, am/pm and 上午/下午 are read.
pub fn parse_time(cell: &str, style: &DateStyle) -> Option<i64> {
    match *style {
        DateStyle::Calendar(order) => DateCell::of(cell)?.seconds(order),
        DateStyle::Compact => DateCell::of(cell)?.seconds(DateOrder::YearFirst),
        DateStyle::Unix { per_second } => {
            let seconds = integer_part(cell)?.div_euclid(i64::from(per_second.max(1)));
            UNIX_SECONDS.contains(&seconds).then_some(seconds)
        }
        DateStyle::Excel => {
            let serial: f64 = bare_number(cell)?.parse().ok()?;
            EXCEL_DAYS.contains(&serial).then(|| ((serial - EXCEL_1970) * SECONDS_PER_DAY as f64).round() as i64)
        }
    }
}

/// Time with day and month exchanged; `None` where the day is above 12. It corrects times that were parsed before the
/// order of the column was known.
pub fn swap_day_and_month(seconds: i64) -> Option<i64> {
    let (year, month, day) = date_from_days(seconds.div_euclid(SECONDS_PER_DAY))?;
    Some(days_from_date(year, day, month)? * SECONDS_PER_DAY + seconds.rem_euclid(SECONDS_PER_DAY))
}

/// Trimmed text of a cell of digits, perhaps with a fraction; `None` for any other cell.
pub(crate) fn bare_number(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let (integer, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!integer.is_empty() && only_digits(integer) && only_digits(fraction)).then_some(cell)
}

/// Integer part of a bare number, also in scientific notation (1.3253472E+12), as spreadsheets write long ones.
fn integer_part(cell: &str) -> Option<i64> {
    if let Some(number) = bare_number(cell) {
        return number.split('.').next()?.parse().ok();
    }
    let (digits, power) = cell.trim().split_once(['e', 'E'])?;
    bare_number(digits)?;
    let power = bare_number(power.strip_prefix('+').unwrap_or(power))?;
    let number: f64 = format!("{digits}e{power}").parse().ok()?;
    (number < i64::MAX as f64).then_some(number as i64)
}
