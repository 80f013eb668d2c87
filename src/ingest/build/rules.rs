//! Rules by which events become interactions: the effect of a row on its pair, the status of the pair, and the outcome
//! of the row.

use crate::dataset::Vocabulary;
use crate::error::Result;
use crate::ingest::schema::{CellRules, ValueKind};
use crate::memory::try_zeroed;

/// Reason why a row is not used: a stable code, worded by the page.
pub type Reason = &'static str;

/// A value, or the reason why its row is rejected.
pub(crate) type Checked<T> = std::result::Result<T, Reason>;

/// Decided rules by which events become interactions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResolveRules {
    /// Whether the file has a split column.
    pub has_split: bool,
    /// Whether amounts are quantities, which add up; otherwise they are ratings, each of which counts on its own.
    pub adds_up: bool,
    /// Smallest rating that counts.
    pub threshold: f64,
    /// Weight of each type of event; the events of a pair must add up to one.
    pub event_weights: Option<Vec<f64>>,
    /// Whether each item is left out by the user's choice; empty where none is.
    pub excluded_items: Vec<bool>,
    /// The same of each user.
    pub excluded_users: Vec<bool>,
    pub min_items_per_user: u32,
    pub min_users_per_item: u32,
    /// Whether items without users are kept: the columns of a wide table are its items, bought or not.
    pub keeps_all_items: bool,
}

/// Effect of one row on its pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowEffect {
    /// The row adds this much.
    Counts(f64),
    /// The row would count if it did not repeat an earlier one.
    Duplicate,
    /// The row cancels this much.
    Cancels(f64),
    /// The row has a rating below the threshold.
    BelowThreshold,
    /// The row has an event that does not count.
    Ignored,
}

/// Status of a pair of a user and an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairStatus {
    /// The pair is an interaction.
    Kept,
    /// All that counts is cancelled.
    Cancelled,
    /// The events do not add up to one.
    TooWeak,
    /// There is nothing to cancel.
    Unmatched,
    /// No row counts.
    Empty,
}

/// Outcome of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowOutcome {
    /// The row is the first one of an interaction.
    Used,
    /// The row belongs to the same interaction as an earlier one.
    Merged,
    Rejected(Reason),
}

/// Statuses of all pairs, from which the outcome of each row can be found again.
#[derive(Default)]
pub(crate) struct PairStatuses {
    /// Whether each user is removed for having too few items; empty where none is.
    pub removed_users: Vec<bool>,
    /// Whether each item is removed for having too few users; empty where none is.
    pub removed_items: Vec<bool>,
    /// Pairs whose status is neither kept nor empty, in ascending order of [`pair_key`].
    pub pairs: Vec<(u64, PairStatus)>,
}

impl RowEffect {
    /// Effect of a row that repeats an earlier one.
    pub fn repeated(self) -> RowEffect {
        match self {
            RowEffect::Counts(_) => RowEffect::Duplicate,
            RowEffect::Cancels(_) => RowEffect::Cancels(0.0),
            other => other,
        }
    }
}

impl ResolveRules {
    /// Effect of a row with this amount and type of event.
    pub fn effect(&self, amount: f32, event_type: Option<u8>) -> RowEffect {
        let amount = f64::from(amount);
        let weight = match (&self.event_weights, event_type) {
            (Some(weights), Some(event_type)) => weights.get(usize::from(event_type)).copied().unwrap_or(0.0),
            _ => 1.0,
        };
        let size = if self.adds_up && self.event_weights.is_none() { amount.abs() } else { weight.abs() };
        match amount {
            _ if weight == 0.0 => RowEffect::Ignored,
            _ if !self.adds_up && amount < self.threshold => RowEffect::BelowThreshold,
            _ if weight < 0.0 || amount < 0.0 => RowEffect::Cancels(size),
            _ => RowEffect::Counts(size),
        }
    }

    /// Status of a pair by the effects of its rows.
    pub fn status(&self, effects: &[RowEffect]) -> PairStatus {
        let (mut counts, mut cancels, mut sum) = (false, false, 0.0);
        for effect in effects {
            match effect {
                RowEffect::Counts(size) => (counts, sum) = (true, sum + size),
                RowEffect::Cancels(size) => (cancels, sum) = (true, sum - size),
                RowEffect::Duplicate | RowEffect::BelowThreshold | RowEffect::Ignored => {}
            }
        }
        // Weights such as 0.1 do not add up to exactly one.
        let is_enough = if self.event_weights.is_some() { sum >= 1.0 - 1e-6 } else { sum > 0.0 };
        match (counts, cancels) {
            (true, _) if is_enough => PairStatus::Kept,
            (true, true) => PairStatus::Cancelled,
            (true, false) => PairStatus::TooWeak,
            (false, true) => PairStatus::Unmatched,
            (false, false) => PairStatus::Empty,
        }
    }

