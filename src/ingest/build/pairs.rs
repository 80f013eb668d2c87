//! Pairs: the events of each user and item, merged into one.

use crate::dataset::NO_TIME;
use crate::error::Result;
use crate::ingest::build::event_log::{EventLog, LoggedEvent};
use crate::ingest::build::row_counts::OutcomeCounts;
use crate::ingest::build::rules::{PairStatus, PairStatuses, ResolveRules, RowEffect, RowOutcome, pair_key};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;

/// Pairs of all users, before any user or item is removed.
pub(crate) struct Pairs {
    pub matrix: CsrMatrix,
    /// Part of each pair, where the file has a split column; empty otherwise.
    pub parts: Vec<u8>,
    /// Time of the first event of each pair, where the file has times; empty otherwise.
    pub times: Vec<i64>,
    /// Number of rows of each pair.
    pub rows: Vec<u32>,
}

/// Builder of pairs, user by user.
pub(crate) struct PairBuilder {
    pairs: Pairs,
    is_timed: bool,
    /// Rows that repeat an earlier one.
    pub duplicates: u64,
    /// Items of the current user.
    items: Vec<u32>,
    /// Effects of the rows of the current pair.
    effects: Vec<RowEffect>,
    /// Tags of the rows of the current pair, with their positions.
    tags: Vec<(u32, usize)>,
    /// Events of the current user.
    events: Vec<LoggedEvent>,
}

impl PairBuilder {
    /// A builder of pairs with this many items, with or without times.
    pub fn new(items: usize, is_timed: bool) -> PairBuilder {
        let pairs = Pairs { matrix: CsrMatrix::new(items), parts: Vec::new(), times: Vec::new(), rows: Vec::new() };
        PairBuilder {
            pairs,
            is_timed,
            duplicates: 0,
            items: Vec::new(),
            effects: Vec::new(),
            tags: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Adds the next user, whose `indices` of events are sorted by item. Where no pair can be removed later, `outcomes`
    /// counts the outcome of each row.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn add_user(
        &mut self,
        log: &EventLog,
        (user, indices): (u32, &[u32]),
        rules: &ResolveRules,
        statuses: &mut PairStatuses,
        mut outcomes: Option<&mut OutcomeCounts>,
    ) -> Result<()> {
        let PairBuilder { pairs, is_timed, duplicates, items, effects, tags, events } = self;
        let adds_up = rules.adds_up && log.has_amounts();
        items.clear();
        try_reserve(items, indices.len())?;
        try_reserve(&mut pairs.rows, indices.len())?;
        if rules.has_split {
            try_reserve(&mut pairs.parts, indices.len())?;
        }
        if *is_timed {
            try_reserve(&mut pairs.times, indices.len())?;
        }
        each_item(log, indices, events, |item, events| {
            let one;
            let effects = if let [event] = events {
                one = [rules.effect(event.amount, event.event_type)];
                one.as_slice()
            } else {
                find_effects(events, rules, effects)?;
                *duplicates += mark_duplicates(events, adds_up, effects, tags)?;
                effects.as_slice()
            };
            let status = rules.status(effects);
            if !matches!(status, PairStatus::Kept | PairStatus::Empty) {
                try_reserve(&mut statuses.pairs, 1)?;
                statuses.pairs.push((pair_key(user, item), status));
            }
            if let Some(outcomes) = &mut outcomes {
                count_outcomes(log, (user, item, events), (status, effects), rules, statuses, outcomes);
            }
            if status != PairStatus::Kept || rules.excludes(item) || rules.excludes_user(user) {
                return Ok(());
            }
            let counting = || events.iter().zip(effects).filter(|(_, effect)| matches!(effect, RowEffect::Counts(_)));
            let merged = |effect: &&RowEffect| matches!(effect, RowEffect::Counts(_) | RowEffect::Duplicate);
            items.push(item);
            pairs.rows.push(effects.iter().filter(merged).count() as u32);
            if rules.has_split {
                pairs.parts.push(counting().map(|(event, _)| event.part as u8).min().unwrap_or(0));
            }
            if *is_timed {
                pairs.times.push(counting().filter_map(|(event, _)| event.time()).min().unwrap_or(NO_TIME));
            }
            Ok(())
        })?;
        pairs.matrix.push_row(items)
    }

    /// Counts the outcomes of a user's rows once the removed users and items are known.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn count_user(
        &mut self,
        log: &EventLog,
        (user, indices): (u32, &[u32]),
        rules: &ResolveRules,
        statuses: &PairStatuses,
        outcomes: &mut OutcomeCounts,
    ) -> Result<()> {
        let PairBuilder { effects, tags, events, .. } = self;
        let adds_up = rules.adds_up && log.has_amounts();
        each_item(log, indices, events, |item, events| {
            find_effects(events, rules, effects)?;
            mark_duplicates(events, adds_up, effects, tags)?;
            let status = statuses.of(user, item);
            count_outcomes(log, (user, item, events), (status, effects), rules, statuses, outcomes);
            Ok(())
        })
    }

