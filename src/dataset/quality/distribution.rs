//! The distribution of the interactions over items, users and time.

use serde::Serialize;

use crate::dataset::calendar::{SECONDS_PER_DAY, date_from_days, days_from_date};

/// Points on the curve of the long tail.
const CURVE_POINTS: usize = 50;
/// Limit of the bars of the timeline.
const MAX_BARS: usize = 60;

/// Concentration of the interactions on the best-selling items, as shares of all interactions (0–1).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tail {
    /// Share of the best-selling 1 % of the items, at least one; then of 10 % and of 20 %.
    pub top_1: f64,
    pub top_10: f64,
    pub top_20: f64,
    /// Share of the best-selling 2 %, 4 %, … 100 % of the items.
    pub curve: Vec<f64>,
}

/// Distribution of the number of items per user.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Activity {
    /// Bins of 1, 2, 3–4, 5–8, 9–16 … items, up to the last that has users.
    pub bins: Vec<Bin>,
    pub median: f64,
    #[serde(rename = "most")]
    pub max: usize,
}

/// Users with `from` to `to` items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    pub from: usize,
    pub to: usize,
    pub users: usize,
}

/// Number of rows per period of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timeline {
    /// `day`, `week` (from Monday), `month`, `quarter`, `year`, `decade`.
    pub unit: &'static str,
    pub bins: Vec<Period>,
}

/// A period of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// First second of the period, since 1970.
    pub start: i64,
    pub rows: u64,
}

impl Tail {
    /// Of the number of users of each item.
    pub(crate) fn of(users_of_items: &[u32]) -> Tail {
        let mut counts = users_of_items.to_vec();
        counts.sort_unstable();
        counts.reverse();
        let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let share = |hundredths: usize| {
            let items = (counts.len() * hundredths).div_ceil(100).max(1);
            let sold: u64 = counts.iter().take(items).map(|&count| u64::from(count)).sum();
            sold as f64 / total.max(1) as f64
        };
        let curve = (1..=CURVE_POINTS).map(|point| share(point * 100 / CURVE_POINTS)).collect();
        Tail { top_1: share(1), top_10: share(10), top_20: share(20), curve }
    }
}

impl Activity {
    /// Of the users' item counts in ascending order.
    pub(crate) fn of(sorted: &[usize]) -> Activity {
        let mut bins: Vec<Bin> = Vec::new();
        for &items in sorted {
            while bins.last().is_none_or(|bin| bin.to < items) {
                let from = bins.last().map_or(1, |bin| bin.to + 1);
                bins.push(Bin { from, to: 2 * (from - 1).max(1) - usize::from(from == 1), users: 0 });
            }
            if let Some(bin) = bins.last_mut() {
                bin.users += 1;
            }
        }
        Activity { bins, median: median(sorted), max: sorted.last().copied().unwrap_or(0) }
    }
}

fn median(sorted: &[usize]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted {
        [] => 0.0,
        _ if sorted.len() % 2 == 1 => sorted[middle] as f64,
        _ => (sorted[middle - 1] + sorted[middle]) as f64 / 2.0,
    }
}

impl Timeline {
    /// Of the rows of each day since 1970; none without any day.
    pub(crate) fn of(rows_by_day: &[(i64, u64)]) -> Option<Timeline> {
        let bins = |unit: &str| {
            let mut bins: Vec<Period> = Vec::new();
            for &(day, rows) in rows_by_day {
                let start = period_start(day, unit)?.checked_mul(SECONDS_PER_DAY)?;
                match bins.last_mut() {
                    Some(bin) if bin.start == start => bin.rows += rows,
                    _ => bins.push(Period { start, rows }),
                }
            }
            (!bins.is_empty()).then_some(bins)
        };
        let units = ["day", "week", "month", "quarter", "year", "decade"];
        // More consecutive days than bars rule out the finest unit without counting.
        units.into_iter().skip(usize::from(rows_by_day.len() > MAX_BARS)).find_map(|unit| {
            let bins = bins(unit).filter(|bins| bins.len() <= MAX_BARS)?;
            Some(Timeline { unit, bins })
        })
    }
}

/// First day of the period that contains a day; both in days since 1970.
fn period_start(day: i64, unit: &str) -> Option<i64> {
    let (year, month, _) = date_from_days(day)?;
    match unit {
        "day" => Some(day),
        // 1970 began on a Thursday.
        "week" => Some((day + 3).div_euclid(7) * 7 - 3),
        "month" => days_from_date(year, month, 1),
        "quarter" => days_from_date(year, (month - 1) / 3 * 3 + 1, 1),
        "year" => days_from_date(year, 1, 1),
        _ => days_from_date(year / 10 * 10, 1, 1),
    }
}
