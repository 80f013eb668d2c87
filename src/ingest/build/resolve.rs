//! From the rows to the interactions: what is taken back, what is too weak, who has too little; and where
//! every row went.

use std::task::Poll;

use crate::dataset::Interactions;
use crate::dataset::Part;
use crate::dataset::Vocabulary;
use crate::error::{Error, Result};
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::interactions_builder::InteractionsBuilder;
use crate::ingest::build::k_core::too_few;
use crate::ingest::build::pairs::{PairBuilder, Pairs};
use crate::ingest::build::row_counts::OutcomeCounts;
use crate::ingest::build::rules::{PairStatuses, ResolveRules};
use crate::ingest::build::sorting::{EventSorter, SortedEvents};
use crate::job::{Job, run};
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};

/// Rows that are settled in one step, about: few, for the reason that sorting has.
const STEP: usize = 1 << 14;

/// The interactions, and what the account of the file is made from.
pub(crate) struct Resolved {
    pub interactions: Interactions,
    pub fates: PairStatuses,
    /// How many rows each pair has, in the order of the matrix.
    pub counts: Vec<u32>,
    /// The users that are left, by their index in the order of the file.
    pub users: Vec<u32>,
    /// All users and items of the file, where not all are left.
    pub before: Option<(Vocabulary, Vocabulary)>,
    /// Items with more than one name.
    pub names_differ: usize,
    pub occurrences: EventLog,
}

/// Makes the interactions of a file's rows, user by user.
pub(crate) struct Resolver {
    builder: InteractionsBuilder,
    sorted: SortedEvents,
    pairing: PairBuilder,
    fates: PairStatuses,
    /// The users that have been paired, and those whose rows have been told.
    paired: usize,
    told: usize,
}

impl Resolver {
    pub fn new(builder: InteractionsBuilder, sorted: SortedEvents) -> Resolver {
        let pairing = PairBuilder::new(builder.items.len(), builder.occurrences.is_timed());
        Resolver { builder, sorted, pairing, fates: PairStatuses::default(), paired: 0, told: 0 }
    }

    /// Rows that stood in the file as an earlier one did.
    pub fn repeated(&self) -> u64 {
        self.pairing.repeated
    }

    /// The interactions.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn finish(self, rules: &ResolveRules) -> Result<Resolved> {
        let Resolver { builder, sorted, pairing, fates, .. } = self;
        drop(sorted);
        settled(builder, pairing.finish(), fates, rules)
    }
}

impl Job for Resolver {
    type Input<'a> = (&'a ResolveRules, &'a mut OutcomeCounts);
    type Output = ();

    /// The next step by `rules`, which stay the same from step to step; tells the `tally` where each row went. After the
    /// last comes [`Resolver::finish`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    fn poll(&mut self, (rules, tally): (&ResolveRules, &mut OutcomeCounts)) -> Result<Poll<()>> {
        let Resolver { builder, sorted, pairing, fates, .. } = self;
        let (all, users) = (&builder.occurrences, builder.users.len());
        let may_go = rules.least_per_user > 1 || rules.least_per_item > 1;
        let mut done = 0;
        while self.paired < users && done < STEP {
            let (user, rows) = (self.paired as u32, sorted.of(self.paired));
            pairing.take(all, (user, rows), rules, fates, (!may_go).then_some(&mut *tally))?;
            self.paired += 1;
            done += rows.len();
            if !may_go {
                self.told = self.paired;
            }
            if self.paired == users && may_go {
                (fates.users_gone, fates.items_gone) =
                    too_few(pairing.matrix(), rules.least_per_user, rules.least_per_item)?;
            }
        }
        while self.paired == users && self.told < users && done < STEP {
            let (user, rows) = (self.told as u32, sorted.of(self.told));
            pairing.tell(all, (user, rows), rules, fates, tally)?;
            self.told += 1;
            done += rows.len();
        }
        Ok(if self.told == users { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        (self.paired + self.told) as f64 / (2 * self.builder.users.len().max(1)) as f64
    }
}

fn settled(builder: InteractionsBuilder, pairs: Pairs, fates: PairStatuses, rules: &ResolveRules) -> Result<Resolved> {
    let InteractionsBuilder { users, items, names, segments, categories, occurrences } = builder;
    let left = Left::of(&pairs.matrix, &fates, rules.declared)?;
    if left.users.len() < 2 {
        return Err(Error::TooFewUsers { found: left.users.len(), needed: 2 });
    }
    if left.items.len() < 2 {
        return Err(Error::TooFewItems { found: left.items.len(), needed: 2 });
    }
    let names_differ = names.ambiguous();
    let texts = names.finish(&left.items)?;
    let mut names = try_zeroed(String::new(), left.items.len())?;
    if let Some(texts) = texts {
        for (index, name) in names.iter_mut().enumerate() {
            texts.label(index).unwrap_or("").clone_into(name);
        }
    }
    let (segments, categories) = (segments.finish(&left.users)?, categories.finish(&left.items)?);
    let all = (users, items);
    let (kept, before) = match (only(&all.0, &left.users)?, only(&all.1, &left.items)?) {
        (None, None) => (all, None),
        (users, items) => {
            let copy = |kept: Option<Vocabulary>, all: &Vocabulary| kept.map_or_else(|| copied(all), Ok);
            ((copy(users, &all.0)?, copy(items, &all.1)?), Some(all))
        }
    };
    let (users, items) = kept;
    let Pairs { matrix, parts, times, counts } = left.pairs(pairs)?;
    let parts = if rules.given { Some(split(&matrix, &parts)?) } else { None };
    let times = occurrences.is_timed().then_some(times);
    let interactions = Interactions { users, items, item_names: names, matrix, parts, times, segments, categories };
    Ok(Resolved { interactions, fates, counts, users: left.users, before, names_differ, occurrences })
}

/// The users and items that are left, by their indices in the order of the file.
struct Left {
    users: Vec<u32>,
    items: Vec<u32>,
    /// The new index of each item, if it is left.
    places: Vec<Option<u32>>,
}

impl Left {
    fn of(matrix: &CsrMatrix, fates: &PairStatuses, declared: bool) -> Result<Left> {
        let gone = |gone: &[bool], index: usize| gone.get(index).copied().unwrap_or(false);
        let mut has = try_zeroed(declared, matrix.width())?;
        let mut users = Vec::new();
        for user in 0..matrix.rows() {
            if matrix.row(user).is_empty() || gone(&fates.users_gone, user) {
                continue;
            }
            try_reserve(&mut users, 1)?;
            users.push(user as u32);
            matrix.row(user).iter().for_each(|&item| has[item as usize] = true);
        }
        let mut items = Vec::new();
        let mut places = try_zeroed(None, matrix.width())?;
        for (item, place) in places.iter_mut().enumerate() {
            if has[item] && !gone(&fates.items_gone, item) {
                *place = Some(items.len() as u32);
                try_reserve(&mut items, 1)?;
                items.push(item as u32);
            }
        }
        Ok(Left { users, items, places })
    }

