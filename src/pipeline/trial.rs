//! Options tried on validation: the same in any instance with a copy of the data.

use std::task::Poll;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::job::{Clock, Job, run_for};
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::training::Training;

/// What a trial came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrialResult {
    /// NDCG@10 on validation of the best epoch; none where nothing is held out for it.
    pub validation: Option<f64>,
    pub epochs: u32,
    pub seconds: f64,
}

/// A trial under way.
pub struct TrialRun {
    training: Option<Training>,
    milliseconds: f64,
}

impl TrialRun {
    /// A trial by `plan` on the split of `context`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(plan: &TrainingPlan, context: &mut SplitContext) -> Result<TrialRun> {
        Ok(TrialRun { training: Some(Training::trial(plan, context)?), milliseconds: 0.0 })
    }

    /// Works for about `budget` milliseconds of `clock`: the share that is done, and the result at the end.
    ///
    /// # Errors
    /// [`Error::Diverged`], [`Error::OutOfMemory`].
    pub fn advance(
        &mut self,
        context: &mut SplitContext,
        clock: &Clock,
        budget: f64,
    ) -> Result<(f64, Option<TrialResult>)> {
        let (begun, before) = (clock(), self.milliseconds);
        let training = self.training.as_mut().ok_or(Error::JOB_OVER)?;
        let over = run_for(clock, budget, || {
            self.milliseconds = before + (clock() - begun);
            training.poll((context, self.milliseconds / 1_000.0))
        })?;
        self.milliseconds = before + (clock() - begun);
        if over == Poll::Pending {
            return Ok((training.progress(), None));
        }
        let training = self.training.take().ok_or(Error::JOB_OVER)?;
        let (validation, epochs) = training.finish_trial(context);
        Ok((1.0, Some(TrialResult { validation, epochs, seconds: self.milliseconds / 1_000.0 })))
    }
}
