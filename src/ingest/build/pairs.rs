//! Users and items with their rows, made into pairs: each once.

use crate::dataset::NO_TIME;
use crate::error::Result;
use crate::ingest::build::event_log::{EventLog, LoggedEvent};
use crate::ingest::build::row_counts::OutcomeCounts;
use crate::ingest::build::rules::{PairStatus, PairStatuses, ResolveRules, RowEffect, RowOutcome, pair};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;

/// The pairs of all users, before anybody goes.
pub(crate) struct Pairs {
    pub matrix: CsrMatrix,
    /// The part of each pair, where the file has a split; its first time, where it has times.
    pub parts: Vec<u8>,
    pub times: Vec<i64>,
    /// How many rows each has.
    pub counts: Vec<u32>,
}

/// Makes pairs of rows, user by user.
pub(crate) struct PairBuilder {
    pairs: Pairs,
    timed: bool,
    /// Rows that stand in the file as an earlier one does.
    pub repeated: u64,
    row: Vec<u32>,
    says: Vec<RowEffect>,
    tags: Vec<(u32, usize)>,
    /// Rows of the user at hand.
    own: Vec<LoggedEvent>,
}

impl PairBuilder {
    pub fn new(items: usize, timed: bool) -> PairBuilder {
        let pairs = Pairs { matrix: CsrMatrix::new(items), parts: Vec::new(), times: Vec::new(), counts: Vec::new() };
        PairBuilder { pairs, timed, repeated: 0, row: Vec::new(), says: Vec::new(), tags: Vec::new(), own: Vec::new() }
    }

