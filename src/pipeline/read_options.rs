//! How a file is to be read.

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::ingest::build::UserSample;
use crate::ingest::schema::CellRules;
use crate::ingest::schema::Roles;
use crate::split::SplitKind;

/// The smallest sample of a file's users is one in this many.
pub const MAX_SAMPLE: f64 = 10_000.0;

/// How a file is read; what is left out is by its default.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    pub roles: Roles,
    /// Of the split and of the sample.
    pub seed: f64,
    /// How the data are split; none is the automatic way of [`crate::split::SplitPlan`].
    pub split: Option<SplitKind>,
    /// Only one user in this many, as the seed decides; 1, the default, is everybody.
    pub sample: f64,
    /// What cells mean; by content as far as nothing is said.
    pub meaning: CellRules,
    /// How many bytes will come, where that is known: room is made for as many rows as the first of them suggest. 0, the
    /// default, is unknown.
    pub bytes: f64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (roles, meaning) = (Roles::default(), CellRules::default());
        ReadOptions { roles, seed: 1.0, split: None, sample: 1.0, meaning, bytes: 0.0 }
    }
}

/// One user in `every`, as `seed` decides.
///
/// # Errors
/// [`Error::OptionOutOfRange`] for what is no whole number from 1 to [`MAX_SAMPLE`].
pub(crate) fn sample_of(every: f64, seed: u64) -> Result<UserSample> {
    if !(1.0..=MAX_SAMPLE).contains(&every) || every.fract() != 0.0 {
        return Err(Error::OptionOutOfRange { option: "sample", value: every, min: 1.0, max: MAX_SAMPLE });
    }
    Ok(UserSample::new(every as u64, seed))
}
