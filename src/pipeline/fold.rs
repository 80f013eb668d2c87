//! One fold of a cross-validation: a whole training and its evaluation on a division of its own.
//!
//! Baselines are tuned once, on the split at hand, and not again in each fold: they take part with those
//! parameters, where there are any, which is to their advantage and not to the network's.

use std::task::Poll;

use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::evaluation::Comparison;
use crate::job::{Clock, Job, run_for};
use crate::pipeline::baselines::BaselineParams;
use crate::pipeline::evaluation::Evaluation;
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::trained_model::TrainedModel;
use crate::pipeline::training::Training;
use crate::split::Folds;
use crate::training::Options;

/// The training's share of a fold's time, about.
const TRAINING: f64 = 0.9;

/// A fold under way.
pub struct Fold {
    context: SplitContext,
    stage: Stage,
    milliseconds: f64,
}

enum Stage {
    Training(Box<Training>),
    Evaluation(Box<TrainedModel>, Box<Evaluation>),
    Over,
}

impl Fold {
    /// Fold `index` of `folds`, with a training by `options`.
    ///
    /// # Errors
    /// As [`TrainingPlan::new`]; [`Error::OptionOutOfRange`] for the folds.
    pub fn new(
        interactions: &Interactions,
        options: &Options,
        (index, folds): (usize, usize),
        params: Option<BaselineParams>,
    ) -> Result<Fold> {
        let settings = options.check()?;
        let mut context = SplitContext::new(Folds::of(interactions, folds, settings.seed)?.split(index)?);
        context.baselines.params = params;
        let plan = TrainingPlan::of(options, settings, &context.split)?;
        let stage = Stage::Training(Box::new(Training::new(&plan, &mut context)?));
        Ok(Fold { context, stage, milliseconds: 0.0 })
    }

    /// Works for about `budget` milliseconds of `clock`: the share that is done, and what the test came to at the end.
    ///
    /// # Errors
    /// [`Error::Diverged`]; [`Error::OutOfMemory`]; [`Error::NothingHeldOut`].
    pub fn advance(&mut self, clock: &Clock, budget: f64) -> Result<(f64, Option<Comparison>)> {
        let (begun, before) = (clock(), self.milliseconds);
        let poll = run_for(clock, budget, || {
            self.milliseconds = before + (clock() - begun);
            self.poll()
        })?;
        self.milliseconds = before + (clock() - begun);
        Ok(match poll {
            Poll::Ready(comparison) => (1.0, Some(comparison)),
            Poll::Pending => (self.progress(), None),
        })
    }

    fn poll(&mut self) -> Result<Poll<Comparison>> {
        let Fold { context, stage, milliseconds } = self;
        *stage = match std::mem::replace(stage, Stage::Over) {
            Stage::Training(mut training) => {
                if training.poll((context, *milliseconds / 1_000.0))?.is_pending() {
                    *stage = Stage::Training(training);
                    return Ok(Poll::Pending);
                }
                let (_, model) = training.finish(&context.split, *milliseconds / 1_000.0);
                let model = model.ok_or(Error::NotTrained)?;
                let evaluation = Evaluation::new(context, |_| Vec::new())?;
                Stage::Evaluation(Box::new(model), Box::new(evaluation))
            }
            Stage::Evaluation(mut model, mut evaluation) => match evaluation.poll((&mut model, context))? {
                Poll::Ready(result) => return Ok(Poll::Ready(result.comparison)),
                Poll::Pending => Stage::Evaluation(model, evaluation),
            },
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Training(training) => TRAINING * training.progress(),
            Stage::Evaluation(_, evaluation) => TRAINING + (1.0 - TRAINING) * evaluation.progress(),
            Stage::Over => 1.0,
        }
    }
}
