//! How rows become interactions: what a row says of its pair, what becomes of the pair, and where the row went.

use crate::dataset::Vocabulary;
use crate::error::Result;
use crate::ingest::schema::cell_rules::{CellRules, ValueKind};
use crate::memory::try_zeroed;

/// Why a row is not used; stable codes, worded by the page.
pub type Reason = &'static str;

/// How rows become interactions, once all has been decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResolveRules {
    /// Whether the parts of the split come from the file.
    pub given: bool,
    /// Whether amounts are quantities, which add up; else they are ratings, each of which stands alone.
    pub adds_up: bool,
    /// The least rating.
    pub threshold: f64,
    /// How much an event of each type counts; a pair needs one in all.
    pub weights: Option<Vec<f64>>,
    /// Items, by index, that somebody has asked to leave out.
    pub excluded: Vec<bool>,
    pub least_per_user: u32,
    pub least_per_item: u32,
    /// Whether items stay that nobody has: the columns of a wide file are its products, bought or not.
    pub declared: bool,
}

/// What one row says of its pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowEffect {
    Counts(f64),
    /// It counted, had not an earlier row said exactly the same.
    Again,
    TakesBack(f64),
    /// A rating below the threshold.
    Below,
    /// An event that does not count.
    Ignored,
}

/// What becomes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairStatus {
    There,
    /// What counts is taken back.
    Cancelled,
    /// Its events do not add up to one.
    TooWeak,
    /// There is nothing to take back.
    Unmatched,
    /// No row of it counts.
    Nothing,
}

/// Where a row went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowOutcome {
    /// It gave the pair, at this time.
    Used,
    Merged,
    Rejected(Reason),
}

/// What is needed to say once more where each row went.
#[derive(Default)]
pub(crate) struct PairStatuses {
    pub users_gone: Vec<bool>,
    pub items_gone: Vec<bool>,
    /// Pairs that are not there although something counted, or was to be taken back: user and item, and what became
    /// of them, in ascending order.
    pub pairs: Vec<(u64, PairStatus)>,
}

impl RowEffect {
    /// The same, said once more.
    pub fn again(self) -> RowEffect {
        match self {
            RowEffect::Counts(_) => RowEffect::Again,
            RowEffect::TakesBack(_) => RowEffect::TakesBack(0.0),
            other => other,
        }
    }
}

impl ResolveRules {
    pub fn says(&self, amount: f32, kind: Option<u8>) -> RowEffect {
        let amount = f64::from(amount);
        let weight = match (&self.weights, kind) {
            (Some(weights), Some(kind)) => weights.get(usize::from(kind)).copied().unwrap_or(0.0),
            _ => 1.0,
        };
        let size = if self.adds_up && self.weights.is_none() { amount.abs() } else { weight.abs() };
        match amount {
            _ if weight == 0.0 => RowEffect::Ignored,
            _ if !self.adds_up && amount < self.threshold => RowEffect::Below,
            _ if weight < 0.0 || amount < 0.0 => RowEffect::TakesBack(size),
            _ => RowEffect::Counts(size),
        }
    }

    /// What becomes of a pair of which its rows say this.
    pub fn fate(&self, says: &[RowEffect]) -> PairStatus {
        let (mut counts, mut takes_back, mut sum) = (false, false, 0.0);
        for saying in says {
            match saying {
                RowEffect::Counts(size) => (counts, sum) = (true, sum + size),
                RowEffect::TakesBack(size) => (takes_back, sum) = (true, sum - size),
                RowEffect::Again | RowEffect::Below | RowEffect::Ignored => {}
            }
        }
        // Weights such as 0.1 do not add up to one exactly.
        let enough = if self.weights.is_some() { sum >= 1.0 - 1e-6 } else { sum > 0.0 };
        match (counts, takes_back) {
            (true, _) if enough => PairStatus::There,
            (true, true) => PairStatus::Cancelled,
            (true, false) => PairStatus::TooWeak,
            (false, true) => PairStatus::Unmatched,
            (false, false) => PairStatus::Nothing,
        }
    }

    pub fn excludes(&self, item: u32) -> bool {
        self.excluded.get(item as usize).copied().unwrap_or(false)
    }

    /// Why the rows of a user are not used who has nothing left.
    pub fn reason_of_owner(&self) -> Reason {
        if self.least_per_user > 1 || self.least_per_item > 1 { "user-too-few" } else { "item-excluded" }
    }

    /// Where a row went that says this of a pair of such a fate; `is_first` of those that count.
    pub fn outcome(
        &self,
        saying: RowEffect,
        user: u32,
        item: u32,
        fate: PairStatus,
        fates: &PairStatuses,
        is_first: bool,
    ) -> RowOutcome {
        let gone = |gone: &[bool], index: u32| gone.get(index as usize).copied().unwrap_or(false);
        let reason = match (saying, fate) {
            _ if self.excludes(item) => "item-excluded",
            (RowEffect::Below, _) => "value-below-threshold",
            (RowEffect::Ignored, _) => "event-ignored",
            (RowEffect::TakesBack(_), PairStatus::Unmatched) => "cancellation-unmatched",
            (RowEffect::TakesBack(_), _) => "cancellation",
            (_, PairStatus::Cancelled) => "cancelled",
            (_, PairStatus::There) if gone(&fates.users_gone, user) => "user-too-few",
            (_, PairStatus::There) if gone(&fates.items_gone, item) => "item-too-few",
            (_, PairStatus::There) => return if is_first { RowOutcome::Used } else { RowOutcome::Merged },
            (_, PairStatus::TooWeak | PairStatus::Unmatched | PairStatus::Nothing) => "too-weak",
        };
        RowOutcome::Rejected(reason)
    }
}

impl PairStatuses {
    /// What became of a pair, by the indices in the order of the file.
    pub fn of(&self, user: u32, item: u32) -> PairStatus {
        if self.pairs.is_empty() {
            return PairStatus::There;
        }
        let found = self.pairs.binary_search_by_key(&pair(user, item), |&(pair, _)| pair);
        found.ok().and_then(|at| self.pairs.get(at)).map_or(PairStatus::There, |&(_, fate)| fate)
    }
}

pub(crate) fn pair(user: u32, item: u32) -> u64 {
    u64::from(user) << 32 | u64::from(item)
}

impl CellRules {
    /// How rows become interactions, where this is a decided meaning.
    pub(crate) fn rules(
        &self,
        items: &Vocabulary,
        types: &Vocabulary,
        given: bool,
        declared: bool,
    ) -> Result<ResolveRules> {
        let mut excluded = Vec::new();
        for id in &self.excluded_items {
            if let Some(item) = items.find(id) {
                if excluded.is_empty() {
                    excluded = try_zeroed(false, items.len())?;
                }
                excluded[item] = true;
            }
        }
        let weight = |name: &str| self.events.as_ref().and_then(|events| events.get(name)).copied().unwrap_or(0.0);
        Ok(ResolveRules {
            given,
            adds_up: self.value != Some(ValueKind::Rating),
            threshold: self.threshold.unwrap_or(0.0),
            weights: self.events.is_some().then(|| types.ids().map(weight).collect()),
            excluded,
            least_per_user: self.least_per_user.unwrap_or(1),
            least_per_item: self.least_per_item.unwrap_or(1),
            declared,
        })
    }
}
