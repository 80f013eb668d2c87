//! Findings: what is unusual in a data set, as codes with figures, which the page words and offers remedies for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dataset::calendar::SECONDS_PER_DAY;
use crate::dataset::interactions::Interactions;
use crate::dataset::quality::distribution::Activity;
use crate::dataset::quality::guests::Guest;
use crate::dataset::quality::invisible::invisible_characters;
use crate::dataset::quality::non_products::NonProduct;
use crate::error::Param;

/// A type of event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventType {
    pub name: String,
    pub rows: u64,
    pub weight: f64,
}

/// Facts about a file besides its interactions.
pub(crate) struct FileFacts<'a> {
    pub rows: u64,
    /// Reason → rejected rows.
    pub rejected: &'a BTreeMap<&'static str, u64>,
    /// Warning → rows.
    pub warnings: &'a BTreeMap<&'static str, u64>,
    /// Smallest rating that counts; none where values are no ratings.
    pub rating_threshold: Option<f64>,
    /// Items with several names.
    pub names_differ: usize,
    /// Types of events, most rows first.
    pub events: Vec<EventType>,
    /// Consecutive days since 1970, with the rows that count on each.
    pub days: Vec<(i64, u64)>,
    /// Whether the types of events are statuses of orders.
    pub has_statuses: bool,
    pub ids: IdFacts,
}

/// What is unusual in the ids of a file.
#[derive(Default)]
pub(crate) struct IdFacts {
    /// Names and rows of items that are left out as no products.
    pub excluded_items: Vec<(String, u64)>,
    /// Users that stand for many, with whether they are left out.
    pub guests: Vec<(Guest, bool)>,
    /// Ids that are equal to another one but for their case.
    pub users_differing_in_case: u64,
    pub items_differing_in_case: u64,
    /// Column whose numbers a spreadsheet has cut, and one of its cells.
    pub cut: Option<(String, String)>,
}

/// Distribution of the interactions.
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

/// Users below which shares of users say nothing.
const MIN_USERS: usize = 50;
/// Users with held-out items below which a measurement has a wide interval.
const MIN_MEASURED_USERS: usize = 100;
/// Items from which a user has one held out.
const MIN_MEASURED_ITEMS: usize = 3;
/// Multiple of the median number of items above which a user is no usual customer, if also above [`MIN_BOT_ITEMS`].
const BOT_MEDIANS: f64 = 20.0;
const MIN_BOT_ITEMS: f64 = 100.0;
/// Days without any row that make a gap, if they are also [`GAP_INTERVALS`] times the median interval between active
/// days.
const MIN_GAP_DAYS: i64 = 7;
const GAP_INTERVALS: i64 = 5;
/// Active days below which there is no usual interval.
const MIN_ACTIVE_DAYS: usize = 20;
/// Non-products that a finding names.
const NAMED: usize = 4;

