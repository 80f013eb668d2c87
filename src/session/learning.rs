//! Training and evaluation.

use crate::error::{Error, Result};
use crate::evaluation::segments_of_file;
use crate::export::ReportedResults;
use crate::job::Clock;
use crate::pipeline::{BaselineParams, ModelName, Peek, Run, RunInput, RunProgress, TrainingPlan};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::session::state::SessionJob;
use crate::training::Options;

impl Session {
    /// What a training with `options` would be.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read; those of [`TrainingPlan::new`].
    pub fn plan(&self, options: &Options) -> Result<TrainingPlan> {
        self.plan_for("plan", options)
    }

    /// The plan that `call` asks for.
    pub(super) fn plan_for(&self, call: &'static str, options: &Options) -> Result<TrainingPlan> {
        TrainingPlan::new(options, &self.dataset(call)?.context.split)
    }

    /// Begins a training with the evaluation that follows it. What was trained before stays until an epoch of this one is
    /// complete and it has ended.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn begin_training(&mut self, options: &Options) -> Result<TrainingPlan> {
        self.job = None;
        let plan = self.plan_for("begin_training", options)?;
        let dataset = self.dataset_mut("begin_training")?;
        dataset.split_by(plan.settings.seed)?;
        self.job = Some(SessionJob::Run(Box::new(Run::new(&plan, &mut dataset.context)?)));
        Ok(plan)
    }

    /// Begins the evaluation of what was trained anew, where it was given up.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::NothingHeldOut`].
    pub fn begin_evaluation(&mut self) -> Result<()> {
        let seed = self.model.as_ref().ok_or(Error::NotTrained)?.split.seed;
        // Its split may be another one.
        self.job = None;
        let dataset = self.dataset_mut("begin_evaluation")?;
        // A later training that came to nothing may have split by another seed: what a network has learned from must
        // not be its test.
        dataset.split_by(seed)?;
        let Dataset { interactions, context, .. } = dataset;
        let run = Run::evaluation(context, |tested| segments_of_file(interactions, tested))?;
        self.job = Some(SessionJob::Run(Box::new(run)));
        Ok(())
    }

    /// Works on it for about `budget` milliseconds of `clock`; comes back sooner where there is something to tell.
    ///
    /// # Errors
    /// [`Error::WrongState`] before [`Session::begin_training`]; those of [`Run::advance`], which end it.
    pub fn train(&mut self, clock: &Clock, budget: f64) -> Result<RunProgress> {
        let (Some(SessionJob::Run(run)), Some(Dataset { interactions, context, .. })) =
            (&mut self.job, &mut self.dataset)
        else {
            return Err(self.refuse("train", "a begun training"));
        };
        let groups = |tested: &[u32]| segments_of_file(interactions, tested);
        let named = |user: u32, items: &[u32]| Peek::of(interactions, user, items);
        let input = RunInput { context, model: &mut self.model, segments: &groups, named: &named };
        let outcome = run.advance(input, clock, budget);
        if outcome.as_ref().map_or(true, |progress| progress.over) {
            self.job = None;
        }
        if let Ok(progress) = &outcome {
            if progress.trained.as_ref().is_some_and(|trained| trained.kept > 0) {
                (self.chosen, self.results) = (ModelName::Network, None);
            }
            if let Some(result) = &progress.result {
                self.results = Some(ReportedResults::of(result)?);
            }
        }
        outcome
    }

    /// Ends the training part with the next call of [`Session::train`]; the evaluation follows all the same. Without a
    /// completed epoch, what was trained before stays.
    ///
    /// # Errors
    /// [`Error::WrongState`] where none is under way.
    pub fn stop_training(&mut self) -> Result<()> {
        self.run("stop_training")?.stop_training();
        Ok(())
    }

    /// Says that another instance tunes the baselines for the run under way.
    ///
    /// # Errors
    /// [`Error::WrongState`] where none is under way.
    pub fn await_baselines(&mut self) -> Result<()> {
        self.run("await_baselines")?.await_baselines();
        Ok(())
    }

    /// Hears which share of that the other instance has done, 0–1.
    ///
    /// # Errors
    /// [`Error::WrongState`] where no run is under way.
    pub fn hear_of_baselines(&mut self, share: f64) -> Result<()> {
        self.run("hear_of_baselines")?.hear_of_baselines(share);
        Ok(())
    }

    /// The run under way.
    fn run(&mut self, call: &'static str) -> Result<&mut Run> {
        let refusal = self.refuse(call, "a begun training");
        match &mut self.job {
            Some(SessionJob::Run(run)) => Ok(run),
            _ => Err(refusal),
        }
    }

    /// Whether the baselines still have to be tuned for the present split.
    pub fn wants_baselines(&self) -> bool {
        self.dataset.as_ref().is_some_and(|dataset| dataset.context.baselines.params.is_none())
    }

    /// The baselines' parameters on the present split, for another instance; none before they are tuned.
    pub fn baseline_params(&self) -> Option<&BaselineParams> {
        self.dataset.as_ref()?.context.baselines.params.as_ref()
    }

    /// Takes what a tuning here or in another instance came to; none where that has failed, and the run under way is to do
    /// it itself.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read.
    pub fn hand_in_baselines(&mut self, params: Option<BaselineParams>) -> Result<()> {
        match (&mut self.job, &mut self.dataset) {
            (Some(SessionJob::Run(run)), Some(dataset)) => run.hand_in(params, &mut dataset.context),
            _ => Run::keep(params, &mut self.dataset_mut("hand_in_baselines")?.context),
        }
        Ok(())
    }
}
