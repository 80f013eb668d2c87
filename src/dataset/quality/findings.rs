//! What is unusual in a data set, and by which figures: codes that the page words, with what can be done.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dataset::calendar::DAY;
use crate::dataset::interactions::Interactions;
use crate::dataset::quality::distribution::Activity;
use crate::dataset::quality::non_products::NonProduct;
use crate::error::Param;

/// A type of event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventType {
    pub name: String,
    pub rows: u64,
    pub weight: f64,
}

/// What is known of a file besides its interactions.
pub(crate) struct FileFacts<'a> {
    pub rows: u64,
    /// Reason → rows that were not used.
    pub rejected: &'a BTreeMap<&'static str, u64>,
    /// Something else that was noticed → rows.
    pub warnings: &'a BTreeMap<&'static str, u64>,
    /// The least rating that counts; none where values are no ratings.
    pub rating_threshold: Option<f64>,
    /// Items with several names.
    pub names_differ: usize,
    /// Types of events, most rows first.
    pub events: Vec<EventType>,
    /// Days since 1970, one after another, and how many rows count on each.
    pub days: Vec<(i64, u64)>,
}

/// How the interactions spread.
pub(crate) struct Spread<'a> {
    pub users_of_items: &'a [u32],
    /// In ascending order.
    pub items_of_users: &'a [usize],
    pub activity: &'a Activity,
}

/// Something unusual: a stable code with its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub params: BTreeMap<&'static str, Param>,
}

/// Fewer users than this are too few for shares of them to say anything.
const FEW_USERS: usize = 50;
/// Users with something held out, below which a measurement has a wide interval.
const TOO_FEW_TO_TELL: usize = 100;
/// Of a user's items one is held out from three on.
const MEASURED: usize = 3;
/// A user with so many times the median is no usual customer, unless it is fewer than [`LEAST_OF_BOTS`] items.
const TIMES_MEDIAN: f64 = 20.0;
const LEAST_OF_BOTS: f64 = 100.0;
/// A stretch without any row is a gap from so many days on, and so many times the usual distance.
const LEAST_GAP: i64 = 7;
const TIMES_DISTANCE: i64 = 5;

/// All of them, what matters most first.
pub(crate) fn findings(
    interactions: &Interactions,
    facts: &FileFacts,
    spread: &Spread,
    suspects: &[NonProduct],
) -> Vec<Finding> {
    let Spread { users_of_items, items_of_users, activity } = *spread;
    let mut found = Vec::new();
    let mut find = |code: &'static str, params: &[(&'static str, Param)]| {
        found.push(Finding { code, params: params.iter().cloned().collect() });
    };
    let (users, items) = (items_of_users.len(), users_of_items.len());
    let rejected = |reason: &str| facts.rejected.get(reason).copied().unwrap_or(0);
    let warned = |code: &str| facts.warnings.get(code).copied().unwrap_or(0);
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;

    let measured = items_of_users.iter().filter(|&&items| items >= MEASURED).count();
    if measured < TOO_FEW_TO_TELL {
        find("too-few-to-tell", &[("users", measured.into()), ("needed", TOO_FEW_TO_TELL.into())]);
    }
    if !suspects.is_empty() {
        let names: Vec<&str> = suspects.iter().take(4).map(|suspect| suspect.name.trim()).collect();
        find("suspects", &[("items", suspects.len().into()), ("names", names.join(", ").as_str().into())]);
    }
    if rejected("cancellation") + rejected("cancellation-unmatched") > 0 {
        let params = [
            ("rows", Param::Whole(rejected("cancellation") + rejected("cancellation-unmatched"))),
            ("cancelled", rejected("cancelled").into()),
            ("unmatched", rejected("cancellation-unmatched").into()),
        ];
        find("cancellations", &params);
    }
    let missing = rejected("missing-user");
    if missing * 20 >= facts.rows {
        find("rows-without-user", &[("rows", missing.into()), ("share", (missing as f64 / facts.rows as f64).into())]);
    }
    if let Some(threshold) = facts.rating_threshold
        && rejected("value-below-threshold") > 0
    {
        find("below-threshold", &[("rows", rejected("value-below-threshold").into()), ("threshold", threshold.into())]);
    }
    let with_one = items_of_users.partition_point(|&items| items <= 1);
    if users >= FEW_USERS && with_one * 5 >= users {
        find("many-users-with-one-item", &[("users", with_one.into()), ("share", share(with_one, users).into())]);
    }
    let rare = users_of_items.iter().filter(|&&users| users <= 1).count();
    if items >= 100 && rare * 2 >= items {
        find("many-items-with-one-user", &[("items", rare.into()), ("share", share(rare, items).into())]);
    }
    let most = users_of_items.iter().enumerate().max_by_key(|&(item, &users)| (users, std::cmp::Reverse(item)));
    if let Some((item, &owners)) = most
        && users >= FEW_USERS
        && items >= 10
        && owners as usize * 2 >= users
    {
        let name = interactions.name(item);
        let id = interactions.items.id(item);
        find(
            "one-item-dominates",
            &[("name", name.into()), ("id", id.into()), ("share", share(owners as usize, users).into())],
        );
    }
    let limit = (TIMES_MEDIAN * activity.median).max(LEAST_OF_BOTS);
    let busy = items_of_users.len() - items_of_users.partition_point(|&items| items as f64 <= limit);
    if users >= FEW_USERS && busy > 0 {
        find("bots", &[("users", busy.into()), ("limit", limit.into()), ("most", activity.most.into())]);
    }
    if let Some((from, to)) = gap(&facts.days) {
        find(
            "time-gap",
            &[
                ("from", Param::Number((from * DAY) as f64)),
                ("to", Param::Number((to * DAY) as f64)),
                ("days", ((to - from) as u64).into()),
            ],
        );
    }
    if facts.names_differ > 0 {
        find("names-differ", &[("items", facts.names_differ.into())]);
    }
    for (code, warning) in [("duplicates", "duplicate-row"), ("times-unreadable", "time-unreadable")] {
        if warned(warning) > 0 {
            find(code, &[("rows", warned(warning).into())]);
        }
    }
    found
}

/// The longest stretch of days without a row, from its first day to the one after it, if it is unusual.
fn gap(days: &[(i64, u64)]) -> Option<(i64, i64)> {
    let active: Vec<i64> = days.iter().filter(|&&(_, rows)| rows > 0).map(|&(day, _)| day).collect();
    let mut distances: Vec<i64> = active.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let longest = active.windows(2).max_by_key(|pair| (pair[1] - pair[0], std::cmp::Reverse(pair[0])))?;
    distances.sort_unstable();
    let usual = distances.get(distances.len() / 2).copied()?;
    let days = longest[1] - longest[0] - 1;
    let is_long = days >= LEAST_GAP && days >= TIMES_DISTANCE * usual;
    (active.len() >= 20 && is_long).then_some((longest[0] + 1, longest[1]))
}