    /// Takes the next user, whose `rows` are by item. Where nobody can go later, the `tally` is told where each row went.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn take(
        &mut self,
        all: &EventLog,
        (user, rows): (u32, &[u32]),
        rules: &ResolveRules,
        fates: &mut PairStatuses,
        mut tally: Option<&mut OutcomeCounts>,
    ) -> Result<()> {
        let PairBuilder { pairs, timed, repeated, row, says, tags, own } = self;
        let adds_up = rules.adds_up && all.has_amounts();
        row.clear();
        try_reserve(row, rows.len())?;
        try_reserve(&mut pairs.counts, rows.len())?;
        if rules.given {
            try_reserve(&mut pairs.parts, rows.len())?;
        }
        if *timed {
            try_reserve(&mut pairs.times, rows.len())?;
        }
        each_item(all, rows, own, |item, rows| {
            let one;
            let says = if let [row] = rows {
                one = [rules.says(row.amount, row.kind)];
                one.as_slice()
            } else {
                sayings(rows, rules, says)?;
                *repeated += mark_repeated(rows, adds_up, says, tags)?;
                says.as_slice()
            };
            let fate = rules.fate(says);
            if !matches!(fate, PairStatus::There | PairStatus::Nothing) {
                try_reserve(&mut fates.pairs, 1)?;
                fates.pairs.push((pair(user, item), fate));
            }
            if let Some(tally) = &mut tally {
                tell(all, (user, item, rows), (fate, says), rules, fates, tally);
            }
            if fate != PairStatus::There || rules.excludes(item) {
                return Ok(());
            }
            let counting = || rows.iter().zip(says).filter(|(_, says)| matches!(says, RowEffect::Counts(_)));
            let merged = says.iter().filter(|says| matches!(says, RowEffect::Counts(_) | RowEffect::Again)).count();
            row.push(item);
            pairs.counts.push(merged as u32);
            if rules.given {
                pairs.parts.push(counting().map(|(row, _)| row.part as u8).min().unwrap_or(0));
            }
            if *timed {
                pairs.times.push(counting().filter_map(|(row, _)| row.time()).min().unwrap_or(NO_TIME));
            }
            Ok(())
        })?;
        pairs.matrix.push_row(row)
    }

    /// Tells of a user's rows once it is known who has gone.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn tell(
        &mut self,
        all: &EventLog,
        (user, rows): (u32, &[u32]),
        rules: &ResolveRules,
        fates: &PairStatuses,
        tally: &mut OutcomeCounts,
    ) -> Result<()> {
        let PairBuilder { says, tags, own, .. } = self;
        let adds_up = rules.adds_up && all.has_amounts();
        each_item(all, rows, own, |item, rows| {
            sayings(rows, rules, says)?;
            mark_repeated(rows, adds_up, says, tags)?;
            tell(all, (user, item, rows), (fates.of(user, item), says), rules, fates, tally);
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

/// Rows of one user that are fetched at one go, about. They lie far apart: where one waits for the other, each costs a
/// way to the main memory.
const FETCHED: usize = 1_024;

/// Calls `visit` with each item of a user and its rows; `rows` are by item. Inlined, since most items have one row.
#[inline(always)]
fn each_item(
    all: &EventLog,
    mut rows: &[u32],
    own: &mut Vec<LoggedEvent>,
    mut visit: impl FnMut(u32, &[LoggedEvent]) -> Result<()>,
) -> Result<()> {
    while let Some(&last) = rows.get(..FETCHED).unwrap_or(rows).last() {
        // To the end of an item.
        let item = all.item(last);
        let more = rows.iter().skip(FETCHED).take_while(|&&row| all.item(row) == item).count();
        let (next, rest) = rows.split_at((FETCHED + more).min(rows.len()));
        own.clear();
        try_reserve(own, next.len())?;
        own.extend(next.iter().map(|&row| all.kept(row)));
        own.chunk_by(|one, next| one.item == next.item).try_for_each(|rows| visit(rows[0].item, rows))?;
        rows = rest;
    }
    Ok(())
}

fn sayings(rows: &[LoggedEvent], rules: &ResolveRules, says: &mut Vec<RowEffect>) -> Result<()> {
    says.clear();
    try_reserve(says, rows.len())?;
    says.extend(rows.iter().map(|row| rules.says(row.amount, row.kind)));
    Ok(())
}

/// A row that stands in the file as an earlier one does, letter by letter, counts for nothing, where amounts add up. How many
/// such rows there are.
fn mark_repeated(
    rows: &[LoggedEvent],
    adds_up: bool,
    says: &mut [RowEffect],
    tags: &mut Vec<(u32, usize)>,
) -> Result<u64> {
    if rows.len() < 2 {
        return Ok(0);
    }
    if let [one, other] = rows
        && one.tag != other.tag
    {
        return Ok(0);
    }
    tags.clear();
    try_reserve(tags, rows.len())?;
    tags.extend(rows.iter().enumerate().filter_map(|(place, row)| Some((row.tag?, place))));
    tags.sort_unstable();
    let mut repeated = 0;
    for pair in tags.windows(2) {
        if let &[(tag, _), (same, place)] = pair
            && tag == same
        {
            repeated += 1;
            if adds_up {
                says[place] = says[place].again();
            }
        }
    }
    Ok(repeated)
}

/// Part of the loops over pairs, most of which are of one row that is used.
#[inline(always)]
fn tell(
    all: &EventLog,
    (user, item, rows): (u32, u32, &[LoggedEvent]),
    (fate, says): (PairStatus, &[RowEffect]),
    rules: &ResolveRules,
    fates: &PairStatuses,
    tally: &mut OutcomeCounts,
) {
    let plain = says.iter().all(|says| matches!(says, RowEffect::Counts(_) | RowEffect::Again));
    if plain && rules.outcome(RowEffect::Counts(1.0), user, item, fate, fates, true) == RowOutcome::Used {
        return tally.keep(rows.len());
    }
    let mut is_first = true;
    for (row, &saying) in rows.iter().zip(says) {
        let counts = is_first && matches!(saying, RowEffect::Counts(_));
        let outcome = rules.outcome(saying, user, item, fate, fates, counts);
        is_first &= outcome != RowOutcome::Used;
        tally.count(all, row.index, outcome);
    }
}
