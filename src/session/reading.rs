//! The reading of a file, with all that was chosen of it, from its first byte to a data set that can be shown.

use serde::Deserialize;

use super::Session;
use super::dataset::DatasetShown;
use super::ending::Ending;
use crate::error::{Error, Result};
use crate::ingest::build::file::FileReader;
use crate::ingest::build::sample::Sample;
use crate::ingest::schema::cell_rules::Meaning;
use crate::ingest::schema::roles::Roles;
use crate::split::{SplitKind, SplitPlan};
use crate::training::options::check_seed;

/// One user in so many is the smallest sample of a file.
pub const SPARSEST_SAMPLE: f64 = 10_000.0;

/// How a file is read; what is left out is by its default.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Reading {
    pub roles: Roles,
    /// Of the split and of the sample.
    pub seed: f64,
    /// How the data are split; in the automatic way of [`SplitPlan`] where it is none.
    pub split: Option<SplitKind>,
    /// Only one user in so many, as the seed decides; 1, the default, is everybody.
    pub sample: f64,
    /// What cells mean; by content as far as nothing is said.
    pub meaning: Meaning,
    /// How many bytes will come, where that is known: so much room is made for them as the first of them suggest. 0, the
    /// default, is unknown.
    pub bytes: f64,
}

impl Default for Reading {
    fn default() -> Self {
        let (roles, meaning) = (Roles::default(), Meaning::default());
        Reading { roles, seed: 1.0, split: None, sample: 1.0, meaning, bytes: 0.0 }
    }
}

impl Session {
    /// Begins to read the file with settled roles, to be split by `seed` at the end in the automatic way.
    ///
    /// # Errors
    /// As [`Session::begin_reading_by`].
    pub fn begin_reading(&mut self, roles: Roles, seed: f64) -> Result<()> {
        self.begin_reading_as(roles, seed, None)
    }

    /// The same, to be split by `split`.
    ///
    /// # Errors
    /// As [`Session::begin_reading_by`].
    pub fn begin_reading_as(&mut self, roles: Roles, seed: f64, split: Option<SplitKind>) -> Result<()> {
        self.begin_reading_by(Reading { roles, seed, split, ..Reading::default() })
    }

    /// Begins to read the file. A training with another seed splits anew in the same way.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::open`]; those of [`Roles::check`] and [`Meaning::check`];
    /// [`Error::OptionOutOfRange`] for the seed, and as [`Session::read_sample`].
    pub fn begin_reading_by(&mut self, reading: Reading) -> Result<()> {
        (self.reader, self.ending) = (None, None);
        let preview = self.preview.as_ref().ok_or(Error::WrongOrder)?;
        let Reading { roles, seed, split, sample, meaning, bytes } = reading;
        let plan = SplitPlan { kind: split, seed: check_seed(seed)? };
        let sample = sample_of(sample, plan.seed)?;
        let reader = FileReader::with_meaning(preview, roles, meaning)?.sampled(sample).expecting(bytes as u64);
        self.reader = Some((reader, plan));
        Ok(())
    }

    /// After [`Session::begin_reading`], and before the first bytes: only one user in `every` is wanted, as the seed
    /// decides.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for what is no whole number from 1 to [`SPARSEST_SAMPLE`]; [`Error::WrongOrder`].
    pub fn read_sample(&mut self, every: f64) -> Result<()> {
        let (reader, plan) = self.reader.take().ok_or(Error::WrongOrder)?;
        let sample = sample_of(every, plan.seed);
        self.reader = Some(match &sample {
            Ok(sample) => (reader.sampled(*sample), plan),
            Err(_) => (reader, plan),
        });
        sample.map(|_| ())
    }

    /// Takes the file's next bytes; says how many rows have been read.
    ///
    /// # Errors
    /// Those of [`FileReader::push`].
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<u64> {
        let (reader, _) = self.reader.as_mut().ok_or(Error::WrongOrder)?;
        let outcome = reader.push(bytes, last).map(|()| reader.rows());
        if outcome.is_err() {
            self.reader = None;
        }
        outcome
    }

    /// Ends the reading and splits. What was trained on the data before is gone.
    ///
    /// # Errors
    /// Those of [`FileReader::finish`] and [`crate::split::Split::of`].
    pub fn finish_reading(&mut self) -> Result<DatasetShown> {
        loop {
            if let (_, Some(shown)) = self.finish_reading_step()? {
                return Ok(shown);
            }
        }
    }

    /// The next step of [`Session::finish_reading`]: the share that is done, and the data set at the end.
    ///
    /// # Errors
    /// As [`Session::finish_reading`].
    pub fn finish_reading_step(&mut self) -> Result<(f64, Option<DatasetShown>)> {
        let mut ending = match (self.ending.take(), self.reader.take()) {
            (Some(ending), _) => ending,
            (None, Some((reader, plan))) => Ending::of(reader, self.preview.as_ref().ok_or(Error::WrongOrder)?, plan)?,
            (None, None) => return Err(Error::WrongOrder),
        };
        let Some((data, origin)) = ending.step()? else {
            let fraction = ending.fraction();
            self.ending = Some(ending);
            return Ok((fraction, None));
        };
        let shown = data.shown(&origin);
        let (data, origin) = (Some(data), Some(origin));
        *self = Session { preview: self.preview.take(), data, origin, ..Session::default() };
        Ok((1.0, Some(shown)))
    }
}

fn sample_of(every: f64, seed: u64) -> Result<Sample> {
    if !(1.0..=SPARSEST_SAMPLE).contains(&every) || every.fract() != 0.0 {
        return Err(Error::OptionOutOfRange { option: "sample", value: every, min: 1.0, max: SPARSEST_SAMPLE });
    }
    Ok(Sample::new(every as u64, seed))
}
