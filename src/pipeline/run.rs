//! A whole run: the tuning of the baselines, the training and the evaluation, in this order. The baselines come first so that
//! a person sees from the beginning what the network has to beat; where another worker tunes them, the training does not
//! wait for it.

use std::task::Poll;

use serde::Serialize;

use crate::codec::{ByteReader, ByteWriter, Flat, Parts};
use crate::error::{Error, Result};
use crate::evaluation::Segment;
use crate::job::{Clock, Job, run_for};
use crate::pipeline::baseline_tuning::{BaselineTuning, Standing};
use crate::pipeline::baselines::BaselineParams;
use crate::pipeline::evaluation::{Evaluation, EvaluationResult};
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::trained_model::TrainedModel;
use crate::pipeline::training::Training;
use crate::pipeline::training_progress::{Peek, Trained, TrainingPhase, TrainingProgress};

mod time_left;

use time_left::{RunPhase, TimeLeft};

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
    /// How the baselines stand on validation, where that has changed.
    pub standings: Option<Vec<Standing>>,
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
    /// The share of the baselines' tuning that is done, while that is under way here or waited for.
    pub tuning: Option<f64>,
    /// About.
    pub seconds_left: Option<f64>,
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
    /// The names of a user and of items, by their numbers.
    pub named: &'a dyn Fn(u32, &[u32]) -> Peek,
}

/// A run in bounded steps.
pub struct Run {
    stage: Stage,
    milliseconds: f64,
    /// Whether another worker tunes the baselines, and will hand in their parameters.
    awaits_baselines: bool,
    /// The share of it that the other worker has told of, and whether that is news.
    tuned_elsewhere: f64,
    has_heard: bool,
    /// Since when there was nothing to do but to wait for it.
    waits_since: Option<f64>,
    tuning: Option<BaselineTuning>,
    /// As they were told last.
    standings: Vec<Standing>,
    /// When the training has begun, in milliseconds of work: after the tuning of the baselines, if this run does that.
    training_begun: Option<f64>,
    /// Until when they were tuned.
    tuned_until: f64,
    time_left: TimeLeft,
    trained: Option<Trained>,
    stopping: bool,
}

