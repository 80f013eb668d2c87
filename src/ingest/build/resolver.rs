//! Resolver: sorted events to interactions. It applies cancellations, weights and minimum counts, and counts the
//! outcome of every row.

use std::task::Poll;

use crate::dataset::{Interactions, Vocabulary, parts_of};
use crate::error::{Error, Result};
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::event_sorter::{EventSorter, SortedEvents};
use crate::ingest::build::interactions_builder::InteractionsBuilder;
use crate::ingest::build::k_core::outside_core;
use crate::ingest::build::pairs::{PairBuilder, Pairs};
use crate::ingest::build::row_counts::OutcomeCounts;
use crate::ingest::build::rules::{PairStatuses, ResolveRules};
use crate::job::{Job, run};
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};

/// Rows that are resolved in one step, about; few, for the reason given at the step of [`EventSorter`].
const STEP: usize = 1 << 14;

/// The interactions, with what the row counts are computed from.
pub(crate) struct Resolved {
    pub interactions: Interactions,
    pub statuses: PairStatuses,
    /// Number of rows of each pair, in the order of the matrix.
    pub pair_rows: Vec<u32>,
    /// The remaining users, by their index in the order of the file.
    pub users: Vec<u32>,
    /// All users and items of the file, where not all remain.
    pub all_ids: Option<(Vocabulary, Vocabulary)>,
    /// Items with more than one name.
    pub names_differ: usize,
    pub events: EventLog,
}

/// Resolver of a file's events, user by user.
pub(crate) struct Resolver {
    builder: InteractionsBuilder,
    sorted: SortedEvents,
    pairs: PairBuilder,
    statuses: PairStatuses,
    /// Users whose pairs have been built.
    built: usize,
    /// Users whose rows have been counted.
    counted: usize,
}

impl Resolver {
    pub fn new(builder: InteractionsBuilder, sorted: SortedEvents) -> Resolver {
        let pairs = PairBuilder::new(builder.items.len(), builder.events.is_timed());
        Resolver { builder, sorted, pairs, statuses: PairStatuses::default(), built: 0, counted: 0 }
    }

    /// Rows that repeat an earlier one.
    pub fn duplicates(&self) -> u64 {
        self.pairs.duplicates
    }

    /// The interactions, after the last step.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn finish(self, rules: &ResolveRules) -> Result<Resolved> {
        let Resolver { builder, sorted, pairs, statuses, .. } = self;
        drop(sorted);
        resolved(builder, pairs.finish(), statuses, rules)
    }
}

impl Job for Resolver {
    type Input<'a> = (&'a ResolveRules, &'a mut OutcomeCounts);
    type Output = ();

    /// The next step by `rules`, which must be the same in every step; `outcomes` counts the rows. [`Resolver::finish`]
    /// follows the last step.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    fn poll(&mut self, (rules, outcomes): (&ResolveRules, &mut OutcomeCounts)) -> Result<Poll<()>> {
        let Resolver { builder, sorted, pairs, statuses, .. } = self;
        let (log, users) = (&builder.events, builder.users.len());
        let removes_rare = rules.removes_rare();
        let mut done = 0;
        while self.built < users && done < STEP {
            let (user, indices) = (self.built as u32, sorted.of(self.built));
            let counted = (!removes_rare).then_some(&mut *outcomes);
            pairs.add_user(log, (user, indices), rules, statuses, counted)?;
            self.built += 1;
            done += indices.len();
            if !removes_rare {
                self.counted = self.built;
            }
            if self.built == users && removes_rare {
                (statuses.removed_users, statuses.removed_items) =
                    outside_core(pairs.matrix(), rules.min_items_per_user, rules.min_users_per_item)?;
            }
        }
        while self.built == users && self.counted < users && done < STEP {
            let (user, indices) = (self.counted as u32, sorted.of(self.counted));
            pairs.count_user(log, (user, indices), rules, statuses, outcomes)?;
            self.counted += 1;
            done += indices.len();
        }
        Ok(if self.counted == users { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        (self.built + self.counted) as f64 / (2 * self.builder.users.len().max(1)) as f64
    }
}

fn resolved(
    builder: InteractionsBuilder,
    pairs: Pairs,
    statuses: PairStatuses,
    rules: &ResolveRules,
) -> Result<Resolved> {
    let InteractionsBuilder { users, items, item_names, segments, categories, events } = builder;
    let remaining = Remaining::of(&pairs.matrix, &statuses, rules.keeps_all_items)?;
    if remaining.users.len() < 2 {
        return Err(Error::TooFewUsers { found: remaining.users.len(), needed: 2 });
    }
    if remaining.items.len() < 2 {
        return Err(Error::TooFewItems { found: remaining.items.len(), needed: 2 });
    }
    let names_differ = item_names.ambiguous();
    let labels = item_names.finish(&remaining.items)?;
    let mut item_names = try_zeroed(String::new(), remaining.items.len())?;
    if let Some(labels) = labels {
        for (index, name) in item_names.iter_mut().enumerate() {
            labels.label(index).unwrap_or("").clone_into(name);
        }
    }
    let (segments, categories) = (segments.finish(&remaining.users)?, categories.finish(&remaining.items)?);
    let (users, items, all_ids) = match (subset(&users, &remaining.users)?, subset(&items, &remaining.items)?) {
        (None, None) => (users, items, None),
        (kept_users, kept_items) => {
            let or_copy = |kept: Option<Vocabulary>, all: &Vocabulary| kept.map_or_else(|| copy(all), Ok);
            (or_copy(kept_users, &users)?, or_copy(kept_items, &items)?, Some((users, items)))
        }
    };
    let Pairs { matrix, parts, times, rows: pair_rows } = remaining.pairs(pairs)?;
    let parts = if rules.has_split { Some(parts_of(&matrix, &parts)?) } else { None };
    let times = events.is_timed().then_some(times);
    let interactions = Interactions { users, items, item_names, matrix, parts, times, segments, categories };
    Ok(Resolved { interactions, statuses, pair_rows, users: remaining.users, all_ids, names_differ, events })
}

/// Users and items that remain, by their indices in the order of the file.
struct Remaining {
    users: Vec<u32>,
    items: Vec<u32>,
    /// New index of each item, if it remains.
    new_items: Vec<Option<u32>>,
}

impl Remaining {
    fn of(matrix: &CsrMatrix, statuses: &PairStatuses, keeps_all_items: bool) -> Result<Remaining> {
        let is_removed = |removed: &[bool], index: usize| removed.get(index).copied().unwrap_or(false);
        let mut has_users = try_zeroed(keeps_all_items, matrix.width())?;
        let mut users = Vec::new();
        for user in 0..matrix.rows() {
            if matrix.row(user).is_empty() || is_removed(&statuses.removed_users, user) {
                continue;
            }
            try_reserve(&mut users, 1)?;
            users.push(user as u32);
            matrix.row(user).iter().for_each(|&item| has_users[item as usize] = true);
        }
        let mut items = Vec::new();
        let mut new_items = try_zeroed(None, matrix.width())?;
        for (item, new_item) in new_items.iter_mut().enumerate() {
            if has_users[item] && !is_removed(&statuses.removed_items, item) {
                *new_item = Some(items.len() as u32);
                try_reserve(&mut items, 1)?;
                items.push(item as u32);
            }
        }
        Ok(Remaining { users, items, new_items })
    }

