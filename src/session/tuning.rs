//! Parts of the learning that other instances with a copy of the data can do: trials of options, folds, and the tuning of
//! the baselines.

use std::task::Poll;

use crate::error::Result;
use crate::evaluation::Comparison;
use crate::job::{Clock, Job};
use crate::models::linear::LinearOptions;
use crate::pipeline::{BaselineParams, Fold, Standing, TrainingPlan, TrialResult, TrialRun};
use crate::session::Session;
use crate::session::state::SessionJob;
use crate::training::Options;

impl Session {
    /// Checks `options`, and splits by their seed where it is another one: for trials and folds here, and in copies that are
    /// made after.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn prepare_trials(&mut self, options: &Options) -> Result<()> {
        let plan = self.plan_for("prepare_trials", options)?;
        // Its split may be another one.
        self.job = None;
        self.dataset_mut("prepare_trials")?.split_by(plan.settings.seed)
    }

    /// The linear path that was chosen on the present split, for another instance that tries options; none before it is.
    pub fn linear_choice(&self) -> Option<LinearOptions> {
        self.dataset.as_ref()?.context.linear
    }

    /// Takes over the linear path that another instance has chosen on the same split; one that is there stays.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before a file was read.
    pub fn adopt_linear(&mut self, chosen: LinearOptions) -> Result<()> {
        self.dataset_mut("adopt_linear")?.context.linear.get_or_insert(chosen);
        Ok(())
    }

    /// Begins to try `options` for `epochs` epochs at most.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn begin_trial(&mut self, options: &Options, epochs: f64) -> Result<()> {
        self.job = None;
        let dataset = self.dataset_mut("begin_trial")?;
        let plan = TrainingPlan::for_trial(options, epochs, &dataset.context.split)?;
        self.job = Some(SessionJob::Trial(Box::new(TrialRun::new(&plan, &mut dataset.context)?)));
        Ok(())
    }

    /// Tries them for about `budget` milliseconds of `clock`: the share that is done, and the result at the end.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::begin_trial`]; [`crate::Error::Diverged`];
    /// [`crate::Error::OutOfMemory`].
    pub fn advance_trial(&mut self, clock: &Clock, budget: f64) -> Result<(f64, Option<TrialResult>)> {
        let (Some(SessionJob::Trial(trial)), Some(dataset)) = (&mut self.job, &mut self.dataset) else {
            return Err(self.refuse("advance_trial", "a begun trial"));
        };
        let outcome = trial.advance(&mut dataset.context, clock, budget);
        self.end_with(&outcome);
        outcome
    }

    /// Begins fold `index` of `folds`, with a training by `options`. What was trained before stays as it is.
    ///
    /// # Errors
    /// As [`Session::plan`]; [`crate::Error::OptionOutOfRange`] for the folds.
    pub fn begin_fold(&mut self, options: &Options, index: usize, folds: usize) -> Result<()> {
        self.job = None;
        let dataset = self.dataset("begin_fold")?;
        let params = dataset.context.baselines.params.clone();
        let fold = Fold::new(&dataset.interactions, options, (index, folds), params)?;
        self.job = Some(SessionJob::Fold(Box::new(fold)));
        Ok(())
    }

    /// Works on it for about `budget` milliseconds of `clock`: the share that is done, and what the test came to at
    /// the end.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::begin_fold`]; [`crate::Error::Diverged`];
    /// [`crate::Error::OutOfMemory`].
    pub fn advance_fold(&mut self, clock: &Clock, budget: f64) -> Result<(f64, Option<Comparison>)> {
        let Some(SessionJob::Fold(fold)) = &mut self.job else {
            return Err(self.refuse("advance_fold", "a begun fold"));
        };
        let outcome = fold.advance(clock, budget);
        self.end_with(&outcome);
        outcome
    }

    /// Begins to tune the baselines on the data's present split.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before a file was read.
    pub fn begin_tuning_baselines(&mut self) -> Result<()> {
        self.dataset("begin_tuning_baselines")?;
        self.job = Some(SessionJob::BaselineTuning(Box::default()));
        Ok(())
    }

    /// The next step of their tuning: the share that is done, and what was chosen at the end.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::begin_tuning_baselines`]; [`crate::Error::OutOfMemory`].
    pub fn poll_tuning_baselines(&mut self) -> Result<(f64, Option<BaselineParams>)> {
        let (Some(SessionJob::BaselineTuning(tuning)), Some(dataset)) = (&mut self.job, &self.dataset) else {
            return Err(self.refuse("poll_tuning_baselines", "a begun tuning"));
        };
        let outcome = tuning.poll(&dataset.context.split).map(|poll| match poll {
            Poll::Ready(params) => (1.0, Some(params)),
            Poll::Pending => (tuning.progress(), None),
        });
        self.end_with(&outcome);
        outcome
    }

    /// How the baselines stand in their tuning under way; none where there is none.
    pub fn standings(&self) -> Vec<Standing> {
        match &self.job {
            Some(SessionJob::BaselineTuning(tuning)) => tuning.standings(),
            _ => Vec::new(),
        }
    }

    /// Ends the job with its result, or its failure.
    fn end_with<T>(&mut self, outcome: &Result<(f64, Option<T>)>) {
        if !matches!(outcome, Ok((_, None))) {
            self.job = None;
        }
    }
}
