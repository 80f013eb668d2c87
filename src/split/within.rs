//! Splits within users: each user's interactions are cut at random or by time.

use std::cmp::Reverse;

use crate::dataset::{NO_TIME, Part};
use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;
use crate::rng::{shuffle, stream};
use crate::split::kind::{MIN_ITEMS, TEST_SHARE, VALIDATION_SHARE};

/// Builder of train, validation and test, user by user.
pub(crate) struct Parts {
    parts: [CsrMatrix; 3],
    /// Part of each item of the current user.
    part_of: Vec<Part>,
    /// Items of the current user in each part.
    items: [Vec<u32>; 3],
}

impl Parts {
    /// Parts without users, over this many items.
    pub fn new(items: usize) -> Parts {
        let parts = [(); 3].map(|()| CsrMatrix::new(items));
        Parts { parts, part_of: Vec::new(), items: Default::default() }
    }

    /// Adds a user with the items of `row`: those at the first `tested` of `places` go to the test, those at the next
    /// `validated` to validation, all others to train. The parts are sorted since the row is.
    pub fn push(&mut self, row: &[u32], places: &[u32], tested: usize, validated: usize) -> Result<()> {
        let Parts { part_of, items, .. } = self;
        part_of.clear();
        try_reserve(part_of, row.len())?;
        part_of.resize(row.len(), Part::Train);
        for (rank, &place) in places.iter().take(tested + validated).enumerate() {
            part_of[place as usize] = if rank < tested { Part::Test } else { Part::Validation };
        }
        for items in &mut *items {
            items.clear();
            try_reserve(items, row.len())?;
        }
        for (&item, &part) in row.iter().zip(&*part_of) {
            items[part as usize].push(item);
        }
        self.parts.iter_mut().zip(&self.items).try_for_each(|(part, items)| part.push_row(items))
    }

    /// Adds a user whose items, in ascending order, all go to one part.
    pub fn push_whole(&mut self, row: &[u32], part: Part) -> Result<()> {
        let whole = part as usize;
        self.parts
            .iter_mut()
            .enumerate()
            .try_for_each(|(part, rows)| rows.push_row(if part == whole { row } else { &[] }))
    }

    /// Train, validation, test.
    pub fn finish(self) -> [CsrMatrix; 3] {
        self.parts
    }
}

/// Number of interactions held out of `count` for a part that gets `share` of them.
pub(crate) fn held_out_count(share: f64, count: usize) -> usize {
    if share == 0.0 || count < MIN_ITEMS { 0 } else { ((count as f64 * share).round() as usize).max(1) }
}

/// Random parts: `test_share` of each user's interactions for the test, [`VALIDATION_SHARE`] for validation.
pub(crate) fn at_random(all: &CsrMatrix, seed: u64, test_share: f64) -> Result<[CsrMatrix; 3]> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut places = Vec::new();
    for user in 0..all.rows() {
        let row = all.row(user);
        places.clear();
        try_reserve(&mut places, row.len())?;
        places.extend(0..row.len() as u32);
        shuffle(&mut generator, &mut places);
        parts.push(row, &places, held_out_count(test_share, row.len()), held_out_count(VALIDATION_SHARE, row.len()))?;
    }
    Ok(parts.finish())
}

/// Parts by time: the newest interactions of each user for the test, those before them for validation. `times` are in
/// the order of `all`; the seed orders equal times.
pub(crate) fn by_time(all: &CsrMatrix, times: &[i64], seed: u64) -> Result<[CsrMatrix; 3]> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut times = times.iter().copied();
    let (mut dated, mut places) = (Vec::new(), Vec::new());
    for user in 0..all.rows() {
        let row = all.row(user);
        dated.clear();
        try_reserve(&mut dated, row.len())?;
        dated.extend((0..row.len() as u32).map(|place| (times.next().unwrap_or(NO_TIME), place)));
        shuffle(&mut generator, &mut dated);
        dated.sort_by_key(|&(time, _)| Reverse(time));
        places.clear();
        try_reserve(&mut places, row.len())?;
        places.extend(dated.iter().map(|&(_, place)| place));
        parts.push(row, &places, held_out_count(TEST_SHARE, row.len()), held_out_count(VALIDATION_SHARE, row.len()))?;
    }
    Ok(parts.finish())
}
