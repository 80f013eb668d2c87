//! Splits that cut each user's interactions: at random, and by time.

use std::cmp::Reverse;

use crate::data::sparse::SparseRows;
use crate::data::split::{LEAST, NO_TIME, Part, TEST_SHARE, VALIDATION_SHARE};
use crate::error::Result;
use crate::random::{shuffle, stream};

/// The parts as they grow, user by user.
pub(super) struct Parts {
    pub train: SparseRows,
    pub validation: SparseRows,
    pub test: SparseRows,
    /// The part of each item of the user at hand, and their items in each part.
    part_of: Vec<Part>,
    items: [Vec<u32>; 3],
}

impl Parts {
    pub fn new(items: usize) -> Parts {
        let empty = || SparseRows::new(items);
        Parts::of([empty(), empty(), empty()])
    }

    /// Parts that are whole: train, validation, test.
    pub fn of([train, validation, test]: [SparseRows; 3]) -> Parts {
        Parts { train, validation, test, part_of: Vec::new(), items: Default::default() }
    }

    /// Adds a user of whose `row` the items at the first `tested` of `places` are for the test, those at the next
    /// `validated` for validation. No part needs to be sorted, since the row is.
    pub fn push(&mut self, row: &[u32], places: &[u32], tested: usize, validated: usize) -> Result<()> {
        let Parts { part_of, items, .. } = self;
        part_of.clear();
        part_of.resize(row.len(), Part::Train);
        for (rank, &place) in places.iter().take(tested + validated).enumerate() {
            part_of[place as usize] = if rank < tested { Part::Test } else { Part::Validation };
        }
        items.iter_mut().for_each(Vec::clear);
        for (&item, &part) in row.iter().zip(&*part_of) {
            items[part as usize].push(item);
        }
        self.finish_user()
    }

    /// Adds a user of whom only these items are wanted, in ascending order, all of them for one part.
    pub fn push_whole(&mut self, row: &[u32], part: Part) -> Result<()> {
        self.items.iter_mut().for_each(Vec::clear);
        self.items[part as usize].extend_from_slice(row);
        self.finish_user()
    }

    fn finish_user(&mut self) -> Result<()> {
        let Parts { train, validation, test, items, .. } = self;
        [train, validation, test].into_iter().zip(items).try_for_each(|(part, items)| part.push_row(items))
    }
}

/// How many of `count` interactions are held out for a part that gets `share` of them.
pub(super) fn held(share: f64, count: usize) -> usize {
    if share == 0.0 || count < LEAST { 0 } else { ((count as f64 * share).round() as usize).max(1) }
}

pub(super) fn at_random(all: &SparseRows, seed: u64, test_share: f64) -> Result<Parts> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut places = Vec::new();
    for user in 0..all.rows() {
        let row = all.row(user);
        places.clear();
        places.extend(0..row.len() as u32);
        shuffle(&mut generator, &mut places);
        parts.push(row, &places, held(test_share, row.len()), held(VALIDATION_SHARE, row.len()))?;
    }
    Ok(parts)
}

/// The newest to the test, those before them to validation. `times` are in the order of `all`; what is of the
/// same time is in an order that the seed gives.
pub(super) fn by_time(all: &SparseRows, times: &[i64], seed: u64) -> Result<Parts> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut times = times.iter().copied();
    let (mut dated, mut places) = (Vec::new(), Vec::new());
    for user in 0..all.rows() {
        let row = all.row(user);
        dated.clear();
        dated.extend((0..row.len() as u32).map(|place| (times.next().unwrap_or(NO_TIME), place)));
        shuffle(&mut generator, &mut dated);
        dated.sort_by_key(|&(time, _)| Reverse(time));
        places.clear();
        places.extend(dated.iter().map(|&(_, place)| place));
        parts.push(row, &places, held(TEST_SHARE, row.len()), held(VALIDATION_SHARE, row.len()))?;
    }
    Ok(parts)
}
