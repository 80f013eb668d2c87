//! Options tried on validation, for whoever compares many of them: the same in any instance with a copy of the data.

use serde::Serialize;

use super::training::{Clock, Training};
use super::{Session, plan};
use crate::error::{Error, Result};
use crate::models::linear::LinearOptions;
use crate::training::options::Options;

/// What a trial came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrialResult {
    /// NDCG@10 on validation, of the best epoch; none where nothing is held out for it.
    pub validation: Option<f64>,
    pub epochs: u32,
    pub seconds: f64,
}

impl Session {
    /// Splits by the seed of `options`, where it is another one, for trials here and in copies that are made after.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn prepare_trials(&mut self, options: &Options) -> Result<()> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let seed = options.check()?.seed;
        plan::plan(options, &data.study.split)?;
        data.split_by(seed)
    }

    /// The linear path that was chosen on the present split, for another instance that tries options; none before it is.
    pub fn linear_choice(&self) -> Option<LinearOptions> {
        self.data.as_ref()?.study.linear
    }

    /// Takes over the linear path that another instance has chosen on the same split; one that is there stays.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read.
    pub fn adopt_linear(&mut self, chosen: LinearOptions) -> Result<()> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        data.study.linear.get_or_insert(chosen);
        Ok(())
    }

    /// Begins to try `options` for `epochs` epochs at most.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn begin_trial(&mut self, options: &Options, epochs: f64) -> Result<()> {
        self.trial = None;
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let epochs = Options { epochs, ..options.clone() }.check()?.epochs;
        self.trial = Some(Training::trial(options, epochs, &mut data.study)?);
        Ok(())
    }

    /// Tries them for about `budget` milliseconds of `clock`: the share that is done, and the result at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_trial`]; [`Error::Diverged`]; [`Error::OutOfMemory`].
    pub fn try_on(&mut self, clock: &Clock, budget: f64) -> Result<(f64, Option<TrialResult>)> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let mut trial = self.trial.take().ok_or(Error::WrongOrder)?;
        let progress = trial.advance(&mut data.study, clock, budget)?;
        if !progress.over {
            self.trial = Some(trial);
            return Ok((progress.fraction, None));
        }
        let (validation, epochs, seconds) = trial.conclude(&mut data.study);
        Ok((1.0, Some(TrialResult { validation, epochs, seconds })))
    }
}