    /// The pairs so far.
    pub fn matrix(&self) -> &CsrMatrix {
        &self.pairs.matrix
    }

    pub fn finish(self) -> Pairs {
        self.pairs
    }
}

/// Events gathered together, about. A user's events are scattered over memory; gathering them overlaps the cache
/// misses.
const GATHERED: usize = 1_024;

/// Calls `visit` with each item of a user and its events; `indices` are sorted by item. Inlined, since most items have
/// one event.
#[inline(always)]
fn each_item(
    log: &EventLog,
    mut indices: &[u32],
    events: &mut Vec<LoggedEvent>,
    mut visit: impl FnMut(u32, &[LoggedEvent]) -> Result<()>,
) -> Result<()> {
    while let Some(&last) = indices.get(..GATHERED).unwrap_or(indices).last() {
        // All events of the last item belong to this batch.
        let item = log.item(last);
        let more = indices.iter().skip(GATHERED).take_while(|&&index| log.item(index) == item).count();
        let (next, rest) = indices.split_at((GATHERED + more).min(indices.len()));
        events.clear();
        try_reserve(events, next.len())?;
        events.extend(next.iter().map(|&index| log.event(index)));
        events.chunk_by(|one, next| one.item == next.item).try_for_each(|events| visit(events[0].item, events))?;
        indices = rest;
    }
    Ok(())
}

fn find_effects(events: &[LoggedEvent], rules: &ResolveRules, effects: &mut Vec<RowEffect>) -> Result<()> {
    effects.clear();
    try_reserve(effects, events.len())?;
    effects.extend(events.iter().map(|event| rules.effect(event.amount, event.event_type)));
    Ok(())
}

/// Counts the rows of a pair that repeat an earlier one, letter by letter. Where amounts add up, such rows have no
/// effect.
fn mark_duplicates(
    events: &[LoggedEvent],
    adds_up: bool,
    effects: &mut [RowEffect],
    tags: &mut Vec<(u32, usize)>,
) -> Result<u64> {
    if events.len() < 2 {
        return Ok(0);
    }
    if let [one, other] = events
        && one.tag != other.tag
    {
        return Ok(0);
    }
    tags.clear();
    try_reserve(tags, events.len())?;
    tags.extend(events.iter().enumerate().filter_map(|(place, event)| Some((event.tag?, place))));
    tags.sort_unstable();
    let mut duplicates = 0;
    for pair in tags.windows(2) {
        if let &[(tag, _), (next, place)] = pair
            && tag == next
        {
            duplicates += 1;
            if adds_up {
                effects[place] = effects[place].repeated();
            }
        }
    }
    Ok(duplicates)
}

/// Counts the outcomes of a pair's rows. Inlined into the loops over pairs, most of which have one row that is used.
#[inline(always)]
fn count_outcomes(
    log: &EventLog,
    (user, item, events): (u32, u32, &[LoggedEvent]),
    (status, effects): (PairStatus, &[RowEffect]),
    rules: &ResolveRules,
    statuses: &PairStatuses,
    outcomes: &mut OutcomeCounts,
) {
    let all_count = effects.iter().all(|effect| matches!(effect, RowEffect::Counts(_) | RowEffect::Duplicate));
    if all_count && rules.outcome(RowEffect::Counts(1.0), user, item, status, statuses, true) == RowOutcome::Used {
        return outcomes.count_kept(events.len());
    }
    let mut is_first = true;
    for (event, &effect) in events.iter().zip(effects) {
        let is_first_counting = is_first && matches!(effect, RowEffect::Counts(_));
        let outcome = rules.outcome(effect, user, item, status, statuses, is_first_counting);
        is_first &= outcome != RowOutcome::Used;
        outcomes.count(log, event.index, outcome);
    }
}
