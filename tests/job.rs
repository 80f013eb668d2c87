//! Bounded work: how it is run, and the contract that every piece of it keeps to.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use firstpick::error::{Error, Result};
use firstpick::evaluation::{Bootstrap, Evaluator, Measurement, Ranker, Scored, Validation};
use firstpick::export::{InteractionsCsv, RecommendationsCsv};
use firstpick::job::{Job, run, run_for};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{
    EaseFit, EaseOptions, ItemKnnFit, ItemKnnOptions, Linear, LinearFit, LinearOptions, NetworkModel, Popularity,
    Scorer, Side,
};
use firstpick::network::Mlp;
use firstpick::pipeline::{BaselineTuning, DatasetBuild, Evaluation, SplitContext, Training, TrainingPlan};
use firstpick::rng::stream;
use firstpick::split::{Split, SplitKind, SplitPlan};
use firstpick::training::{Options, Recipe, Settings, Trainer};
use firstpick::tuning::{
    BlendPaths, BlendSearch, EaseSpace, GridSearch, ItemKnnSpace, LinearSpace, NetworkSearch, SearchSpace,
    ValidatedTrainer, network_candidates,
};

#[path = "common/clock.rs"]
mod clock;
#[path = "common/job.rs"]
mod contract;
#[path = "common/learning.rs"]
mod learning;
#[path = "common/reading.rs"]
mod reading;

use clock::clock;
use contract::finished;
use learning::{quick, shop};
use reading::{context, interactions, reader};

/// Work of a known number of steps.
struct Countdown {
    steps: u32,
    left: u32,
    fails: bool,
}

impl Countdown {
    fn new(steps: u32) -> Countdown {
        Countdown { steps, left: steps, fails: false }
    }

    fn done(&self) -> u32 {
        self.steps - self.left
    }
}

impl Job for Countdown {
    type Input<'a> = ();
    type Output = &'static str;

    fn poll(&mut self, (): ()) -> Result<Poll<&'static str>> {
        self.left = self.left.checked_sub(1).ok_or(Error::JOB_OVER)?;
        match self.left {
            0 if self.fails => Err(Error::NothingHeldOut),
            0 => Ok(Poll::Ready("done")),
            _ => Ok(Poll::Pending),
        }
    }

    fn progress(&self) -> f64 {
        f64::from(self.done()) / f64::from(self.steps)
    }
}

#[test]
fn work_takes_at_least_one_step_whatever_the_budget() {
    for budget in [0.0, -1.0, f64::NEG_INFINITY] {
        let mut job = Countdown::new(5);
        assert_eq!(run_for(&clock(), budget, || job.poll(())), Ok(Poll::Pending));
        assert_eq!(job.done(), 1, "{budget}");
    }
}

#[test]
fn work_stops_at_its_budget_and_goes_on_with_the_next() {
    let now = Cell::new(0.0);
    let clock = || now.get();
    let mut job = Countdown::new(7);
    let mut work_for = |budget| {
        let begun = now.get();
        let outcome = run_for(&clock, budget, || {
            now.set(now.get() + 10.0);
            job.poll(())
        });
        (outcome, now.get() - begun, job.done())
    };
    assert_eq!(work_for(25.0), (Ok(Poll::Pending), 30.0, 3), "the step that passes the budget is the last");
    assert_eq!(work_for(10.0), (Ok(Poll::Pending), 10.0, 4), "a budget that is just spent is spent");
    assert_eq!(work_for(1e9), (Ok(Poll::Ready("done")), 30.0, 7), "the end comes before the budget is spent");
    assert_eq!(work_for(1e9), (Err(Error::JOB_OVER), 10.0, 7));
}

#[test]
fn work_that_is_run_comes_to_its_end_or_its_error() {
    assert_eq!(finished(&mut Countdown::new(9), |job| job.poll(())), "done");
    let mut job = Countdown::new(9);
    assert_eq!((run(|| job.poll(())), job.done()), (Ok("done"), 9));
    let mut job = Countdown { fails: true, ..Countdown::new(9) };
    assert_eq!((run(|| job.poll(())), job.done()), (Err(Error::NothingHeldOut), 9));
    let mut job = Countdown { fails: true, ..Countdown::new(9) };
    assert_eq!((run_for(&clock(), 1e9, || job.poll(())), job.done()), (Err(Error::NothingHeldOut), 9));
}

/// Users with two tastes, more items than a block of the inversion has.
fn known() -> CsrMatrix {
    interactions(&shop(160, 300)).matrix
}

/// A split of them, with all three parts.
fn split() -> Split {
    context(&shop(90, 24), 42).split
}

fn searching() -> Options {
    Options { epochs: 40.0, hidden: vec![12.0], search: true, ..quick(Recipe::Recommended) }
}

