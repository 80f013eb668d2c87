//! Partition of the interactions into train, validation and test.

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::split::choice::choose;
use crate::split::kind::{SplitKind, SplitPlan, SplitReason, TEST_SHARE};
use crate::split::users::{HeldOutInput, hold_out_users};
use crate::split::within::{at_random, by_time};

/// Three disjoint parts of the interactions, each users × items. Where parts are cut within users, a model knows of a
/// user what it was fitted to; where whole users are held out, it does not. Hence the accessors.
pub struct Split {
    pub kind: SplitKind,
    pub reason: SplitReason,
    /// The kind that was requested; none for the automatic one.
    pub requested: Option<SplitKind>,
    pub seed: u64,
    /// Interactions to learn from.
    pub train: CsrMatrix,
    pub validation: CsrMatrix,
    pub test: CsrMatrix,
    /// Interactions to learn from before the test.
    fit_for_test: CsrMatrix,
    /// Known interactions of held-out users; none where parts are cut within users.
    held_out: Option<HeldOutInput>,
}

impl Split {
    /// Splits by `plan`. Within users a fifth of the interactions is for the test and a tenth for validation, at least
    /// one each for users with at least [`MIN_ITEMS`](crate::split::MIN_ITEMS): at random, or the newest, with the seed
    /// ordering equal times. Where a column names no validation part, a tenth of each user's train part is taken for
    /// it.
    ///
    /// # Errors
    /// [`Error::NothingToTrain`], [`Error::OutOfMemory`]; for a requested kind that is not possible
    /// [`Error::NoTimes`], [`Error::TooFewUsers`], [`Error::ColumnMissing`].
    pub fn of(interactions: &Interactions, plan: impl Into<SplitPlan>) -> Result<Split> {
        let plan = plan.into();
        let (kind, reason) = choose(interactions, plan.kind)?;
        let seed = plan.seed;
        let all = &interactions.matrix;
        let (parts, held_out) = match (kind, &interactions.parts, &interactions.times) {
            (SplitKind::Random, ..) => (at_random(all, seed, TEST_SHARE)?, None),
            (SplitKind::Time, _, Some(times)) => (by_time(all, times, seed)?, None),
            (SplitKind::Time, _, None) => return Err(Error::NoTimes { found: 0, pairs: all.ones() }),
            (SplitKind::Users, ..) => {
                let (parts, held_out) = hold_out_users(all, seed)?;
                (parts, Some(held_out))
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
        Split { held_out, requested: plan.kind, ..Split::of_parts(kind, seed, parts)? }.checked(reason)
    }

    /// Split of the same kind by another seed.
    ///
    /// # Errors
    /// As [`Split::of`].
    pub fn again(&self, interactions: &Interactions, seed: u64) -> Result<Split> {
        let split = Split::of(interactions, SplitPlan { kind: Some(self.kind), seed })?;
        Ok(Split { reason: self.reason, requested: self.requested, ..split })
    }

    /// Split into existing parts, cut within users: train, validation, test.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn of_parts(kind: SplitKind, seed: u64, [train, validation, test]: [CsrMatrix; 3]) -> Result<Split> {
        let fit_for_test = train.union(&validation)?;
        let reason = if kind == SplitKind::Column { SplitReason::Column } else { SplitReason::Requested };
        Ok(Split { kind, reason, requested: Some(kind), seed, train, validation, test, fit_for_test, held_out: None })
    }

    /// The split with its reason, if there is something to train on.
    pub(crate) fn checked(mut self, reason: SplitReason) -> Result<Split> {
        if self.train.ones() == 0 {
            return Err(Error::NothingToTrain);
        }
        if let Some(held_out) = &self.held_out {
            // Before the test, users held out for validation are learned from as a whole.
            self.fit_for_test = self.fit_for_test.union(&held_out.validation)?;
        }
        self.reason = reason;
        Ok(self)
    }

    /// Interactions that a model fitted to `train` may know of the users it scores for validation.
    pub fn known_for_validation(&self) -> &CsrMatrix {
        self.held_out.as_ref().map_or(&self.train, |held_out| &held_out.validation)
    }

    /// Interactions that a model fitted to [`Split::fit_for_test`] may know of the users it scores for the test.
    pub fn known_for_test(&self) -> &CsrMatrix {
        self.held_out.as_ref().map_or(&self.fit_for_test, |held_out| &held_out.test)
    }

    /// Interactions that a model may learn from before the test: train and validation, without users held out for the
    /// test.
    pub fn fit_for_test(&self) -> &CsrMatrix {
        &self.fit_for_test
    }

    /// Number of pairs of held-out users that are given to the model as input, to find their others.
    pub fn input_pairs(&self) -> usize {
        let beyond = |known: &CsrMatrix, learned: &CsrMatrix| known.ones().saturating_sub(learned.ones());
        beyond(self.known_for_validation(), &self.train) + beyond(self.known_for_test(), &self.fit_for_test)
    }

    /// Number of users with something held out for the test.
    pub fn tested_users(&self) -> usize {
        (0..self.test.rows()).filter(|&user| !self.test.row(user).is_empty()).count()
    }

    /// Encodes for [`Split::read`] how the interactions were split: their parts follow from that.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.kind.write(writer)?;
        self.reason.write(writer)?;
        self.requested.write(writer)?;
        self.seed.write(writer)
    }

    /// Decodes what [`Split::write`] encoded, and splits the same interactions again.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], also for a split that these interactions do not allow; [`Error::OutOfMemory`].
    pub fn read(reader: &mut ByteReader, interactions: &Interactions) -> Result<Split> {
        let (kind, reason) = (Flat::read(reader)?, Flat::read(reader)?);
        let (requested, seed) = (Flat::read(reader)?, Flat::read(reader)?);
        match Split::of(interactions, SplitPlan { kind: Some(kind), seed }) {
            Ok(split) => Ok(Split { reason, requested, ..split }),
            Err(error @ Error::OutOfMemory { .. }) => Err(error),
            Err(_) => Err(Error::SnapshotBroken),
        }
    }
}
