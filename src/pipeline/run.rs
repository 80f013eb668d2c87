//! A whole run: the training, the tuning of the baselines, and the evaluation, in this order.

use std::task::Poll;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::evaluation::Segment;
use crate::job::{Clock, Job, run_for};
use crate::pipeline::baseline_tuning::BaselineTuning;
use crate::pipeline::baselines::BaselineParams;
use crate::pipeline::evaluation::{Evaluation, EvaluationResult};
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::trained_model::TrainedModel;
use crate::pipeline::training::Training;
use crate::pipeline::training_progress::{Trained, TrainingProgress};

/// How far a run has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunProgress {
    /// While the network is trained.
    pub training: Option<TrainingProgress>,
    /// What the training left; told once, when it has ended.
    pub trained: Option<Trained>,
    /// After that.
    pub evaluation: Option<EvaluationProgress>,
    /// Whether nothing can be done before the baselines' parameters are handed in.
    pub waits: bool,
    /// Whether there is nothing left to do.
    pub over: bool,
    /// What the evaluation came to, at the end; none where no epoch was completed.
    pub result: Option<EvaluationResult>,
}

/// How far an evaluation has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationProgress {
    /// 0–1.
    pub fraction: f64,
    /// The model whose turn it is; none before the first and at the end.
    pub model: Option<&'static str>,
    /// The share of the baselines' tuning that is done, while that is under way here; 0 where it is waited for.
    pub tuning: Option<f64>,
}

enum Stage {
    Training(Box<Training>),
    /// What was trained is told of before its evaluation begins, which may be impossible.
    Trained,
    Evaluation(Box<Evaluation>),
    Over,
}

/// What a run works on.
pub struct RunInput<'a> {
    pub context: &'a mut SplitContext,
    /// The trained network; the one before, until the training has ended with one.
    pub model: &'a mut Option<TrainedModel>,
    /// Groups of the tested users that are told apart.
    pub segments: &'a dyn Fn(&[u32]) -> Vec<Segment>,
}

/// A run in bounded steps.
pub struct Run {
    stage: Stage,
    milliseconds: f64,
    /// Whether another worker tunes the baselines, and will hand in their parameters.
    awaits_baselines: bool,
    tuning: Option<BaselineTuning>,
    trained: Option<Trained>,
    stopping: bool,
}

