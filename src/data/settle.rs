//! From the rows to the interactions: what is taken back, what is too weak, who has too little; and where
//! every row went.

use crate::data::interactions::{Interactions, InteractionsBuilder};
use crate::data::least::too_few;
use crate::data::occurrences::Occurrences;
use crate::data::rules::{Fate, Fates, Outcome, Rules, Saying, pair};
use crate::data::sparse::SparseRows;
use crate::data::split::{NO_TIME, Part};
use crate::data::vocabulary::Vocabulary;
use crate::error::{Error, Result, try_reserve, try_zeroed};

/// The interactions, and what the account of the file is made from.
pub(super) struct Settled {
    pub interactions: Interactions,
    pub fates: Fates,
    /// How many rows each pair has, in the order of the matrix.
    pub counts: Vec<u32>,
    /// The users that are left, by their index in the order of the file.
    pub users: Vec<u32>,
    /// All users and items of the file, where not all are left.
    pub before: Option<(Vocabulary, Vocabulary)>,
    /// Items with more than one name.
    pub names_differ: usize,
    pub occurrences: Occurrences,
}

/// Calls `visit` with each pair and its rows, by user, then item.
fn each_pair(
    occurrences: &Occurrences,
    sorted: &[u32],
    mut visit: impl FnMut(u32, u32, &[u32]) -> Result<()>,
) -> Result<()> {
    let of = |index: u32| (occurrences.user(index), occurrences.item(index));
    sorted.chunk_by(|&one, &other| of(one) == of(other)).try_for_each(|rows| {
        let (user, item) = rows.first().map_or((0, 0), |&first| of(first));
        visit(user, item, rows)
    })
}

/// The pairs of all users, before anybody goes.
struct Pairs {
    matrix: SparseRows,
    parts: Vec<u8>,
    times: Vec<i64>,
    counts: Vec<u32>,
}

/// Makes the interactions by `rules` of the occurrences, of which `sorted` has the order, and tells `told` where each occurrence went.
///
/// # Errors
/// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
pub(super) fn settle(
    builder: InteractionsBuilder,
    sorted: Vec<u32>,
    rules: &Rules,
    told: &mut dyn FnMut(&Occurrences, u32, Outcome),
) -> Result<Settled> {
    let InteractionsBuilder { users, items, names, segments, categories, occurrences } = builder;
    let mut fates = Fates::default();
    let pairs = pairs(&occurrences, &sorted, rules, (users.len(), items.len()), &mut fates)?;
    if rules.least_per_user > 1 || rules.least_per_item > 1 {
        (fates.users_gone, fates.items_gone) = too_few(&pairs.matrix, rules.least_per_user, rules.least_per_item)?;
    }
    each_pair(&occurrences, &sorted, |user, item, rows| {
        let fate = fates.of(user, item);
        let mut is_first = true;
        for &row in rows {
            let saying = rules.says(occurrences.amount(row), occurrences.kind(row));
            let outcome =
                rules.outcome(saying, user, item, fate, &fates, is_first && matches!(saying, Saying::Counts(_)));
            is_first &= outcome != Outcome::Used;
            told(&occurrences, row, outcome);
        }
        Ok(())
    })?;
    drop(sorted);
    let left = Left::of(&pairs.matrix, &fates, rules.declared)?;
    if left.users.len() < 2 {
        return Err(Error::TooFewUsers { found: left.users.len(), needed: 2 });
    }
    if left.items.len() < 2 {
        return Err(Error::TooFewItems { found: left.items.len(), needed: 2 });
    }
    let names_differ = names.differing();
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
    let interactions = Interactions { users, items, names, matrix, parts, times, segments, categories };
    Ok(Settled { interactions, fates, counts, users: left.users, before, names_differ, occurrences })
}

fn pairs(
    occurrences: &Occurrences,
    sorted: &[u32],
    rules: &Rules,
    (users, items): (usize, usize),
    fates: &mut Fates,
) -> Result<Pairs> {
    let mut pairs = Pairs { matrix: SparseRows::new(items), parts: Vec::new(), times: Vec::new(), counts: Vec::new() };
    let timed = occurrences.is_timed();
    let mut row: Vec<u32> = Vec::new();
    each_pair(occurrences, sorted, |user, item, rows| {
        while pairs.matrix.rows() < user as usize {
            pairs.matrix.push_row(&row)?;
            row.clear();
        }
        let fate = rules.fate(occurrences, rows);
        if !matches!(fate, Fate::There | Fate::Nothing) {
            try_reserve(&mut fates.pairs, 1)?;
            fates.pairs.push((pair(user, item), fate));
        }
        if fate != Fate::There || rules.excludes(item) {
            return Ok(());
        }
        let of = |&&row: &&u32| rules.says(occurrences.amount(row), occurrences.kind(row));
        let counting = || rows.iter().filter(|row| matches!(of(row), Saying::Counts(_)));
        let merged = rows.iter().filter(|row| matches!(of(row), Saying::Counts(_) | Saying::Again)).count();
        try_reserve(&mut row, 1)?;
        row.push(item);
        try_reserve(&mut pairs.counts, 1)?;
        pairs.counts.push(merged as u32);
        if rules.given {
            try_reserve(&mut pairs.parts, 1)?;
            pairs.parts.push(counting().map(|&row| occurrences.part(row) as u8).min().unwrap_or(0));
        }
        if timed {
            try_reserve(&mut pairs.times, 1)?;
            pairs.times.push(counting().filter_map(|&row| occurrences.time(row)).min().unwrap_or(NO_TIME));
        }
        Ok(())
    })?;
    while pairs.matrix.rows() < users {
        pairs.matrix.push_row(&row)?;
        row.clear();
    }
    Ok(pairs)
}

/// The users and items that are left, by their indices in the order of the file.
struct Left {
    users: Vec<u32>,
    items: Vec<u32>,
    /// The new index of each item, if it is left.
    places: Vec<Option<u32>>,
}

impl Left {
    fn of(matrix: &SparseRows, fates: &Fates, declared: bool) -> Result<Left> {
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
        let mut matrix = SparseRows::new(self.items.len());
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

fn split(matrix: &SparseRows, parts: &[u8]) -> Result<[SparseRows; 3]> {
    let rows = |part: Part| -> Result<SparseRows> {
        let mut rows = SparseRows::new(matrix.width());
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
