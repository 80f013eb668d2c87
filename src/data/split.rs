//! Which interactions are learned from, which steer the training, and which are
//! held out until the end.

use serde::{Deserialize, Serialize};

use crate::data::flat::{FlatReader, FlatWriter};
use crate::data::interactions::Interactions;
use crate::data::sparse::SparseRows;
use crate::error::{Error, Result};
use crate::random::{shuffle, stream};

/// The share of a user's interactions that is held out for the test.
pub const TEST_SHARE: f64 = 0.2;
/// The share of a user's interactions that is held out for validation.
pub const VALIDATION_SHARE: f64 = 0.1;
/// A user with fewer interactions than this has nothing held out: one each for
/// training, validation and test is the least.
pub const LEAST: usize = 3;

/// The parts of a split, in the order in which a pair that stands in two goes to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Train = 0,
    Validation = 1,
    Test = 2,
}

impl Part {
    /// The part that a cell of a split column names, whatever its case.
    pub fn parse(cell: &str) -> Option<Part> {
        let cell = cell.trim();
        let is = |name: &str| cell.eq_ignore_ascii_case(name);
        if is("train") {
            Some(Part::Train)
        } else if is("validation") {
            Some(Part::Validation)
        } else if is("test") {
            Some(Part::Test)
        } else {
            None
        }
    }
}

/// Where a split comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitKind {
    /// Per user at random, by the seed.
    Random,
    /// From a column of the file.
    Column,
}

/// Three disjoint parts of the interactions, each users × items.
pub struct Split {
    pub kind: SplitKind,
    pub seed: u64,
    pub train: SparseRows,
    pub validation: SparseRows,
    pub test: SparseRows,
    /// Train and validation together: what is known when the test comes.
    pub known: SparseRows,
}

impl Split {
    /// Splits by the file's own column where there is one, else per user at random:
    /// a fifth of the interactions for the test, a tenth for validation, at least one
    /// each for users with at least [`LEAST`]. A column that names no validation part has a
    /// tenth of each user's train part taken for it.
    ///
    /// # Errors
    /// [`Error::NothingToTrain`], [`Error::OutOfMemory`].
    pub fn of(interactions: &Interactions, seed: u64) -> Result<Split> {
        let (kind, train, validation, test) = match &interactions.parts {
            None => {
                let (train, validation, test) = at_random(&interactions.matrix, seed, TEST_SHARE)?;
                (SplitKind::Random, train, validation, test)
            }
            Some([train, validation, test]) if validation.ones() > 0 => {
                (SplitKind::Column, train.clone(), validation.clone(), test.clone())
            }
            Some([train, _, test]) => {
                let (train, validation, _) = at_random(train, seed, 0.0)?;
                (SplitKind::Column, train, validation, test.clone())
            }
        };
        if train.ones() == 0 {
            return Err(Error::NothingToTrain);
        }
        let known = train.union(&validation)?;
        Ok(Split { kind, seed, train, validation, test, known })
    }

    /// How many users have something held out for the test.
    pub fn tested_users(&self) -> usize {
        (0..self.test.rows()).filter(|&user| !self.test.row(user).is_empty()).count()
    }

    /// To be read by [`Split::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut FlatWriter) -> Result<()> {
        flat.json(&(self.kind, self.seed))?;
        [&self.train, &self.validation, &self.test, &self.known].into_iter().try_for_each(|part| part.write(flat))
    }

    /// What [`Split::write`] wrote, if it is a split of that many users and items.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut FlatReader, users: usize, items: usize) -> Result<Split> {
        let (kind, seed) = flat.json()?;
        let mut rows = || SparseRows::read(flat, users, items);
        Ok(Split { kind, seed, train: rows()?, validation: rows()?, test: rows()?, known: rows()? })
    }
}

fn at_random(all: &SparseRows, seed: u64, test_share: f64) -> Result<(SparseRows, SparseRows, SparseRows)> {
    let mut generator = stream(seed, "split");
    let empty = || SparseRows::new(all.width());
    let (mut train, mut validation, mut test) = (empty(), empty(), empty());
    let mut row = Vec::new();
    let held = |share: f64, count: usize| {
        if share == 0.0 || count < LEAST { 0 } else { ((count as f64 * share).round() as usize).max(1) }
    };
    for user in 0..all.rows() {
        row.clear();
        row.extend_from_slice(all.row(user));
        shuffle(&mut generator, &mut row);
        let tested = held(test_share, row.len());
        let validated = tested + held(VALIDATION_SHARE, row.len());
        row[..tested].sort_unstable();
        row[tested..validated].sort_unstable();
        row[validated..].sort_unstable();
        test.push_row(&row[..tested])?;
        validation.push_row(&row[tested..validated])?;
        train.push_row(&row[validated..])?;
    }
    Ok((train, validation, test))
}
