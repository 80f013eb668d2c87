//! Which interactions are learned from, which steer the training, and which are
//! held out until the end.

mod choice;
pub mod folds;
mod kind;
pub mod summary;
mod users;
mod within;

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::interactions::Interactions;
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;

pub use choice::possible;
pub use kind::{LEAST, SplitKind, SplitPlan, SplitReason, TEST_SHARE, VALIDATION_SHARE};
use users::Given;
use within::{at_random, by_time};

/// Three disjoint parts of the interactions, each users × items. What a model may be fitted to and what it
/// may know of a user it scores are the same where parts are cut within users, and are not where whole users
/// are held out: hence the accessors.
pub struct Split {
    pub kind: SplitKind,
    pub reason: SplitReason,
    /// What was asked for; none is automatic.
    pub asked: Option<SplitKind>,
    pub seed: u64,
    /// What is learned from.
    pub train: CsrMatrix,
    pub validation: CsrMatrix,
    pub test: CsrMatrix,
    /// What may be learned from when the test comes.
    known: CsrMatrix,
    /// What is known of held-out users, if there are any.
    given: Option<Given>,
}

impl Split {
    /// Splits as `plan` asks. Within users a fifth of the interactions is for the test and a tenth for
    /// validation, at least one each for users with at least [`LEAST`], at random or the newest (with the seed to
    /// part what is of one time). A column that names no validation part has a tenth of each user's train
    /// part taken for it.
    ///
    /// # Errors
    /// [`Error::NothingToTrain`], [`Error::OutOfMemory`]; where the kind that is asked for is not
    /// possible: [`Error::NoTimes`], [`Error::TooFewUsers`], [`Error::ColumnMissing`].
    pub fn of(interactions: &Interactions, plan: impl Into<SplitPlan>) -> Result<Split> {
        let plan = plan.into();
        let (kind, reason) = choice::choose(interactions, plan.kind)?;
        let seed = plan.seed;
        let all = &interactions.matrix;
        let (parts, given) = match (kind, &interactions.parts, &interactions.times) {
            (SplitKind::Random, ..) => (at_random(all, seed, TEST_SHARE)?, None),
            (SplitKind::Time, _, Some(times)) => (by_time(all, times, seed)?, None),
            (SplitKind::Time, _, None) => return Err(Error::NoTimes { found: 0, pairs: all.ones() }),
            (SplitKind::Users, ..) => {
                let (parts, given) = users::held_out(all, seed)?;
                (parts, Some(given))
            }
            (SplitKind::Column, None, _) => return Err(Error::ColumnMissing { role: "split" }),
            (SplitKind::Column, Some([train, validation, test]), _) if validation.ones() > 0 => {
                ([train.clone(), validation.clone(), test.clone()], None)
            }
            (SplitKind::Column, Some([train, _, test]), _) => {
                let [train, validation, _] = at_random(train, seed, 0.0)?;
                ([train, validation, test.clone()], None)
            }
        };
        Split { given, asked: plan.kind, ..Split::of_parts(kind, seed, parts)? }.checked(reason)
    }

    /// The same kind of split by another seed.
    ///
    /// # Errors
    /// As [`Split::of`].
    pub fn again(&self, interactions: &Interactions, seed: u64) -> Result<Split> {
        let split = Split::of(interactions, SplitPlan { kind: Some(self.kind), seed })?;
        Ok(Split { reason: self.reason, asked: self.asked, ..split })
    }

    /// A split into given parts, cut within users: train, validation, test.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn of_parts(kind: SplitKind, seed: u64, [train, validation, test]: [CsrMatrix; 3]) -> Result<Split> {
        let known = train.union(&validation)?;
        let reason = if kind == SplitKind::Column { SplitReason::Column } else { SplitReason::Asked };
        Ok(Split { kind, reason, asked: Some(kind), seed, train, validation, test, known, given: None })
    }

    fn checked(mut self, reason: SplitReason) -> Result<Split> {
        if self.train.ones() == 0 {
            return Err(Error::NothingToTrain);
        }
        if let Some(given) = &self.given {
            // Users held out for validation are learned from as a whole when the test comes.
            self.known = self.known.union(&given.validation)?;
        }
        self.reason = reason;
        Ok(self)
    }

    /// What a model may know of the users that it scores for validation, having learned from `train`.
    pub fn known_for_validation(&self) -> &CsrMatrix {
        self.given.as_ref().map_or(&self.train, |given| &given.validation)
    }

    /// What a model may know of the users that it scores for the test.
    pub fn known_for_test(&self) -> &CsrMatrix {
        self.given.as_ref().map_or(&self.known, |given| &given.test)
    }

    /// What a model may learn from before the test: train and validation. Users held out for the test are
    /// no part of it.
    pub fn fit_for_test(&self) -> &CsrMatrix {
        &self.known
    }

    /// How many pairs of held-out users are given to the model in order to find others.
    pub fn given(&self) -> usize {
        let beyond = |known: &CsrMatrix, learned: &CsrMatrix| known.ones().saturating_sub(learned.ones());
        beyond(self.known_for_validation(), &self.train) + beyond(self.known_for_test(), &self.known)
    }

    /// How many users have something held out for the test.
    pub fn tested_users(&self) -> usize {
        (0..self.test.rows()).filter(|&user| !self.test.row(user).is_empty()).count()
    }

    /// To be read by [`Split::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        flat.json(&(self.kind, self.reason, self.asked, self.seed))?;
        [&self.train, &self.validation, &self.test, &self.known].into_iter().try_for_each(|part| part.write(flat))?;
        flat.number(self.given.iter().len())?;
        self.given.iter().try_for_each(|given| given.write(flat))
    }

    /// What [`Split::write`] wrote, if it is a split of that many users and items.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut ByteReader, users: usize, items: usize) -> Result<Split> {
        let (kind, reason, asked, seed) = flat.json()?;
        let mut rows = || CsrMatrix::read(flat, users, items);
        let (train, validation, test, known) = (rows()?, rows()?, rows()?, rows()?);
        let given = match flat.number()? {
            0 => None,
            _ => Some(Given::read(flat, users, items)?),
        };
        Ok(Split { kind, reason, asked, seed, train, validation, test, known, given })
    }
}