fn all_users(split: &Split) -> Rc<[u32]> {
    (0..split.train.rows() as u32).collect()
}

#[test]
fn fits_keep_to_the_contract() {
    let known = known();
    let owned = ItemKnnOptions { neighbours: 20, shrinkage: 3.0, side: Side::Owned };
    let candidate = ItemKnnOptions { side: Side::Candidate, ..owned };
    finished(&mut EaseFit::new(&known, EaseOptions::default()).expect("a fit"), |fit| fit.poll(&known));
    for options in [owned, candidate] {
        let mut fit = ItemKnnFit::new(options).expect("a fit");
        let model = finished(&mut fit, |fit| fit.poll(&known));
        let mut again = ItemKnnFit::from_model(model, ItemKnnOptions { neighbours: 5, ..options }).expect("a fit");
        finished(&mut again, |fit| fit.poll(&known));
    }
    for max_items in [40, 1_000] {
        let options = LinearOptions { ease: EaseOptions::default(), discount: 0.1, max_items };
        let mut fit = LinearFit::new(None, false, &known, options).expect("a fit");
        let linear = finished(&mut fit, |fit| fit.poll(&known));
        let other = LinearOptions { discount: 0.3, ..options };
        finished(&mut LinearFit::new(Some(linear), true, &known, other).expect("a fit"), |fit| fit.poll(&known));
    }
}

#[test]
fn each_epoch_of_a_training_keeps_to_the_contract() {
    let known = known();
    let settings = Settings { epochs: 2, ..quick(Recipe::Article).check().expect("options") };
    let mut trainer = Trainer::<f32>::new(settings, &known).expect("users with items");
    for epoch in [1, 2] {
        let figures = finished(&mut trainer, |trainer| trainer.poll(&known));
        assert_eq!((figures.epoch, trainer.is_finished()), (epoch, false));
        trainer.end_epoch(None);
    }
    assert!(trainer.is_finished());
}

#[test]
fn measurements_and_their_intervals_keep_to_the_contract() {
    let split = split();
    let (known, held_out) = (split.known_for_test(), &split.test);
    let mut model = Popularity::fit(known);
    let users = || 0..known.rows() as u32;
    let mut lists = 0;
    finished(&mut Ranker::new(users(), held_out, 10), |ranker| ranker.poll((&mut model, known, &mut |_| lists += 1)));
    assert_eq!(lists, split.tested_users());
    let mut scored = |job: &mut Validation| job.poll(Scored { model: &mut model, known, held_out });
    finished(&mut Validation::new(users(), held_out, 10), &mut scored);
    finished(&mut Validation::new(0..0, held_out, 10), &mut scored);
    let mut evaluator = Evaluator::new(known, held_out, 42).expect("something held out");
    for name in ["one", "other"] {
        let mut measurement: Measurement = evaluator.measurement(known, held_out).expect("room");
        let figures = finished(&mut measurement, |job| job.poll(Scored { model: &mut model, known, held_out }));
        evaluator.add(name, figures);
    }
    finished(&mut evaluator.conclude().expect("models"), |conclusion| conclusion.poll(()));
    for users in [0, 1, 700] {
        let figures = vec![vec![0.5; 3 * users], vec![1.0; users]];
        finished(&mut Bootstrap::new(figures, users, 1).expect("room"), |bootstrap| bootstrap.poll(()));
    }
}

fn searched<S: SearchSpace>(space: impl Fn() -> S, split: &Split) {
    let tuned = finished(&mut GridSearch::new(space()), |search| search.poll(split));
    finished(&mut GridSearch::for_validation(space()), |search| search.poll(split));
    finished(&mut GridSearch::settled(space(), tuned.options), |search| search.poll(split));
}

#[test]
fn grid_searches_keep_to_the_contract() {
    let validated = split();
    let [train, test] = [&validated.train, &validated.test].map(CsrMatrix::clone);
    let empty = CsrMatrix::new(train.width());
    let nothing = (0..train.rows()).try_fold(empty, |mut rows, _| rows.push_row(&[]).map(|()| rows)).expect("rows");
    let unvalidated = Split::of_parts(SplitKind::Random, 42, [train, nothing, test]).expect("a split");
    for split in [&validated, &unvalidated] {
        searched(EaseSpace::default, split);
        searched(|| ItemKnnSpace, split);
        searched(|| LinearSpace { max_items: 20 }, split);
    }
}

#[test]
fn trainings_of_networks_keep_to_the_contract() {
    let split = split();
    let patient = Options { search: false, ..searching() };
    for options in [Options { patience: 2.0, ..patient.clone() }, Options { patience: 0.0, epochs: 4.0, ..patient }] {
        let settings = options.check().expect("options");
        let mut trainer = ValidatedTrainer::new(settings, &split, all_users(&split)).expect("room");
        finished(&mut trainer, |trainer| trainer.poll((&split, 0.0)));
    }
    let settings = searching().check().expect("options");
    let all = network_candidates(&settings, &split.train);
    assert!(all.len() > 2);
    for candidates in [&all[..], &all[..1]] {
        let mut search = NetworkSearch::new(candidates, &split, &all_users(&split)).expect("room");
        finished(&mut search, |search| search.poll((&split, 0.0)));
    }
}

