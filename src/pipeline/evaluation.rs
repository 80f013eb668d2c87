//! The evaluation of a trained network and of the baselines, all on the same held-out interactions.

use std::task::Poll;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::evaluation::{
    Comparison, Conclusion, EASE_NAME, Evaluator, ITEM_KNN_NAME, Measurement, NETWORK_NAME, POPULARITY_NAME, Scored,
    Segment, Verdict,
};
use crate::job::Job;
use crate::pipeline::baselines::{Baseline, SkippedBaseline};
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::trained_model::{PathShares, TrainedModel};

/// The models in the order in which they are measured: those that wait for the tuning of baselines last.
const TURNS: [Turn; 4] = [
    Turn::Baseline(Baseline::Popularity, POPULARITY_NAME),
    Turn::Network,
    Turn::Baseline(Baseline::ItemKnn, ITEM_KNN_NAME),
    Turn::Baseline(Baseline::Ease, EASE_NAME),
];
/// The share of the time that all models take; the rest is for the intervals.
const MODELS: f64 = 0.85;

#[derive(Clone, Copy)]
enum Turn {
    Network,
    Baseline(Baseline, &'static str),
}

impl Turn {
    fn name(self) -> &'static str {
        match self {
            Turn::Network => NETWORK_NAME,
            Turn::Baseline(_, name) => name,
        }
    }
}

/// What an evaluation came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvaluationResult {
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Baselines that were left out, with the reason.
    pub skipped: Vec<SkippedBaseline>,
    /// Whether a personal model is worth it.
    pub verdict: Option<Verdict>,
    /// Of both paths in the network's scores.
    pub shares: PathShares,
}

enum Stage {
    /// Models take turns; the one whose turn it is, is being fitted, or being measured.
    Models {
        evaluator: Evaluator,
        turn: usize,
        measurement: Option<Box<Measurement>>,
    },
    Intervals(Box<Conclusion>),
    Over,
}

/// An evaluation in bounded steps. Baselines that are not tuned are left out: who wants them tunes them first.
pub struct Evaluation {
    stage: Stage,
    /// Of the fit of the model whose turn it is, as it was last seen.
    fit_progress: f64,
}

impl Evaluation {
    /// An evaluation of all models on the split of `context`; `segments` gives groups of the tested users that are told
    /// apart, beside those by activity.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn new(context: &SplitContext, segments: impl FnOnce(&[u32]) -> Vec<Segment>) -> Result<Evaluation> {
        let split = &context.split;
        let mut evaluator = Evaluator::new(split.known_for_test(), &split.test, split.seed)?;
        for segment in segments(evaluator.users()) {
            evaluator.tell_apart(segment);
        }
        Ok(Evaluation { stage: Stage::Models { evaluator, turn: 0, measurement: None }, fit_progress: 0.0 })
    }

    /// The model whose turn it is; none at the end.
    pub fn model(&self) -> Option<&'static str> {
        match &self.stage {
            Stage::Models { turn, .. } => TURNS.get(*turn).copied().map(Turn::name),
            Stage::Intervals(_) | Stage::Over => None,
        }
    }

    /// Whether it is the turn of a baseline that is not tuned.
    pub fn wants_params(&self, context: &SplitContext) -> bool {
        let Stage::Models { turn, .. } = self.stage else { return false };
        let is_tuned = matches!(TURNS.get(turn), Some(Turn::Baseline(Baseline::ItemKnn | Baseline::Ease, _)));
        is_tuned && context.baselines.params.is_none()
    }
}

impl Job for Evaluation {
    type Input<'a> = (&'a mut TrainedModel, &'a mut SplitContext);
    type Output = EvaluationResult;

    /// Fits the model whose turn it is a little further, measures it on some users, or draws some resamples.
    fn poll(&mut self, (trained, context): (&mut TrainedModel, &mut SplitContext)) -> Result<Poll<EvaluationResult>> {
        let is_untuned = self.wants_params(context);
        let next = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Models { evaluator, turn, .. } if is_untuned => {
                Stage::Models { evaluator, turn: turn + 1, measurement: None }
            }
            Stage::Models { evaluator, turn, measurement } => match TURNS.get(turn) {
                None => Stage::Intervals(Box::new(evaluator.conclude()?)),
                Some(&model) => {
                    let (evaluator, turn, measurement) =
                        take_turn(model, (evaluator, turn, measurement), trained, context)?;
                    self.fit_progress = context.baselines.fit_progress();
                    Stage::Models { evaluator, turn, measurement }
                }
            },
            Stage::Intervals(mut conclusion) => match conclusion.poll(())? {
                Poll::Ready(comparison) => {
                    return Ok(Poll::Ready(result(comparison, trained, context)));
                }
                Poll::Pending => Stage::Intervals(conclusion),
            },
            Stage::Over => return Err(Error::JOB_OVER),
        };
        self.stage = next;
        Ok(Poll::Pending)
    }

    /// A fit counts as a half of its model's turn.
    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Models { turn, measurement, .. } => {
                let own = match (TURNS.get(*turn), measurement) {
                    (Some(Turn::Network), None) | (None, _) => 0.0,
                    (Some(Turn::Network), Some(measurement)) => measurement.progress(),
                    (_, None) => 0.5 * self.fit_progress,
                    (_, Some(measurement)) => 0.5 + 0.5 * measurement.progress(),
                };
                MODELS * (*turn as f64 + own) / TURNS.len() as f64
            }
            Stage::Intervals(conclusion) => MODELS + (1.0 - MODELS) * conclusion.progress(),
            Stage::Over => 1.0,
        }
    }
}

/// The verdict on what was measured.
fn result(comparison: Comparison, trained: &TrainedModel, context: &SplitContext) -> EvaluationResult {
    let baselines = &context.baselines;
    let mut validation = vec![(NETWORK_NAME, trained.validation())];
    if let Some(params) = &baselines.params {
        validation.push((ITEM_KNN_NAME, params.item_knn.best_validation()));
        validation.push((EASE_NAME, params.ease.best_validation()));
    }
    let verdict = Verdict::of(&comparison, &validation);
    EvaluationResult { comparison, skipped: baselines.skipped(), verdict, shares: trained.shares() }
}

type Turns = (Evaluator, usize, Option<Box<Measurement>>);

fn take_turn(
    model: Turn,
    (mut evaluator, turn, measurement): Turns,
    trained: &mut TrainedModel,
    context: &mut SplitContext,
) -> Result<Turns> {
    let SplitContext { split, baselines, .. } = context;
    let (known, held_out) = (split.known_for_test(), &split.test);
    let mut measurement = match (measurement, model) {
        (Some(measurement), _) => measurement,
        (None, Turn::Baseline(baseline, _)) if baselines.poll_fit(baseline, split)?.is_pending() => {
            return Ok((evaluator, turn, None));
        }
        (None, Turn::Baseline(baseline, _)) if baselines.is_skipped(baseline) => {
            return Ok((evaluator, turn + 1, None));
        }
        (None, _) => Box::new(evaluator.measurement(known, held_out)?),
    };
    let figures = match model {
        Turn::Network => measurement.poll(Scored { model: &mut trained.model(), known, held_out })?,
        Turn::Baseline(baseline, _) => {
            let model = baselines.model(baseline).ok_or(Error::JOB_OVER)?;
            measurement.poll(Scored { model, known, held_out })?
        }
    };
    Ok(match figures {
        Poll::Pending => (evaluator, turn, Some(measurement)),
        Poll::Ready(figures) => {
            evaluator.add(model.name(), figures);
            (evaluator, turn + 1, None)
        }
    })
}