/// All findings, in the order of importance.
pub(crate) fn findings(
    interactions: &Interactions,
    facts: &FileFacts,
    spread: &Spread,
    non_products: &[NonProduct],
) -> Vec<Finding> {
    [
        too_few_to_tell(spread),
        facts.ids.cut.as_ref().map(|(column, example)| {
            finding("ids-cut", &[("column", column.as_str().into()), ("example", example.as_str().into())])
        }),
        guest(facts, false),
        excluded_statuses(facts),
        unclear_events(facts),
        guest(facts, true),
        excluded_items(facts),
        named_non_products(non_products),
        in_case("user", facts.ids.users_differing_in_case, interactions.users.len()),
        in_case("item", facts.ids.items_differing_in_case, interactions.items.len()),
        unseen("user", interactions.users.ids()),
        unseen("item", interactions.items.ids()),
        unseen("name", interactions.item_names.iter().map(String::as_str)),
        cancellations(facts),
        rows_without_user(facts),
        below_threshold(facts),
        many_users_with_one_item(spread),
        many_items_with_one_user(spread),
        one_item_dominates(interactions, spread),
        bots(spread),
        time_gap(facts),
        (facts.names_differ > 0).then(|| finding("names-differ", &[("items", facts.names_differ.into())])),
        warning(facts, "duplicates", "duplicate-row"),
        warning(facts, "times-unreadable", "time-unreadable"),
        warning(facts, "times-out-of-range", "time-out-of-range"),
        warning(facts, "rows-carried", "row-carried"),
        warning(facts, "ids-trimmed", "id-trimmed"),
        total_rows(facts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn finding(code: &'static str, params: &[(&'static str, Param)]) -> Finding {
    Finding { code, params: params.iter().cloned().collect() }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl FileFacts<'_> {
    fn rejected(&self, reason: &str) -> u64 {
        self.rejected.get(reason).copied().unwrap_or(0)
    }
}

fn warning(facts: &FileFacts, code: &'static str, warning: &str) -> Option<Finding> {
    let rows = facts.warnings.get(warning).copied().unwrap_or(0);
    (rows > 0).then(|| finding(code, &[("rows", rows.into())]))
}

fn too_few_to_tell(spread: &Spread) -> Option<Finding> {
    let users = spread.items_of_users.iter().filter(|&&items| items >= MIN_MEASURED_ITEMS).count();
    let params = [("users", users.into()), ("needed", MIN_MEASURED_USERS.into())];
    (users < MIN_MEASURED_USERS).then(|| finding("too-few-to-tell", &params))
}

fn named_non_products(non_products: &[NonProduct]) -> Option<Finding> {
    let names: Vec<&str> = non_products.iter().take(NAMED).map(|item| item.name.trim()).collect();
    let params = [("items", non_products.len().into()), ("names", names.join(", ").as_str().into())];
    (!non_products.is_empty()).then(|| finding("suspects", &params))
}

fn excluded_items(facts: &FileFacts) -> Option<Finding> {
    let items = &facts.ids.excluded_items;
    let names: Vec<&str> = items.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
    let rows: u64 = items.iter().map(|&(_, rows)| rows).sum();
    let params = [("items", items.len().into()), ("rows", rows.into()), ("names", names.join(", ").as_str().into())];
    (!items.is_empty()).then(|| finding("non-products-excluded", &params))
}

/// The user with the most rows that stands for many, left out or not.
fn guest(facts: &FileFacts, excluded: bool) -> Option<Finding> {
    let found = facts.ids.guests.iter().filter(|(_, is_excluded)| *is_excluded == excluded);
    let (guest, _) = found.max_by_key(|(guest, _)| guest.rows)?;
    let params =
        [("id", guest.id.as_str().into()), ("rows", Param::Whole(guest.rows)), ("share", Param::Number(guest.share))];
    Some(finding(if excluded { "guest-excluded" } else { "guest-suspected" }, &params))
}

fn excluded_statuses(facts: &FileFacts) -> Option<Finding> {
    let ignored: Vec<&EventType> = facts.events.iter().filter(|event| event.weight == 0.0).collect();
    let names: Vec<&str> = ignored.iter().take(NAMED).map(|event| event.name.as_str()).collect();
    let rows: u64 = ignored.iter().map(|event| event.rows).sum();
    let params = [("rows", rows.into()), ("names", names.join(", ").as_str().into())];
    (facts.has_statuses && rows > 0).then(|| finding("statuses-excluded", &params))
}

/// Several types of events, all of which count although nothing says what they are.
fn unclear_events(facts: &FileFacts) -> Option<Finding> {
    let names: Vec<&str> = facts.events.iter().take(NAMED).map(|event| event.name.as_str()).collect();
    let are_codes = facts.events.iter().all(|event| event.name.chars().count() <= 2 && event.weight == 1.0);
    let is_unclear = !facts.has_statuses && facts.events.len() >= 2 && are_codes;
    is_unclear.then(|| finding("events-unclear", &[("names", names.join(", ").as_str().into())]))
}

/// Ids that differ in case alone, where there are many.
fn in_case(role: &'static str, ids: u64, all: usize) -> Option<Finding> {
    let is_many = ids >= 3 && ids * 50 >= all as u64;
    is_many.then(|| finding("ids-differ-in-case", &[("role", role.into()), ("ids", ids.into())]))
}

/// Invisible characters in the ids or names of `role`.
fn unseen<'a>(role: &'static str, texts: impl Iterator<Item = &'a str>) -> Option<Finding> {
    let (ids, example) = invisible_characters(texts, role == "name")?;
    let params = [("role", role.into()), ("ids", ids.into()), ("example", example.as_str().into())];
    Some(finding("invisible-characters", &params))
}

fn total_rows(facts: &FileFacts) -> Option<Finding> {
    let rows = facts.rejected("total-row") + facts.rejected("header-again");
    (rows > 0).then(|| finding("total-rows", &[("rows", rows.into())]))
}

