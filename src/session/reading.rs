//! A reading of a part of the users; and the end of a reading: put together, split and shown.

use super::Session;
use super::dataset::{DatasetShown, Ending};
use crate::data::sample::Sample;
use crate::error::{Error, Result};

/// One user in so many is the smallest sample of a file.
pub const SPARSEST_SAMPLE: f64 = 10_000.0;

impl Session {
    /// After [`Session::begin_reading`], and before the first bytes: only one user in `every` is wanted, as the seed
    /// decides.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for what is no whole number from 1 to [`SPARSEST_SAMPLE`]; [`Error::WrongOrder`].
    pub fn read_sample(&mut self, every: f64) -> Result<()> {
        if !(1.0..=SPARSEST_SAMPLE).contains(&every) || every.fract() != 0.0 {
            return Err(Error::OptionOutOfRange { option: "sample", value: every, min: 1.0, max: SPARSEST_SAMPLE });
        }
        let (reader, plan) = self.reader.take().ok_or(Error::WrongOrder)?;
        self.reader = Some((reader.sampled(Sample::new(every as u64, plan.seed)), plan));
        Ok(())
    }

    /// Ends the reading and splits. What was trained on the data before is gone.
    ///
    /// # Errors
    /// Those of [`FileReader::finish`] and [`crate::data::split::Split::of`].
    pub fn finish_reading(&mut self) -> Result<DatasetShown> {
        loop {
            if let (_, Some(shown)) = self.finish_reading_step()? {
                return Ok(shown);
            }
        }
    }

    /// The next bounded step of [`Session::finish_reading`]: the share that is done, and the data set at the end.
    ///
    /// # Errors
    /// As [`Session::finish_reading`].
    pub fn finish_reading_step(&mut self) -> Result<(f64, Option<DatasetShown>)> {
        let mut ending = match (self.ending.take(), self.reader.take()) {
            (Some(ending), _) => ending,
            (None, Some((reader, plan))) => Ending::of(reader, plan)?,
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
