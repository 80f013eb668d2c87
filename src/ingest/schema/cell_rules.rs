//! Rules for interpreting cells: the smallest rating that counts, the weights of events, cancellations, and what is
//! left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::Vocabulary;
use crate::error::{Error, Result};
use crate::ingest::lexicon::is_rating_name;
use crate::ingest::schema::events::{event_weights, status_weights};
use crate::ingest::values::DateOrder;

/// Rules that the user has chosen. `None`, the default of each, is decided by the file's content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CellRules {
    /// Kind of the column of values.
    pub value: Option<ValueKind>,
    /// Smallest rating that counts as a preference; 0 for any above zero.
    pub threshold: Option<f64>,
    /// Whether negative quantities and cancelled orders cancel what the same user has of the same item.
    #[serde(rename = "takeBack")]
    pub apply_cancellations: Option<bool>,
    /// Weight of an event of each type, −1 to 1. A pair is an interaction where its events add up to one; 0 does not
    /// count, a negative weight cancels.
    #[serde(rename = "events")]
    pub event_weights: Option<BTreeMap<String, f64>>,
    /// Ids of items that are left out; by their names where none is chosen: postage, fees, deposits.
    pub excluded_items: Option<Vec<String>>,
    /// Ids of users that are left out; by their names where none is chosen: what stands for all guests.
    pub excluded_users: Option<Vec<String>>,
    /// Whether ids that differ in case alone are one.
    pub fold_case: Option<bool>,
    /// Smallest number of items of a user, of users of an item; users and items with fewer are left out repeatedly
    /// until none are. 1 is off.
    #[serde(rename = "leastPerUser")]
    pub min_items_per_user: Option<u32>,
    #[serde(rename = "leastPerItem")]
    pub min_users_per_item: Option<u32>,
    /// First time of the window that counts, in seconds since 1970.
    pub from: Option<i64>,
    /// End of that window, exclusive, in seconds since 1970.
    pub to: Option<i64>,
    /// Order of the numbers in dates.
    #[serde(rename = "dates")]
    pub date_order: Option<DateOrder>,
}

/// Kind of the numbers in the column of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// How much a user likes an item; each rating counts on its own.
    Rating,
    /// How many or how much; quantities of a pair add up.
    Quantity,
}

impl ValueKind {
    /// Kind suggested by the column's name, else by whether its first cells are like ratings: on a short scale, most of
    /// them in its upper half.
    pub(crate) fn guess(name: &str, is_like_rating: bool) -> ValueKind {
        match is_rating_name(name) {
            Some(true) => ValueKind::Rating,
            Some(false) => ValueKind::Quantity,
            None if is_like_rating => ValueKind::Rating,
            None => ValueKind::Quantity,
        }
    }
}

/// Smallest rating that counts as a preference, by the largest rating: four fifths of a scale up to five, seven tenths
/// of the usual longer scales. 0, so that all ratings count, for any other scale.
pub fn default_threshold(largest: f64) -> f64 {
    match largest {
        _ if largest <= 1.0 || largest.fract() != 0.0 => 0.0,
        _ if largest <= 5.0 => (0.8 * largest).round(),
        _ if largest <= 10.0 => (0.7 * largest).round(),
        _ if largest <= 100.0 && largest > 50.0 => 70.0,
        _ => 0.0,
    }
}

/// Evidence of the whole file, which decides what was not chosen.
#[derive(Clone, Copy, Default)]
pub(crate) struct FileEvidence<'a> {
    pub value_kind: Option<ValueKind>,
    /// Smallest rating that counts, by the scale.
    pub threshold: f64,
    /// Whether any row cancels.
    pub has_cancellations: bool,
    pub date_order: Option<DateOrder>,
    /// Types of events, and the number of rows of each.
    pub event_rows: Option<(&'a Vocabulary, &'a [u64])>,
    /// Whether these types are statuses of orders.
    pub has_statuses: bool,
    /// Items and users that are left out unless others are chosen.
    pub excluded_items: &'a [String],
    pub excluded_users: &'a [String],
}

impl CellRules {
    /// Checks the ranges of the rules.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`].
    pub fn check(&self) -> Result<()> {
        let within = |option, value: f64, min: f64, max: f64| {
            if (min..=max).contains(&value) { Ok(()) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
        };
        within("threshold", self.threshold.unwrap_or(0.0), 0.0, 1e12)?;
        within("leastPerUser", self.min_items_per_user.unwrap_or(1).into(), 1.0, 1_000.0)?;
        within("leastPerItem", self.min_users_per_item.unwrap_or(1).into(), 1.0, 1_000.0)?;
        let mut weights = self.event_weights.iter().flat_map(BTreeMap::values);
        weights.try_for_each(|&weight| within("events", weight, -1.0, 1.0))
    }

    /// The same rules with all undecided ones decided.
    pub(crate) fn decided(&self, evidence: &FileEvidence) -> CellRules {
        let is_rating = evidence.value_kind == Some(ValueKind::Rating);
        let event_weights = evidence.event_rows.map(|(types, rows)| {
            let rows = types.ids().map(str::to_owned).zip(rows.iter().copied()).collect();
            let mut weights = if evidence.has_statuses { status_weights(&rows) } else { event_weights(&rows) };
            for (name, &weight) in self.event_weights.iter().flatten() {
                // Types that the file does not have are not shown.
                if let Some(known) = weights.get_mut(name) {
                    *known = weight;
                }
            }
            weights
        });
        CellRules {
            value: evidence.value_kind,
            threshold: is_rating.then(|| self.threshold.unwrap_or(evidence.threshold)),
            apply_cancellations: Some(self.apply_cancellations.unwrap_or(evidence.has_cancellations)),
            event_weights,
            excluded_items: Some(self.excluded_items.clone().unwrap_or_else(|| evidence.excluded_items.to_vec())),
            excluded_users: Some(self.excluded_users.clone().unwrap_or_else(|| evidence.excluded_users.to_vec())),
            fold_case: Some(self.fold_case.unwrap_or(false)),
            min_items_per_user: Some(self.min_items_per_user.unwrap_or(1)),
            min_users_per_item: Some(self.min_users_per_item.unwrap_or(1)),
            from: self.from,
            to: self.to,
            date_order: evidence.date_order,
        }
    }
}
