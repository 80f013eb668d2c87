//! Splits for cross-validation: every interaction is held out once.

use std::ops::RangeInclusive;

use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;
use crate::rng::{below, shuffle, stream};
use crate::split::kind::{MIN_ITEMS, SplitKind, SplitReason, VALIDATION_SHARE};
use crate::split::partition::Split;
use crate::split::within::{Parts, held_out_count};

/// Range of the number of folds.
pub const FOLDS: RangeInclusive<usize> = 2..=20;

/// Assignment of each pair to the fold that holds it out. The splits are made one at a time, so that k of them need no
/// more memory than one.
pub struct Folds<'a> {
    all: &'a CsrMatrix,
    seed: u64,
    count: usize,
    /// Fold of each pair, in the order of the matrix.
    fold_of: Vec<u8>,
}

impl<'a> Folds<'a> {
    /// `count` folds of all pairs, including those of a split column's test part. Each user's pairs are dealt at random
    /// and as evenly as possible, beginning with a random fold, so that users with fewer pairs than folds do not all
    /// fill the first. Users with fewer than [`MIN_ITEMS`] pairs are always learned from.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for a count outside [`FOLDS`]; [`Error::OutOfMemory`].
    pub fn of(interactions: &'a Interactions, count: usize, seed: u64) -> Result<Folds<'a>> {
        if !FOLDS.contains(&count) {
            let (min, max) = (*FOLDS.start() as f64, *FOLDS.end() as f64);
            return Err(Error::OptionOutOfRange { option: "folds", value: count as f64, min, max });
        }
        let all = &interactions.matrix;
        let mut generator = stream(seed, "folds");
        let mut fold_of = Vec::new();
        try_reserve(&mut fold_of, all.ones())?;
        for user in 0..all.rows() {
            let start = fold_of.len();
            let first = below(&mut generator, count);
            fold_of.extend((0..all.row(user).len()).map(|place| ((first + place) % count) as u8));
            shuffle(&mut generator, &mut fold_of[start..]);
        }
        Ok(Folds { all, seed, count, fold_of })
    }

    /// Number of folds.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Split of fold `index`, from 0: its pairs are the test; of each user's other pairs a random tenth is for
    /// validation.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for an index from `count` on; [`Error::NothingToTrain`],
    /// [`Error::OutOfMemory`].
    pub fn split(&self, index: usize) -> Result<Split> {
        if index >= self.count {
            let max = self.count as f64 - 1.0;
            return Err(Error::OptionOutOfRange { option: "fold", value: index as f64, min: 0.0, max });
        }
        let mut generator = stream(self.seed, &format!("fold {index}"));
        let mut parts = Parts::new(self.all.width());
        let (mut places, mut rest) = (Vec::new(), Vec::new());
        let mut folds = self.fold_of.iter();
        for user in 0..self.all.rows() {
            let items = self.all.row(user);
            places.clear();
            rest.clear();
            for (place, &fold) in (0..items.len() as u32).zip(&mut folds) {
                let is_tested = usize::from(fold) == index && items.len() >= MIN_ITEMS;
                if is_tested { places.push(place) } else { rest.push(place) }
            }
            shuffle(&mut generator, &mut rest);
            let tested = places.len();
            places.extend_from_slice(&rest);
            parts.push(items, &places, tested, held_out_count(VALIDATION_SHARE, rest.len()))?;
        }
        let split = Split::of_parts(SplitKind::Random, self.seed, parts.finish())?;
        split.checked(SplitReason::Fold)
    }
}