    fn pairs(&self, all: Pairs) -> Result<Pairs> {
        if self.users.len() == all.matrix.rows() && self.items.len() == all.matrix.width() {
            return Ok(all);
        }
        let mut matrix = CsrMatrix::new(self.items.len());
        let mut stays = try_zeroed(false, all.matrix.ones())?;
        let mut is_left = try_zeroed(false, all.matrix.rows())?;
        self.users.iter().for_each(|&user| is_left[user as usize] = true);
        let (mut at, mut row) = (0, Vec::new());
        for (user, &is_left) in is_left.iter().enumerate() {
            row.clear();
            for &item in all.matrix.row(user) {
                if let (true, Some(place)) = (is_left, self.places[item as usize]) {
                    row.push(place);
                    stays[at] = true;
                }
                at += 1;
            }
            if is_left {
                matrix.push_row(&row)?;
            }
        }
        Ok(Pairs {
            matrix,
            parts: kept(all.parts, &stays),
            times: kept(all.times, &stays),
            counts: kept(all.counts, &stays),
        })
    }
}

fn kept<T>(mut all: Vec<T>, stays: &[bool]) -> Vec<T> {
    let mut stays = stays.iter();
    all.retain(|_| stays.next().copied().unwrap_or(false));
    all
}

/// The ids that are left, if not all are.
fn only(all: &Vocabulary, left: &[u32]) -> Result<Option<Vocabulary>> {
    if left.len() == all.len() {
        return Ok(None);
    }
    let mut kept = Vocabulary::default();
    for &index in left {
        kept.intern(all.id(index as usize))?;
    }
    Ok(Some(kept))
}

fn copied(all: &Vocabulary) -> Result<Vocabulary> {
    let mut copy = Vocabulary::default();
    all.ids().try_for_each(|id| copy.intern(id).map(|_| ()))?;
    Ok(copy)
}

fn split(matrix: &CsrMatrix, parts: &[u8]) -> Result<[CsrMatrix; 3]> {
    let rows = |part: Part| -> Result<CsrMatrix> {
        let mut rows = CsrMatrix::new(matrix.width());
        let (mut at, mut row) = (0, Vec::new());
        for user in 0..matrix.rows() {
            let items = matrix.row(user);
            row.clear();
            let of_part =
                |(place, &item): (usize, &u32)| (parts.get(at + place) == Some(&(part as u8))).then_some(item);
            row.extend(items.iter().enumerate().filter_map(of_part));
            rows.push_row(&row)?;
            at += items.len();
        }
        Ok(rows)
    };
    Ok([rows(Part::Train)?, rows(Part::Validation)?, rows(Part::Test)?])
}

impl InteractionsBuilder {
    /// Sorts and merges. `given` says whether the parts come from the file.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn build(self, given: bool) -> Result<Interactions> {
        let rules = ResolveRules { given, adds_up: true, ..ResolveRules::default() };
        let mut sorting = EventSorter::new(self.occurrences.len(), self.users.len(), self.items.len())?;
        let sorted = run(|| sorting.poll(&self.occurrences))?;
        let mut tally = OutcomeCounts::of(&self.occurrences)?;
        let mut settling = Resolver::new(self, sorted);
        run(|| settling.poll((&rules, &mut tally)))?;
        Ok(settling.finish(&rules)?.interactions)
    }
}