fn linear(split: &Split) -> Linear {
    let options = LinearOptions { ease: EaseOptions::default(), discount: 0.1, max_items: 1_000 };
    let mut fit = LinearFit::new(None, false, &split.train, options).expect("a fit");
    run(|| fit.poll(&split.train)).expect("a linear path")
}

#[test]
fn the_search_for_a_blend_keeps_to_the_contract() {
    let split = split();
    let settings: Settings = quick(Recipe::Recommended).check().expect("options");
    let items = split.train.width();
    let mut generator = stream(1, "weights");
    let network = Mlp::random(items, &[8], items, settings.activation, &mut generator).expect("a network");
    let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
    let linear = linear(&split);
    for users in [split.train.rows() as u32, 0] {
        let mut search = BlendSearch::new(0..users, &split.validation);
        finished(&mut search, |search| {
            let deep = NetworkModel { network: &network, scorer: &mut scorer };
            let (known, held_out) = (split.known_for_validation(), &split.validation);
            search.poll(BlendPaths { linear: &linear, deep, known, held_out })
        });
    }
}

/// A whole training by `options`.
fn trained(options: &Options, context: &mut SplitContext) -> Training {
    let plan = TrainingPlan::new(options, &context.split).expect("a plan");
    let mut training = Training::new(&plan, context).expect("room");
    finished(&mut training, |training| training.poll((context, 0.0)));
    training
}

#[test]
fn trainings_and_trials_keep_to_the_contract() {
    for options in [searching(), quick(Recipe::Recommended), quick(Recipe::Article), quick(Recipe::Pair)] {
        let mut context = context(&shop(90, 24), 42);
        trained(&options, &mut context);
        // The linear path is known now.
        trained(&options, &mut context);
        for _ in 0..2 {
            let plan = TrainingPlan::for_trial(&options, 3.0, &context.split).expect("a plan");
            let mut trial = Training::trial(&plan, &mut context).expect("room");
            finished(&mut trial, |trial| trial.poll((&mut context, 0.0)));
            trial.finish_trial(&mut context);
        }
    }
}

#[test]
fn the_tuning_of_baselines_and_evaluations_keep_to_the_contract() {
    let mut context = context(&shop(90, 24), 42);
    let training = trained(&quick(Recipe::Recommended), &mut context);
    let mut model = training.finish(&context.split, 0.0).1.expect("a trained model");
    let mut evaluation = Evaluation::new(&context, |_| Vec::new()).expect("something held out");
    let without = finished(&mut evaluation, |evaluation| evaluation.poll((&mut model, &mut context)));
    assert_eq!(without.comparison.models.len(), 2, "baselines that are not tuned are left out");

    let params = finished(&mut BaselineTuning::default(), |tuning| tuning.poll(&context.split));
    context.baselines.params = Some(params);
    // Fitted at first, then there already.
    for _ in 0..2 {
        let mut evaluation = Evaluation::new(&context, |_| Vec::new()).expect("something held out");
        let with = finished(&mut evaluation, |evaluation| evaluation.poll((&mut model, &mut context)));
        assert_eq!(with.comparison.models.len(), 4);
    }
}

#[test]
fn the_end_of_a_reading_and_the_tables_keep_to_the_contract() {
    let bytes = shop(300, 24);
    let mut assembly = reader(&bytes).begin_finish().expect("rows");
    let read = finished(&mut assembly, |assembly| assembly.poll(()));
    let plan = SplitPlan { kind: None, seed: 42 };
    let mut build = DatasetBuild::new(reader(&bytes), plan).expect("rows");
    let built = finished(&mut build, |build| build.poll(()));
    assert_eq!((built.split.seed, built.read.pair_rows.len()), (42, read.pair_rows.len()));
    let interactions = &read.interactions;
    let mut table = Vec::new();
    finished(&mut InteractionsCsv::default(), |csv| csv.poll((interactions, &read.pair_rows, &mut table)));
    assert_eq!(table.iter().filter(|&&byte| byte == b'\n').count(), 1 + interactions.matrix.ones());
    let mut model = Popularity::fit(&interactions.matrix);
    for users in [0..300, 64..300, 7..7, 200..1_000] {
        let mut table = Vec::new();
        let mut csv = RecommendationsCsv::of(5, users.clone());
        finished(&mut csv, |csv| csv.poll((&mut model, interactions, &mut table)));
        assert_eq!(table.starts_with(b"user,rank"), users.start == 0);
    }
}
