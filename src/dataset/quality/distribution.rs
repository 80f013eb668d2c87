//! How the interactions spread over items, users and time.

use serde::Serialize;

use crate::dataset::calendar::{DAY, date, days};

/// Points of the curve of the long tail.
const POINTS: usize = 50;
/// The most bars of the timeline.
const BARS: usize = 60;

/// How unevenly items are bought: shares of all interactions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tail {
    /// Of the best-selling 1 %, 10 % and 20 % of the items, at least one.
    pub top_1: f64,
    pub top_10: f64,
    pub top_20: f64,
    /// Of the best-selling 2 %, 4 %, … 100 %.
    pub curve: Vec<f64>,
}

/// How many items users have.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Activity {
    /// 1, 2, 3–4, 5–8, 9–16 and so on, to the last that has any users.
    pub bins: Vec<Bin>,
    pub median: f64,
    pub most: usize,
}

/// Users with `from` to `to` items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    pub from: usize,
    pub to: usize,
    pub users: usize,
}

/// How many rows count in each stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timeline {
    /// `day`, `week` (from Monday), `month`, `quarter`, `year`, `decade`.
    pub unit: &'static str,
    pub bins: Vec<Period>,
}

/// A stretch of time, by its first second since 1970.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    pub start: i64,
    pub rows: u64,
}

impl Tail {
    pub(crate) fn of(users_of_items: &[u32]) -> Tail {
        let mut counts = users_of_items.to_vec();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let share = |hundredths: usize| {
            let items = (counts.len() * hundredths).div_ceil(100).max(1);
            let of_them: u64 = counts.iter().take(items).map(|&count| u64::from(count)).sum();
            of_them as f64 / total.max(1) as f64
        };
        let curve = (1..=POINTS).map(|point| share(point * 100 / POINTS)).collect();
        Tail { top_1: share(1), top_10: share(10), top_20: share(20), curve }
    }
}

impl Activity {
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
        Activity { bins, median: median(sorted), most: sorted.last().copied().unwrap_or(0) }
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
    pub(crate) fn of(of_days: &[(i64, u64)]) -> Option<Timeline> {
        let bins = |unit: &str| {
            let mut bins: Vec<Period> = Vec::new();
            for &(day, rows) in of_days {
                let start = beginning(day, unit)?.checked_mul(DAY)?;
                match bins.last_mut() {
                    Some(bin) if bin.start == start => bin.rows += rows,
                    _ => bins.push(Period { start, rows }),
                }
            }
            (!bins.is_empty()).then_some(bins)
        };
        let units = ["day", "week", "month", "quarter", "year", "decade"];
        // The days alone are as many as the bars are at most, or need not be looked at one by one.
        units.into_iter().skip(usize::from(of_days.len() > BARS)).find_map(|unit| {
            let bins = bins(unit).filter(|bins| bins.len() <= BARS)?;
            Some(Timeline { unit, bins })
        })
    }
}

/// The first day of the stretch that a day lies in; days since 1970.
fn beginning(day: i64, unit: &str) -> Option<i64> {
    let (year, month, _) = date(day)?;
    match unit {
        "day" => Some(day),
        // 1970 began on a Thursday.
        "week" => Some((day + 3).div_euclid(7) * 7 - 3),
        "month" => days(year, month, 1),
        "quarter" => days(year, (month - 1) / 3 * 3 + 1, 1),
        "year" => days(year, 1, 1),
        _ => days(year / 10 * 10, 1, 1),
    }
}