fn cancellations(facts: &FileFacts) -> Option<Finding> {
    let unmatched = facts.rejected("cancellation-unmatched");
    let rows = facts.rejected("cancellation") + unmatched;
    let params = [
        ("rows", Param::Whole(rows)),
        ("cancelled", facts.rejected("cancelled").into()),
        ("unmatched", unmatched.into()),
    ];
    (rows > 0).then(|| finding("cancellations", &params))
}

fn rows_without_user(facts: &FileFacts) -> Option<Finding> {
    let rows = facts.rejected("missing-user");
    let params = [("rows", rows.into()), ("share", (rows as f64 / facts.rows as f64).into())];
    (rows * 20 >= facts.rows).then(|| finding("rows-without-user", &params))
}

fn below_threshold(facts: &FileFacts) -> Option<Finding> {
    let (threshold, rows) = (facts.rating_threshold?, facts.rejected("value-below-threshold"));
    (rows > 0).then(|| finding("below-threshold", &[("rows", rows.into()), ("threshold", threshold.into())]))
}

fn many_users_with_one_item(spread: &Spread) -> Option<Finding> {
    let users = spread.items_of_users.len();
    let with_one = spread.items_of_users.partition_point(|&items| items <= 1);
    let params = [("users", with_one.into()), ("share", share(with_one, users).into())];
    (users >= MIN_USERS && with_one * 5 >= users).then(|| finding("many-users-with-one-item", &params))
}

fn many_items_with_one_user(spread: &Spread) -> Option<Finding> {
    let items = spread.users_of_items.len();
    let rare = spread.users_of_items.iter().filter(|&&users| users <= 1).count();
    let params = [("items", rare.into()), ("share", share(rare, items).into())];
    (items >= 100 && rare * 2 >= items).then(|| finding("many-items-with-one-user", &params))
}

fn one_item_dominates(interactions: &Interactions, spread: &Spread) -> Option<Finding> {
    let (users, items) = (spread.items_of_users.len(), spread.users_of_items.len());
    let counts = spread.users_of_items.iter().enumerate();
    let (item, &owners) = counts.max_by_key(|&(item, &users)| (users, std::cmp::Reverse(item)))?;
    let params = [
        ("name", interactions.name(item).into()),
        ("id", interactions.items.id(item).into()),
        ("share", share(owners as usize, users).into()),
    ];
    let dominates = users >= MIN_USERS && items >= 10 && owners as usize * 2 >= users;
    dominates.then(|| finding("one-item-dominates", &params))
}

fn bots(spread: &Spread) -> Option<Finding> {
    let (users, activity) = (spread.items_of_users, spread.activity);
    let limit = (BOT_MEDIANS * activity.median).max(MIN_BOT_ITEMS);
    let busy = users.len() - users.partition_point(|&items| items as f64 <= limit);
    let params = [("users", busy.into()), ("limit", limit.into()), ("most", activity.max.into())];
    (users.len() >= MIN_USERS && busy > 0).then(|| finding("bots", &params))
}

fn time_gap(facts: &FileFacts) -> Option<Finding> {
    let (from, to) = longest_gap(&facts.days)?;
    let seconds = |day: i64| Param::Number((day * SECONDS_PER_DAY) as f64);
    let params = [("from", seconds(from)), ("to", seconds(to)), ("days", ((to - from) as u64).into())];
    Some(finding("time-gap", &params))
}

/// Longest period without a row, from its first day to the day after its last, if it is unusually long.
fn longest_gap(days: &[(i64, u64)]) -> Option<(i64, i64)> {
    let active: Vec<i64> = days.iter().filter(|&&(_, rows)| rows > 0).map(|&(day, _)| day).collect();
    let mut intervals: Vec<i64> = active.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let longest = active.windows(2).max_by_key(|pair| (pair[1] - pair[0], std::cmp::Reverse(pair[0])))?;
    intervals.sort_unstable();
    let usual = intervals.get(intervals.len() / 2).copied()?;
    let days = longest[1] - longest[0] - 1;
    let is_long = days >= MIN_GAP_DAYS && days >= GAP_INTERVALS * usual;
    (active.len() >= MIN_ACTIVE_DAYS && is_long).then_some((longest[0] + 1, longest[1]))
}