    /// Whether an item is left out by the user's choice.
    pub fn excludes(&self, item: u32) -> bool {
        self.excluded_items.get(item as usize).copied().unwrap_or(false)
    }

    /// Whether a user is left out, by choice or as a guest.
    pub fn excludes_user(&self, user: u32) -> bool {
        self.excluded_users.get(user as usize).copied().unwrap_or(false)
    }

    /// Whether users and items with too few interactions are removed.
    pub fn removes_rare(&self) -> bool {
        self.min_items_per_user > 1 || self.min_users_per_item > 1
    }

    /// Reason why the rows of an owner without any remaining item are not used.
    pub fn owner_reason(&self) -> Reason {
        if self.removes_rare() { "user-too-few" } else { "item-excluded" }
    }

    /// Outcome of a row with this effect on a pair with this status; `is_first` of the pair's rows that count.
    pub fn outcome(
        &self,
        effect: RowEffect,
        user: u32,
        item: u32,
        status: PairStatus,
        statuses: &PairStatuses,
        is_first: bool,
    ) -> RowOutcome {
        let is_removed = |removed: &[bool], index: u32| removed.get(index as usize).copied().unwrap_or(false);
        let reason = match (effect, status) {
            _ if self.excludes_user(user) => "missing-user",
            _ if self.excludes(item) => "item-excluded",
            (RowEffect::BelowThreshold, _) => "value-below-threshold",
            (RowEffect::Ignored, _) => "event-ignored",
            (RowEffect::Cancels(_), PairStatus::Unmatched) => "cancellation-unmatched",
            (RowEffect::Cancels(_), _) => "cancellation",
            (_, PairStatus::Cancelled) => "cancelled",
            (_, PairStatus::Kept) if is_removed(&statuses.removed_users, user) => "user-too-few",
            (_, PairStatus::Kept) if is_removed(&statuses.removed_items, item) => "item-too-few",
            (_, PairStatus::Kept) => return if is_first { RowOutcome::Used } else { RowOutcome::Merged },
            (_, PairStatus::TooWeak | PairStatus::Unmatched | PairStatus::Empty) => "too-weak",
        };
        RowOutcome::Rejected(reason)
    }
}

impl PairStatuses {
    /// Status of a pair, by the indices in the order of the file.
    pub fn of(&self, user: u32, item: u32) -> PairStatus {
        if self.pairs.is_empty() {
            return PairStatus::Kept;
        }
        let found = self.pairs.binary_search_by_key(&pair_key(user, item), |&(key, _)| key);
        found.ok().and_then(|at| self.pairs.get(at)).map_or(PairStatus::Kept, |&(_, status)| status)
    }
}

/// Key of a pair: the user in the upper half, the item in the lower.
pub(crate) fn pair_key(user: u32, item: u32) -> u64 {
    u64::from(user) << 32 | u64::from(item)
}

impl CellRules {
    /// Rules by which events become interactions, of decided cell rules.
    pub(crate) fn resolve_rules(
        &self,
        (users, items): (&Vocabulary, &Vocabulary),
        event_types: &Vocabulary,
        has_split: bool,
        keeps_all_items: bool,
    ) -> Result<ResolveRules> {
        let excluded_items = flags(items, self.excluded_items.as_deref().unwrap_or_default())?;
        let excluded_users = flags(users, self.excluded_users.as_deref().unwrap_or_default())?;
        Ok(ResolveRules {
            has_split,
            adds_up: self.value != Some(ValueKind::Rating),
            threshold: self.threshold.unwrap_or(0.0),
            event_weights: self
                .event_weights
                .as_ref()
                .map(|weights| event_types.ids().map(|name| weights.get(name).copied().unwrap_or(0.0)).collect()),
            excluded_items,
            excluded_users,
            min_items_per_user: self.min_items_per_user.unwrap_or(1),
            min_users_per_item: self.min_users_per_item.unwrap_or(1),
            keeps_all_items,
        })
    }
}

/// Whether each id of a vocabulary is one of those `chosen`; empty where none is.
fn flags(ids: &Vocabulary, chosen: &[String]) -> Result<Vec<bool>> {
    let mut flags = Vec::new();
    for index in chosen.iter().filter_map(|id| ids.find(id)) {
        if flags.is_empty() {
            flags = try_zeroed(false, ids.len())?;
        }
        flags[index] = true;
    }
    Ok(flags)
}