    /// The pairs of these users and items, with their new indices.
    fn pairs(&self, all: Pairs) -> Result<Pairs> {
        if self.users.len() == all.matrix.rows() && self.items.len() == all.matrix.width() {
            return Ok(all);
        }
        let mut matrix = CsrMatrix::new(self.items.len());
        let mut is_kept = try_zeroed(false, all.matrix.ones())?;
        let mut remains = try_zeroed(false, all.matrix.rows())?;
        self.users.iter().for_each(|&user| remains[user as usize] = true);
        let (mut at, mut row) = (0, Vec::new());
        for (user, &remains) in remains.iter().enumerate() {
            row.clear();
            for &item in all.matrix.row(user) {
                if let (true, Some(new_item)) = (remains, self.new_items[item as usize]) {
                    row.push(new_item);
                    is_kept[at] = true;
                }
                at += 1;
            }
            if remains {
                matrix.push_row(&row)?;
            }
        }
        Ok(Pairs {
            matrix,
            parts: only_kept(all.parts, &is_kept),
            times: only_kept(all.times, &is_kept),
            rows: only_kept(all.rows, &is_kept),
        })
    }
}

fn only_kept<T>(mut all: Vec<T>, is_kept: &[bool]) -> Vec<T> {
    let mut is_kept = is_kept.iter();
    all.retain(|_| is_kept.next().copied().unwrap_or(false));
    all
}

/// Vocabulary of the ids at `indices`; none where these are all.
fn subset(all: &Vocabulary, indices: &[u32]) -> Result<Option<Vocabulary>> {
    if indices.len() == all.len() {
        return Ok(None);
    }
    let mut subset = Vocabulary::default();
    for &index in indices {
        subset.intern(all.id(index as usize))?;
    }
    Ok(Some(subset))
}

fn copy(all: &Vocabulary) -> Result<Vocabulary> {
    let mut copy = Vocabulary::default();
    all.ids().try_for_each(|id| copy.intern(id).map(|_| ()))?;
    Ok(copy)
}

impl InteractionsBuilder {
    /// Sorts and merges the pairs; `has_split` says whether their parts count.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn build(self, has_split: bool) -> Result<Interactions> {
        let rules = ResolveRules { has_split, adds_up: true, ..ResolveRules::default() };
        let mut sorter = EventSorter::new(self.events.len(), self.users.len(), self.items.len())?;
        let sorted = run(|| sorter.poll(&self.events))?;
        let mut outcomes = OutcomeCounts::of(&self.events)?;
        let mut resolver = Resolver::new(self, sorted);
        run(|| resolver.poll((&rules, &mut outcomes)))?;
        Ok(resolver.finish(&rules)?.interactions)
    }
}