impl Run {
    /// A run by `plan` on the split of `context`, which is by the plan's seed.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(plan: &TrainingPlan, context: &mut SplitContext) -> Result<Run> {
        let training = Training::new(plan, context)?;
        let time_left = TimeLeft::of_run(training.forecast_work(&context.split), context);
        Ok(Run { time_left, ..Run::at(Stage::Training(Box::new(training))) })
    }

    /// Decodes what [`Run::write`] encoded of a run by the same plan on the same split: its training goes on from there.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; those of [`Run::new`].
    pub fn read(
        plan: &TrainingPlan,
        context: &mut SplitContext,
        reader: &mut ByteReader,
        parts: &mut Parts,
    ) -> Result<Run> {
        let seconds = f64::read(reader)?.max(0.0);
        context.recall(Flat::read(reader)?);
        let training = Training::read(plan, context, reader, parts)?;
        let time_left = TimeLeft::of_run(training.forecast_work(&context.split), context).resumed(seconds);
        let run = Run::at(Stage::Training(Box::new(training)));
        Ok(Run { time_left, milliseconds: 1_000.0 * seconds, training_begun: Some(0.0), ..run })
    }

    /// Encodes the training under way for [`Run::read`], but for its [parts](Training::write_part): the seconds so far, what
    /// was chosen on the split, and how far it has come.
    ///
    /// # Errors
    /// [`Error::WrongState`] unless [`Run::resumable`]; [`Error::OutOfMemory`].
    pub fn write(&self, context: &SplitContext, writer: &mut ByteWriter) -> Result<()> {
        const UNDER_WAY: Error = Error::WrongState { call: "write", needs: "the end of an epoch", state: "training" };
        self.training_seconds().write(writer)?;
        context.notes().write(writer)?;
        self.resumable().ok_or(UNDER_WAY)?.write(writer)
    }

    /// The training, where it stands between two epochs and could be kept.
    pub fn resumable(&self) -> Option<&Training> {
        match &self.stage {
            Stage::Training(training) if training.is_between_epochs() => Some(training),
            _ => None,
        }
    }

    /// The evaluation alone, of what was trained on the split of `context`.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn evaluation(context: &SplitContext, segments: impl FnOnce(&[u32]) -> Vec<Segment>) -> Result<Run> {
        Ok(Run::at(Stage::Evaluation(Box::new(Evaluation::new(context, segments)?))))
    }

    fn at(stage: Stage) -> Run {
        Run {
            stage,
            milliseconds: 0.0,
            awaits_baselines: false,
            tuned_elsewhere: 0.0,
            has_heard: false,
            waits_since: None,
            tuning: None,
            standings: Vec::new(),
            training_begun: None,
            tuned_until: 0.0,
            time_left: TimeLeft::default(),
            trained: None,
            stopping: false,
        }
    }

    /// Says that another worker tunes the baselines, and will [hand in](Run::hand_in) what it finds.
    pub fn await_baselines(&mut self) {
        self.awaits_baselines = true;
        self.time_left.leave_tuning_to_others();
    }

    /// Hears of the other worker which share of the tuning it has done, 0–1.
    pub fn hear_of_baselines(&mut self, share: f64) {
        (self.tuned_elsewhere, self.has_heard) = (share, true);
    }

    /// Takes what the other worker has found; none where it has failed, and this run does it itself. Of another split it is
    /// of no use, and left aside.
    pub fn hand_in(&mut self, params: Option<BaselineParams>, context: &mut SplitContext) {
        self.awaits_baselines = false;
        self.time_left.end_tuning_elsewhere(params.is_none(), self.training_begun.is_none());
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
        let waited = self.waits_since.take().map_or(0.0, |since| begun - since);
        self.milliseconds += waited;
        self.time_left.wait(waited / 1_000.0);
        if std::mem::take(&mut self.has_heard) {
            self.time_left.hear_of_tuning(self.tuned_elsewhere);
        }
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
                Stage::Training(training) => {
                    training.has_news()
                        || training.is_over()
                        || (self.tuning.is_some() && self.has_standings(input.context))
                }
                _ => self.trained.is_some(),
            };
            let pauses = tells || self.waits(input.context);
            Ok(if pauses { Poll::Ready(false) } else { Poll::Pending })
        })?;
        self.milliseconds = before + (clock() - begun);
        let waits = self.waits(input.context);
        self.waits_since = waits.then(clock);
        let standings = self.has_standings(input.context).then(|| standings(&self.tuning, input.context));
        self.standings = standings.clone().unwrap_or(std::mem::take(&mut self.standings));
        let (training, evaluation) = self.tell(&input, waits);
        let over = matches!(over, Poll::Ready(true));
        Ok(RunProgress { training, trained: self.trained.take(), evaluation, standings, waits, over, result })
    }

    fn tell(&mut self, input: &RunInput, waits: bool) -> (Option<TrainingProgress>, Option<EvaluationProgress>) {
        let tuned = self.tuning.as_ref().map(Job::progress);
        let trained_for = self.training_seconds();
        let seconds = self.milliseconds / 1_000.0;
        match &mut self.stage {
            Stage::Training(training) => {
                let mut told = training.tell(&input.context.split, trained_for, input.named);
                let [linear, deep] = training.forecast();
                let (phase, share) = match tuned.filter(|_| self.training_begun.is_none()) {
                    Some(tuned) => (RunPhase::Tuning, tuned),
                    None if linear < 1.0 => (RunPhase::Linear, linear),
                    None => (RunPhase::Networks, deep),
                };
                if phase == RunPhase::Tuning {
                    told.phase = TrainingPhase::Baselines;
                }
                told.fraction = self.time_left.share_before_evaluation(phase, share, told.fraction);
                told.seconds_left = self.time_left.at(seconds, phase, share);
                (Some(told), None)
            }
            Stage::Trained => {
                let seconds_left = self.time_left.at(seconds, RunPhase::Evaluation, 0.0);
                (None, Some(EvaluationProgress { fraction: 0.0, model: None, tuning: None, seconds_left }))
            }
            Stage::Evaluation(evaluation) => {
                let tuning = if waits { Some(self.tuned_elsewhere) } else { tuned };
                let (fraction, model) = (evaluation.progress(), evaluation.model());
                let seconds_left = self.time_left.at(seconds, RunPhase::Evaluation, fraction);
                (None, Some(EvaluationProgress { fraction, model, tuning, seconds_left }))
            }
            Stage::Over => (None, None),
        }
    }

    /// Seconds of work since the training has begun.
    fn training_seconds(&self) -> f64 {
        self.training_begun.map_or(0.0, |begun| (self.milliseconds - begun) / 1_000.0)
    }

    /// Whether the baselines stand otherwise than they were told to.
    fn has_standings(&self, context: &SplitContext) -> bool {
        standings(&self.tuning, context) != self.standings
    }

    /// The next step of the baselines' tuning, whose parameters are kept at the end.
    fn tune(&mut self, context: &mut SplitContext) -> Result<()> {
        if let Poll::Ready(params) = self.tuning.get_or_insert_default().poll(&context.split)? {
            context.baselines.params = Some(params);
            self.tuning = None;
        }
        Ok(())
    }

    /// Whether the training waits for the baselines, which this run tunes. Once it has begun it goes on: where another worker
    /// has failed to tune them, that is done after it.
    fn tunes_first(&self, context: &SplitContext) -> bool {
        !self.awaits_baselines && self.training_begun.is_none() && context.baselines.params.is_none()
    }

    fn waits(&self, context: &SplitContext) -> bool {
        let Stage::Evaluation(evaluation) = &self.stage else { return false };
        self.awaits_baselines && evaluation.wants_params(context)
    }

    fn poll(&mut self, input: &mut RunInput) -> Result<Poll<Option<EvaluationResult>>> {
        let RunInput { context, model, segments, .. } = input;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            // What has come to its end by itself is told of first.
            Stage::Training(training) if self.stopping && !training.is_catching_up() || training.is_over() => {
                let (trained, found) = training.finish(&context.split, self.training_seconds());
                self.trained = Some(trained);
                let Some(found) = found else { return Ok(Poll::Ready(None)) };
                **model = Some(found);
                Stage::Trained
            }
            Stage::Training(training) if self.tunes_first(context) => {
                self.tune(context)?;
                self.tuned_until = self.milliseconds;
                Stage::Training(training)
            }
            Stage::Training(mut training) => {
                self.training_begun.get_or_insert(self.tuned_until);
                let _ = training.poll((context, self.training_seconds()))?;
                Stage::Training(training)
            }
            Stage::Trained => Stage::Evaluation(Box::new(Evaluation::new(context, segments)?)),
            Stage::Evaluation(evaluation) if self.awaits_baselines && evaluation.wants_params(context) => {
                Stage::Evaluation(evaluation)
            }
            Stage::Evaluation(evaluation) if evaluation.wants_params(context) => {
                self.tune(context)?;
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

/// How the baselines stand: in the tuning under way, or as they were chosen before.
fn standings(tuning: &Option<BaselineTuning>, context: &SplitContext) -> Vec<Standing> {
    match (tuning, &context.baselines.params) {
        (Some(tuning), _) => tuning.standings(),
        (None, Some(params)) => params.standings(),
        (None, None) => Vec::new(),
    }
}
