//! Users and items with their rows, made into pairs: each once.

use crate::data::occurrences::Occurrences;
use crate::data::rules::{Fate, Fates, Outcome, Rules, Saying, pair};
use crate::data::sparse::SparseRows;
use crate::data::split::NO_TIME;
use crate::data::tally::Tally;
use crate::error::{Result, try_reserve};

/// The pairs of all users, before anybody goes.
pub(super) struct Pairs {
    pub matrix: SparseRows,
    /// The part of each pair, where the file has a split; its first time, where it has times.
    pub parts: Vec<u8>,
    pub times: Vec<i64>,
    /// How many rows each has.
    pub counts: Vec<u32>,
}

/// Makes pairs of rows, user by user.
pub(super) struct Pairing {
    pairs: Pairs,
    timed: bool,
    /// Rows that stand in the file as an earlier one does.
    pub repeated: u64,
    row: Vec<u32>,
    says: Vec<Saying>,
    tags: Vec<(u32, usize)>,
}

impl Pairing {
    pub fn new(items: usize, timed: bool) -> Pairing {
        let pairs = Pairs { matrix: SparseRows::new(items), parts: Vec::new(), times: Vec::new(), counts: Vec::new() };
        Pairing { pairs, timed, repeated: 0, row: Vec::new(), says: Vec::new(), tags: Vec::new() }
    }

    /// Takes the next user, whose `rows` are by item. Where nobody can go later, the `tally` is told where each row went.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn take(
        &mut self,
        all: &Occurrences,
        (user, rows): (u32, &[u32]),
        rules: &Rules,
        fates: &mut Fates,
        mut tally: Option<&mut Tally>,
    ) -> Result<()> {
        let Pairing { pairs, timed, repeated, row, says, tags } = self;
        row.clear();
        try_reserve(row, rows.len())?;
        try_reserve(&mut pairs.counts, rows.len())?;
        if rules.given {
            try_reserve(&mut pairs.parts, rows.len())?;
        }
        if *timed {
            try_reserve(&mut pairs.times, rows.len())?;
        }
        each_item(all, rows, |item, rows| {
            let one;
            let says = if let &[row] = rows {
                one = [rules.says(all.amount(row), all.kind(row))];
                one.as_slice()
            } else {
                sayings(all, rows, rules, says)?;
                *repeated += mark_repeated(all, rows, rules, says, tags)?;
                says.as_slice()
            };
            let fate = rules.fate(says);
            if !matches!(fate, Fate::There | Fate::Nothing) {
                try_reserve(&mut fates.pairs, 1)?;
                fates.pairs.push((pair(user, item), fate));
            }
            if let Some(tally) = &mut tally {
                tell(all, (user, item, rows), (fate, says), rules, fates, tally);
            }
            if fate != Fate::There || rules.excludes(item) {
                return Ok(());
            }
            let counting = || rows.iter().zip(says).filter(|(_, says)| matches!(says, Saying::Counts(_)));
            let merged = says.iter().filter(|says| matches!(says, Saying::Counts(_) | Saying::Again)).count();
            row.push(item);
            pairs.counts.push(merged as u32);
            if rules.given {
                pairs.parts.push(counting().map(|(&row, _)| all.part(row) as u8).min().unwrap_or(0));
            }
            if *timed {
                pairs.times.push(counting().filter_map(|(&row, _)| all.time(row)).min().unwrap_or(NO_TIME));
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
        all: &Occurrences,
        (user, rows): (u32, &[u32]),
        rules: &Rules,
        fates: &Fates,
        tally: &mut Tally,
    ) -> Result<()> {
        let Pairing { says, tags, .. } = self;
        each_item(all, rows, |item, rows| {
            sayings(all, rows, rules, says)?;
            mark_repeated(all, rows, rules, says, tags)?;
            tell(all, (user, item, rows), (fates.of(user, item), says), rules, fates, tally);
            Ok(())
        })
    }

    /// The pairs so far.
    pub fn matrix(&self) -> &SparseRows {
        &self.pairs.matrix
    }

    pub fn finish(self) -> Pairs {
        self.pairs
    }
}

/// Calls `visit` with each item and its rows.
fn each_item(all: &Occurrences, rows: &[u32], mut visit: impl FnMut(u32, &[u32]) -> Result<()>) -> Result<()> {
    let (mut start, mut item) = (0, None);
    for at in 0..=rows.len() {
        let next = rows.get(at).map(|&row| all.item(row));
        if next == item {
            continue;
        }
        if let Some(item) = item {
            visit(item, &rows[start..at])?;
        }
        (start, item) = (at, next);
    }
    Ok(())
}

fn sayings(all: &Occurrences, rows: &[u32], rules: &Rules, says: &mut Vec<Saying>) -> Result<()> {
    says.clear();
    try_reserve(says, rows.len())?;
    says.extend(rows.iter().map(|&row| rules.says(all.amount(row), all.kind(row))));
    Ok(())
}

/// A row that stands in the file as an earlier one does, letter by letter, counts for nothing, where amounts add up. How many
/// such rows there are.
fn mark_repeated(
    all: &Occurrences,
    rows: &[u32],
    rules: &Rules,
    says: &mut [Saying],
    tags: &mut Vec<(u32, usize)>,
) -> Result<u64> {
    if rows.len() < 2 {
        return Ok(0);
    }
    if let &[one, other] = rows
        && all.tag(one) != all.tag(other)
    {
        return Ok(0);
    }
    tags.clear();
    try_reserve(tags, rows.len())?;
    tags.extend(rows.iter().enumerate().filter_map(|(place, &row)| Some((all.tag(row)?, place))));
    tags.sort_unstable();
    let mut repeated = 0;
    for pair in tags.windows(2) {
        if let &[(tag, _), (same, place)] = pair
            && tag == same
        {
            repeated += 1;
            if rules.adds_up && all.amounts.is_some() {
                says[place] = says[place].again();
            }
        }
    }
    Ok(repeated)
}

fn tell(
    all: &Occurrences,
    (user, item, rows): (u32, u32, &[u32]),
    (fate, says): (Fate, &[Saying]),
    rules: &Rules,
    fates: &Fates,
    tally: &mut Tally,
) {
    let plain = says.iter().all(|says| matches!(says, Saying::Counts(_) | Saying::Again));
    if plain && rules.outcome(Saying::Counts(1.0), user, item, fate, fates, true) == Outcome::Used {
        return tally.keep(rows.len());
    }
    let mut is_first = true;
    for (&row, &saying) in rows.iter().zip(says) {
        let counts = is_first && matches!(saying, Saying::Counts(_));
        let outcome = rules.outcome(saying, user, item, fate, fates, counts);
        is_first &= outcome != Outcome::Used;
        tally.count(all, row, outcome);
    }
}
