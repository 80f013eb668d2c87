//! What a file's cells mean: from which rating on somebody likes a thing, which events count, what takes a
//! purchase back, what is left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::Vocabulary;
use crate::error::{Error, Result};
use crate::ingest::lexicon::dictionary::is_rating_name;
use crate::ingest::schema::events;
use crate::ingest::values::date::Order;

/// What somebody has chosen; what is not chosen is decided by the file's content. All defaults are so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CellRules {
    /// What the column of values holds.
    pub value: Option<ValueKind>,
    /// The least value that counts as a preference; 0: any above zero.
    pub threshold: Option<f64>,
    /// Whether negative quantities and cancelled orders take back what the same user had of the same item.
    pub take_back: Option<bool>,
    /// How much an event of each type counts, −1 to 1: a pair is an interaction where its events add up to
    /// one. 0 does not count, below 0 takes back.
    pub events: Option<BTreeMap<String, f64>>,
    /// Ids of items that are left out.
    pub excluded_items: Vec<String>,
    /// Users with fewer items, and items with fewer users, are left out, again and again until nobody is; 1 is off.
    pub least_per_user: Option<u32>,
    pub least_per_item: Option<u32>,
    /// Rows before, and rows at or after, are left out; seconds since 1970.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// Which number of a date is which.
    pub dates: Option<Order>,
}

/// What numbers in the column of values say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// How much somebody likes the item: each stands alone.
    Rating,
    /// How many or how much: they add up.
    Quantity,
}

impl ValueKind {
    /// By the column's name, else by what its first cells look like: ratings lie on a short scale, most
    /// of them in its upper half.
    pub(crate) fn guess(name: &str, looks_like_rating: bool) -> ValueKind {
        match is_rating_name(name) {
            Some(true) => ValueKind::Rating,
            Some(false) => ValueKind::Quantity,
            None if looks_like_rating => ValueKind::Rating,
            None => ValueKind::Quantity,
        }
    }
}

/// The least rating that says that somebody likes a thing, by the largest that there is: four fifths of the
/// scale up to five, seven tenths of the usual longer ones. 0, so that all count, where the scale is none.
pub fn threshold_of_scale(largest: f64) -> f64 {
    match largest {
        _ if largest <= 1.0 || largest.fract() != 0.0 => 0.0,
        _ if largest <= 5.0 => (0.8 * largest).round(),
        _ if largest <= 10.0 => (0.7 * largest).round(),
        _ if largest <= 100.0 && largest > 50.0 => 70.0,
        _ => 0.0,
    }
}

/// What the whole file has shown, by which is decided what was not chosen.
#[derive(Clone, Copy, Default)]
pub(crate) struct FileEvidence<'a> {
    pub kind: Option<ValueKind>,
    /// The least rating that counts, by the scale.
    pub threshold: f64,
    /// Whether there was anything that takes back.
    pub taken_back: bool,
    pub order: Option<Order>,
    /// Event types, and how many rows each has.
    pub kinds: Option<(&'a Vocabulary, &'a [u64])>,
}

impl CellRules {
    /// Checks what was chosen.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`].
    pub fn check(&self) -> Result<()> {
        let within = |option, value: f64, min: f64, max: f64| {
            if (min..=max).contains(&value) { Ok(()) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
        };
        within("threshold", self.threshold.unwrap_or(0.0), 0.0, 1e12)?;
        within("leastPerUser", self.least_per_user.unwrap_or(1).into(), 1.0, 1_000.0)?;
        within("leastPerItem", self.least_per_item.unwrap_or(1).into(), 1.0, 1_000.0)?;
        let mut weights = self.events.iter().flat_map(BTreeMap::values);
        weights.try_for_each(|&weight| within("events", weight, -1.0, 1.0))
    }

    /// The same with everything decided.
    pub(crate) fn decided(&self, seen: &FileEvidence) -> CellRules {
        let rating = seen.kind == Some(ValueKind::Rating);
        let events = seen.kinds.map(|(types, rows)| {
            let rows = types.ids().map(str::to_owned).zip(rows.iter().copied()).collect();
            let mut weights = events::weights(&rows);
            for (name, &weight) in self.events.iter().flatten() {
                // Types that the file does not have stay out of what is shown.
                if let Some(known) = weights.get_mut(name) {
                    *known = weight;
                }
            }
            weights
        });
        CellRules {
            value: seen.kind,
            threshold: rating.then(|| self.threshold.unwrap_or(seen.threshold)),
            take_back: Some(self.take_back.unwrap_or(seen.taken_back)),
            events,
            excluded_items: self.excluded_items.clone(),
            least_per_user: Some(self.least_per_user.unwrap_or(1)),
            least_per_item: Some(self.least_per_item.unwrap_or(1)),
            from: self.from,
            to: self.to,
            dates: seen.order,
        }
    }
}
