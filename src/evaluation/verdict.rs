//! Verdict: whether a personal model is worth it, by the purchases that it finds beyond those the bestsellers find.
//!
//! All figures are purchases of every [`OF`] that were held out, at the list length of the catalogue. Rules, from the first
//! that holds; *lead* is that of the winner over the bestsellers, [low, high] its interval:
//!
//! | kind | reason | where |
//! | --- | --- | --- |
//! | either | too few | fewer than [`MIN_TESTED`] tested users |
//! | worth | clear | low > 0 and lead ≥ [`MIN_LEAD`] |
//! | not | behind | high ≤ 0 |
//! | either, not | small | low > 0, lead < [`MIN_LEAD`]: either where high ≥ [`MIN_LEAD`], else not |
//! | either | uncertain | high ≥ [`MIN_LEAD`] |
//! | not | none | the rest |
//!
//! A better lead (none of its three figures smaller) never comes to a worse kind: *worth* asks for two lower bounds, and
//! what is left is *either* from one bound of high on.

use serde::Serialize;

use crate::evaluation::bootstrap::Interval;
use crate::evaluation::comparison::{Comparison, EASE_NAME, ITEM_KNN_NAME, NETWORK_NAME, POPULARITY_NAME};

/// The number of held-out purchases that figures are told of.
pub const OF: u32 = 100;
/// Tested users below which nothing is said.
pub const MIN_TESTED: usize = 30;
/// The smallest lead that is worth a personal model, in purchases of every [`OF`].
pub const MIN_LEAD: f64 = 1.0;
/// The share of the winner's lead that a cheaper model has to keep.
const KEPT_LEAD: f64 = 0.8;
/// Models by what they cost to run, the cheapest first: a list for all, one table of similar items, one matrix of all pairs
/// of items, the network beside such a matrix.
const BY_COST: [&str; 4] = [POPULARITY_NAME, ITEM_KNN_NAME, EASE_NAME, NETWORK_NAME];
/// The same without the bestsellers, which are no personal model; the network first, which stays where others are only as
/// good.
const PERSONAL: [&str; 3] = [NETWORK_NAME, ITEM_KNN_NAME, EASE_NAME];

/// Whether personal recommendations are worth it; a later kind is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    Not,
    /// The bestsellers may do as well.
    Either,
    Worth,
}

/// The rule that has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictReason {
    /// The lead is there, and large enough.
    Clear,
    /// It is there, but small.
    Small,
    /// It may be large enough, or none at all.
    Uncertain,
    /// There is none, or it is too small to matter.
    None,
    /// The bestsellers find as much or more.
    Behind,
    TooFew,
}

/// What a test came to, in purchases of every [`OF`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub kind: VerdictKind,
    pub reason: VerdictReason,
    /// The list length.
    pub k: usize,
    pub of: u32,
    /// The personal model that has won on validation: the test must not choose.
    pub model: String,
    /// What it finds, with the 95 % interval.
    pub found: f64,
    pub low: f64,
    pub high: f64,
    pub found_by_bestsellers: f64,
    /// Found by the model less found by the bestsellers, paired.
    pub lead: Interval,
    /// A model that costs less and does nearly as well; none where there is none.
    pub cheap: Option<CheapModel>,
}

/// A cheaper model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheapModel {
    pub model: String,
    /// Found by the winner less found by this one, paired.
    pub behind: Interval,
}

impl VerdictKind {
    /// The kind, and the rule behind it, of a `lead` that was seen in the test of `users` users.
    pub fn of(lead: &Interval, users: usize) -> (VerdictKind, VerdictReason) {
        let is_there = lead.low > 0.0;
        let may_matter = lead.high >= MIN_LEAD;
        match (is_there, may_matter) {
            _ if users < MIN_TESTED => (VerdictKind::Either, VerdictReason::TooFew),
            (true, _) if lead.value >= MIN_LEAD => (VerdictKind::Worth, VerdictReason::Clear),
            _ if lead.high <= 0.0 => (VerdictKind::Not, VerdictReason::Behind),
            (true, true) => (VerdictKind::Either, VerdictReason::Small),
            (true, false) => (VerdictKind::Not, VerdictReason::Small),
            (false, true) => (VerdictKind::Either, VerdictReason::Uncertain),
            (false, false) => (VerdictKind::Not, VerdictReason::None),
        }
    }
}

impl Verdict {
    /// The verdict on `comparison`. `validation` has the NDCG@10 on validation of models, as far as it is known; none where
    /// the bestsellers or every personal model was not measured.
    pub fn of(comparison: &Comparison, validation: &[(&str, Option<f64>)]) -> Option<Verdict> {
        let winner = winner(comparison, validation)?;
        let found = found(comparison, winner)?;
        let lead = ahead(comparison, winner, POPULARITY_NAME)?;
        let (kind, reason) = VerdictKind::of(&lead, comparison.users);
        Some(Verdict {
            kind,
            reason,
            k: comparison.list_length,
            of: OF,
            model: winner.to_owned(),
            found: found.value,
            low: found.low,
            high: found.high,
            found_by_bestsellers: self::found(comparison, POPULARITY_NAME)?.value,
            lead,
            cheap: if reason == VerdictReason::TooFew { None } else { cheap(comparison, winner, kind, &lead) },
        })
    }
}

/// The personal model with the best validation; the network where its own is not known.
fn winner(comparison: &Comparison, validation: &[(&str, Option<f64>)]) -> Option<&'static str> {
    let known = |name: &str| validation.iter().find(|(model, _)| *model == name).and_then(|(_, ndcg)| *ndcg);
    let mut measured = PERSONAL.into_iter().filter(|name| found(comparison, name).is_some());
    let first = measured.next()?;
    let Some(mut best) = known(first) else { return Some(first) };
    let mut winner = first;
    for name in measured {
        if let Some(ndcg) = known(name).filter(|&ndcg| ndcg > best) {
            (winner, best) = (name, ndcg);
        }
    }
    Some(winner)
}

/// The cheapest model that is less than [`MIN_LEAD`] behind the winner and keeps most of its lead. The bestsellers have no
/// lead to keep; they are named where a personal model is not worth it.
fn cheap(comparison: &Comparison, winner: &str, kind: VerdictKind, lead: &Interval) -> Option<CheapModel> {
    let cheaper = BY_COST.into_iter().take_while(|&name| name != winner);
    let mut near = cheaper.filter_map(|name| {
        let behind = ahead(comparison, winner, name)?;
        let keeps = match name {
            POPULARITY_NAME => kind != VerdictKind::Worth,
            _ => lead.value - behind.value >= KEPT_LEAD * lead.value,
        };
        (keeps && behind.value < MIN_LEAD).then(|| CheapModel { model: name.to_owned(), behind })
    });
    near.next()
}

/// What a model finds of every [`OF`] purchases.
fn found(comparison: &Comparison, name: &str) -> Option<Interval> {
    let model = comparison.models.iter().find(|model| model.name == name)?;
    model.metrics.get(&metric(comparison)).map(of_hundred)
}

/// What a model finds of every [`OF`] purchases, less what another one does.
fn ahead(comparison: &Comparison, name: &str, against: &str) -> Option<Interval> {
    let metric = metric(comparison);
    let mut differences = comparison.differences.iter();
    let found = differences.find(|found| found.model == name && found.against == against && found.metric == metric)?;
    Some(of_hundred(&found.interval))
}

fn metric(comparison: &Comparison) -> String {
    format!("found@{}", comparison.list_length)
}

fn of_hundred(share: &Interval) -> Interval {
    let of = f64::from(OF);
    Interval { value: of * share.value, low: of * share.low, high: of * share.high }
}
