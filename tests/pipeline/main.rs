//! Tests of src/pipeline, module by module.

mod baseline_tuning;
mod fold;
mod plan;
mod run;
mod stopping;
mod told;
mod trial;

use firstpick::error::Result;
use firstpick::evaluation::Segment;
use firstpick::job::{Job, run};
use firstpick::pipeline::{
    BaselineParams, BaselineTuning, EvaluationResult, Peek, Run, RunInput, RunProgress, SplitContext, Trained,
    TrainedModel, TrainingPlan,
};
use firstpick::recommend::NamedItem;
use firstpick::split::Split;
use firstpick::training::Options;
use firstpick::tuning::EpochRecord;

#[path = "../common/clock.rs"]
mod clock;
#[path = "../common/learning.rs"]
mod learning;
#[path = "../common/reading.rs"]
mod reading;

use clock::clock;
use learning::{quick, shop};
use reading::{context, interactions};

/// What a run works on, and what has come of it.
struct Experiment {
    context: SplitContext,
    model: Option<TrainedModel>,
    records: Vec<EpochRecord>,
    trained: Option<Trained>,
    result: Option<EvaluationResult>,
}

impl Experiment {
    /// A fresh experiment on the split of a shop by `seed`.
    fn new(seed: u64) -> Experiment {
        Experiment::on(context(&shop(90, 24), seed))
    }

    fn on(context: SplitContext) -> Experiment {
        Experiment { context, model: None, records: Vec::new(), trained: None, result: None }
    }

    fn begin(&mut self, options: &Options) -> Run {
        let plan = TrainingPlan::new(options, &self.context.split).expect("a plan");
        Run::new(&plan, &mut self.context).expect("room")
    }

    /// One call of `run` for `budget` milliseconds.
    fn advance(&mut self, run: &mut Run, clock: &dyn Fn() -> f64, budget: f64) -> Result<RunProgress> {
        let Experiment { context, model, .. } = self;
        let progress =
            run.advance(RunInput { context, model, segments: &no_segments, named: &numbered }, clock, budget)?;
        self.records.extend(progress.training.iter().flat_map(|training| training.records.clone()));
        self.trained = progress.trained.clone().or(self.trained.take());
        self.result = progress.result.clone().or(self.result.take());
        Ok(progress)
    }

    /// Goes on with `run` until `until` says that it is enough, or to its end.
    fn advance_until(&mut self, run: &mut Run, until: impl Fn(&RunProgress) -> bool) -> RunProgress {
        let clock = clock();
        loop {
            let progress = self.advance(run, &clock, 3.0).expect("a step");
            if progress.over || until(&progress) {
                return progress;
            }
        }
    }

    fn finish(&mut self, run: &mut Run) {
        assert!(self.advance_until(run, |_| false).over);
    }

    /// A whole run by `options`.
    fn learned(seed: u64, options: &Options) -> Experiment {
        let mut experiment = Experiment::new(seed);
        let mut run = experiment.begin(options);
        experiment.finish(&mut run);
        experiment
    }

    /// The weights of the trained network.
    fn weights(&self) -> Vec<f32> {
        let network = &self.model.as_ref().expect("a trained network").network;
        network.slices().iter().flat_map(|(values, _)| values.iter().copied()).collect()
    }
}

/// A peek whose names are numbers.
fn numbered(user: u32, items: &[u32]) -> Peek {
    let named = |item: &u32| NamedItem { id: item.to_string(), name: String::new() };
    Peek { user: user.to_string(), items: items.iter().map(named).collect() }
}

fn no_segments(_: &[u32]) -> Vec<Segment> {
    Vec::new()
}

/// What another worker finds for the baselines.
fn tuned(split: &Split) -> BaselineParams {
    let mut tuning = BaselineTuning::default();
    run(|| tuning.poll(split)).expect("parameters")
}

/// The names of the models that were compared.
fn names(result: &EvaluationResult) -> Vec<&str> {
    result.comparison.models.iter().map(|model| model.name.as_str()).collect()
}
