//! Splits that cut each user's interactions: at random, and by time.

use std::cmp::Reverse;

use crate::data::sparse::SparseRows;
use crate::data::split::{LEAST, NO_TIME, TEST_SHARE, VALIDATION_SHARE};
use crate::error::Result;
use crate::random::{shuffle, stream};

/// The parts as they grow, user by user.
pub(super) struct Parts {
    pub train: SparseRows,
    pub validation: SparseRows,
    pub test: SparseRows,
}

impl Parts {
    pub fn new(items: usize) -> Parts {
        let empty = || SparseRows::new(items);
        Parts { train: empty(), validation: empty(), test: empty() }
    }

    /// Adds a user: the first `tested` items of `row` are for the test, the next `validated` for validation.
    pub fn push(&mut self, row: &mut [u32], tested: usize, validated: usize) -> Result<()> {
        let (test, rest) = row.split_at_mut(tested.min(row.len()));
        let (validation, train) = rest.split_at_mut(validated.min(rest.len()));
        for (part, items) in [(&mut self.test, test), (&mut self.validation, validation), (&mut self.train, train)] {
            items.sort_unstable();
            part.push_row(items)?;
        }
        Ok(())
    }
}

/// How many of `count` interactions are held out for a part that gets `share` of them.
pub(super) fn held(share: f64, count: usize) -> usize {
    if share == 0.0 || count < LEAST { 0 } else { ((count as f64 * share).round() as usize).max(1) }
}

pub(super) fn at_random(all: &SparseRows, seed: u64, test_share: f64) -> Result<Parts> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut row = Vec::new();
    for user in 0..all.rows() {
        row.clear();
        row.extend_from_slice(all.row(user));
        shuffle(&mut generator, &mut row);
        parts.push(&mut row, held(test_share, all.row(user).len()), held(VALIDATION_SHARE, all.row(user).len()))?;
    }
    Ok(parts)
}

/// The newest to the test, those before them to validation. `times` are in the order of `all`; what is of the
/// same time is in an order that the seed gives.
pub(super) fn by_time(all: &SparseRows, times: &[i64], seed: u64) -> Result<Parts> {
    let mut generator = stream(seed, "split");
    let mut parts = Parts::new(all.width());
    let mut times = times.iter().copied();
    let (mut dated, mut row) = (Vec::new(), Vec::new());
    for user in 0..all.rows() {
        dated.clear();
        dated.extend(all.row(user).iter().map(|&item| (times.next().unwrap_or(NO_TIME), item)));
        shuffle(&mut generator, &mut dated);
        dated.sort_by_key(|&(time, _)| Reverse(time));
        row.clear();
        row.extend(dated.iter().map(|&(_, item)| item));
        parts.push(&mut row, held(TEST_SHARE, dated.len()), held(VALIDATION_SHARE, dated.len()))?;
    }
    Ok(parts)
}