impl Run {
    /// A run by `plan` on the split of `context`, which is by the plan's seed.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(plan: &TrainingPlan, context: &mut SplitContext) -> Result<Run> {
        Ok(Run::at(Stage::Training(Box::new(Training::new(plan, context)?))))
    }

    /// The evaluation alone, of what was trained on the split of `context`.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn evaluation(context: &SplitContext, segments: impl FnOnce(&[u32]) -> Vec<Segment>) -> Result<Run> {
        Ok(Run::at(Stage::Evaluation(Box::new(Evaluation::new(context, segments)?))))
    }

    fn at(stage: Stage) -> Run {
        Run { stage, milliseconds: 0.0, awaits_baselines: false, tuning: None, trained: None, stopping: false }
    }

    /// Says that another worker tunes the baselines, and will [hand in](Run::hand_in) what it finds.
    pub fn await_baselines(&mut self) {
        self.awaits_baselines = true;
    }

    /// Takes what the other worker has found; none where it has failed, and this run does it itself. Of another split it is
    /// of no use, and left aside.
    pub fn hand_in(&mut self, params: Option<BaselineParams>, context: &mut SplitContext) {
        self.awaits_baselines = false;
        Run::keep(params, context);
        if context.baselines.params.is_some() {
            self.tuning = None;
        }
    }

    /// Keeps parameters of the baselines for a later run on the same split; those that are there stay.
    pub fn keep(params: Option<BaselineParams>, context: &mut SplitContext) {
        let fits = |params: &BaselineParams| params.seed == context.split.seed;
        if let (None, Some(params)) = (&context.baselines.params, params.filter(fits)) {
            context.baselines.params = Some(params);
        }
    }

    /// Ends the training with the next step, whether it is over or not; the evaluation follows all the same.
    pub fn stop_training(&mut self) {
        self.stopping = true;
    }

    /// Works for about `budget` milliseconds of `clock`, or until an epoch ends, the training has ended, or it has to wait.
    ///
    /// # Errors
    /// [`Error::Diverged`], [`Error::OutOfMemory`]; [`Error::NothingHeldOut`] after the training where nothing can be
    /// evaluated, and the trained network is there all the same. Each ends the run.
    pub fn advance(&mut self, mut input: RunInput, clock: &Clock, budget: f64) -> Result<RunProgress> {
        let begun = clock();
        let before = self.milliseconds;
        let mut result = None;
        let over = run_for(clock, budget, || {
            self.milliseconds = before + (clock() - begun);
            let poll = self.poll(&mut input)?;
            if let Poll::Ready(outcome) = poll {
                result = outcome;
                return Ok(Poll::Ready(true));
            }
            let tells = match &self.stage {
                Stage::Training(training) => training.has_news() || training.is_over(),
                _ => self.trained.is_some(),
            };
            let pauses = tells || self.waits(input.context);
            Ok(if pauses { Poll::Ready(false) } else { Poll::Pending })
        })?;
        self.milliseconds = before + (clock() - begun);
        let waits = self.waits(input.context);
        let (training, evaluation) = match &mut self.stage {
            Stage::Training(training) => (Some(training.tell(self.milliseconds / 1_000.0)), None),
            Stage::Trained => (None, Some(EvaluationProgress { fraction: 0.0, model: None, tuning: None })),
            Stage::Evaluation(evaluation) => {
                let tuning = if waits { Some(0.0) } else { self.tuning.as_ref().map(Job::progress) };
                (None, Some(EvaluationProgress { fraction: evaluation.progress(), model: evaluation.model(), tuning }))
            }
            Stage::Over => (None, None),
        };
        let over = matches!(over, Poll::Ready(true));
        Ok(RunProgress { training, trained: self.trained.take(), evaluation, waits, over, result })
    }

    fn waits(&self, context: &SplitContext) -> bool {
        let Stage::Evaluation(evaluation) = &self.stage else { return false };
        self.awaits_baselines && evaluation.wants_params(context)
    }

    fn poll(&mut self, input: &mut RunInput) -> Result<Poll<Option<EvaluationResult>>> {
        let RunInput { context, model, segments } = input;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            // What has come to its end by itself is told of first.
            Stage::Training(training) if self.stopping || training.is_over() => {
                let (trained, found) = training.finish(&context.split, self.milliseconds / 1_000.0);
                self.trained = Some(trained);
                let Some(found) = found else { return Ok(Poll::Ready(None)) };
                **model = Some(found);
                Stage::Trained
            }
            Stage::Training(mut training) => {
                let _ = training.poll((context, self.milliseconds / 1_000.0))?;
                Stage::Training(training)
            }
            Stage::Trained => Stage::Evaluation(Box::new(Evaluation::new(context, segments)?)),
            Stage::Evaluation(evaluation) if self.awaits_baselines && evaluation.wants_params(context) => {
                Stage::Evaluation(evaluation)
            }
            Stage::Evaluation(evaluation) if evaluation.wants_params(context) => {
                let tuning = self.tuning.get_or_insert_default();
                if let Poll::Ready(params) = tuning.poll(&context.split)? {
                    context.baselines.params = Some(params);
                    self.tuning = None;
                }
                Stage::Evaluation(evaluation)
            }
            Stage::Evaluation(mut evaluation) => {
                let trained = model.as_mut().ok_or(Error::NotTrained)?;
                match evaluation.poll((trained, context))? {
                    Poll::Ready(result) => return Ok(Poll::Ready(Some(result))),
                    Poll::Pending => Stage::Evaluation(evaluation),
                }
            }
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }
}
