//! A whole run: in which order it goes, and where the baselines come from.

use std::cell::Cell;

use firstpick::error::Error;
use firstpick::pipeline::{Run, RunProgress, SkipReason, Standing, TrainingPhase, TunedBaseline};
use firstpick::training::{OptimiserName, Options, Recipe};

use crate::{Experiment, clock, names, quick, tuned};

/// Whether a run has come to some point.
type Moment = fn(&RunProgress) -> bool;

fn waits(progress: &RunProgress) -> bool {
    progress.waits
}

fn is_tuning(progress: &RunProgress) -> bool {
    let is_first = progress.training.as_ref().is_some_and(|training| training.phase == TrainingPhase::Baselines);
    is_first
        || progress.evaluation.as_ref().is_some_and(|evaluation| evaluation.tuning.is_some_and(|share| share > 0.0))
}

#[test]
fn baselines_are_tuned_a_network_is_trained_then_told_of_then_evaluated_beside_them() {
    for recipe in Recipe::ALL {
        let mut experiment = Experiment::new(42);
        let mut run = experiment.begin(&quick(recipe));
        let clock = clock();
        let mut course = Vec::new();
        let mut last = (0.0, 0.0);
        loop {
            let progress = experiment.advance(&mut run, &clock, 0.0).expect("a step");
            let stage = match (&progress.training, &progress.trained, &progress.evaluation) {
                (Some(training), None, None) => {
                    assert!((last.0..=1.0).contains(&training.fraction), "{training:?} after {last:?}");
                    last.0 = training.fraction;
                    if training.phase == TrainingPhase::Baselines { "tuning" } else { "training" }
                }
                (None, Some(trained), Some(_)) => {
                    assert_eq!((trained.epochs, last.0), (3, 1.0), "the training was told to its end");
                    "trained"
                }
                (None, None, Some(evaluation)) => {
                    assert!((last.1..=1.0).contains(&evaluation.fraction), "{evaluation:?} after {last:?}");
                    last.1 = evaluation.fraction;
                    if evaluation.tuning.is_some() { "tuning" } else { evaluation.model.unwrap_or("intervals") }
                }
                (None, None, None) => {
                    assert!(progress.over && progress.result.is_some());
                    break;
                }
                _ => panic!("a training, what it left, or an evaluation"),
            };
            assert!(!progress.over && progress.result.is_none());
            if course.last() != Some(&stage) {
                course.push(stage);
            }
        }
        let expected = ["tuning", "training", "trained", "popularity", "network", "item-knn", "ease", "intervals"];
        assert_eq!(course, expected, "{recipe:?}");
        assert!(last.1 > 0.95, "{recipe:?}: {}", last.1);
        assert_eq!(experiment.records.iter().map(|record| record.epoch).collect::<Vec<_>>(), [1, 2, 3]);
        let result = experiment.result.expect("a result");
        assert_eq!(names(&result), ["popularity", "network", "item-knn", "ease"]);
        assert!(result.skipped.is_empty());
        assert!(experiment.model.is_some());
        assert!(experiment.context.baselines.params.is_some(), "another run on this split need not tune again");
    }
}

#[test]
fn it_makes_no_difference_how_a_run_is_cut() {
    let options = quick(Recipe::Recommended);
    let expected = Experiment::learned(42, &options);
    for budget in [0.0, 7.0, 50.0, 1e9] {
        let mut experiment = Experiment::new(42);
        let mut run = experiment.begin(&options);
        let clock = clock();
        while !experiment.advance(&mut run, &clock, budget).expect("a step").over {}
        assert_eq!(experiment.result, expected.result, "{budget} ms");
        assert_eq!(experiment.weights(), expected.weights(), "{budget} ms");
        let untimed = |experiment: &Experiment| experiment.records.iter().map(|record| record.loss).collect::<Vec<_>>();
        assert_eq!(untimed(&experiment), untimed(&expected), "{budget} ms");
    }
}

#[test]
fn baselines_tuned_elsewhere_give_the_result_of_those_tuned_here_whenever_they_are_handed_in() {
    let options = quick(Recipe::Article);
    let here = Experiment::learned(42, &options);
    let moments: [(&str, Moment); 5] = [
        ("before the first step", |_| true),
        ("in the training", |progress| progress.training.as_ref().is_some_and(|training| training.epoch > 1)),
        ("when it is trained", |progress| progress.trained.is_some()),
        ("while the run waits", waits),
        ("while the run tunes them itself", is_tuning),
    ];
    for (moment, is_now) in moments {
        let mut experiment = Experiment::new(42);
        let params = tuned(&experiment.context.split);
        let mut run = experiment.begin(&options);
        if moment != "while the run tunes them itself" {
            run.await_baselines();
        }
        if moment != "before the first step" {
            let progress = experiment.advance_until(&mut run, is_now);
            assert!(is_now(&progress) && !progress.over, "{moment}");
        }
        run.hand_in(Some(params), &mut experiment.context);
        let clock = clock();
        loop {
            let progress = experiment.advance(&mut run, &clock, 3.0).expect("a step");
            assert!(!progress.waits, "{moment}: there is nothing to wait for");
            let evaluation = progress.evaluation.as_ref();
            assert!(evaluation.is_none_or(|evaluation| evaluation.tuning.is_none()), "{moment}: nor to tune");
            if progress.over {
                break;
            }
        }
        assert_eq!(experiment.result, here.result, "{moment}");
        assert_eq!(experiment.context.baselines.params, here.context.baselines.params, "{moment}");
        assert_eq!(experiment.weights(), here.weights(), "{moment}");
    }
}

#[test]
fn a_run_that_waits_makes_no_progress_and_comes_back_at_once() {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    run.await_baselines();
    let first = experiment.advance_until(&mut run, waits);
    let shown = |progress: &RunProgress| {
        let evaluation = progress.evaluation.clone().expect("an evaluation");
        (evaluation.fraction, evaluation.model, evaluation.tuning)
    };
    assert_eq!(shown(&first).1, Some("item-knn"), "what needs no tuning is evaluated before");
    assert_eq!(shown(&first).2, Some(0.0), "nothing is known of the tuning");
    let looks = Cell::new(0);
    let clock = || {
        looks.set(looks.get() + 1);
        0.0
    };
    for _ in 0..20 {
        looks.set(0);
        let progress = experiment.advance(&mut run, &clock, 1e9).expect("a step");
        assert!(progress.waits && !progress.over && progress.result.is_none());
        assert_eq!(shown(&progress), shown(&first));
        assert!(looks.get() <= 6, "it works on for {} looks at the clock", looks.get());
    }
    assert!(experiment.context.baselines.params.is_none());
}

#[test]
fn what_is_left_of_a_tuning_elsewhere_is_foreseen_by_what_is_heard_of_it() {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    run.await_baselines();
    // A look at the clock takes a hundredth of a second.
    let now = Cell::new(0.0);
    let clock = || {
        now.set(now.get() + 10.0);
        now.get()
    };
    while !experiment.advance(&mut run, &clock, 50.0).expect("a step").waits {}
    let mut look = |share: f64| {
        run.hear_of_baselines(share);
        let progress = experiment.advance(&mut run, &clock, 50.0).expect("a step");
        let evaluation = progress.evaluation.expect("an evaluation");
        assert!(progress.waits);
        (evaluation.tuning, evaluation.seconds_left.expect("something is foreseen"))
    };
    let heard_at = now.get() / 1_000.0;
    let mut left = 0.0;
    for _ in 0..200 {
        let (share, seconds) = look(0.25);
        assert_eq!(share, Some(0.25));
        left = seconds;
    }
    let waited = now.get() / 1_000.0;
    assert!(left > 2.5 * heard_at, "three quarters are left after {waited} s: {left}");
    // Nothing is done meanwhile, and time goes by.
    now.set(now.get() + 1_000.0 * waited);
    let (share, half) = look(0.5);
    assert_eq!(share, Some(0.5));
    let passed = now.get() / 1_000.0;
    // And the evaluation after it.
    assert!((passed..1.5 * passed).contains(&half), "half of it in {passed} s: {half}");
    let later = (0..200).map(|_| look(0.95).1).last().expect("a look");
    assert!(later < left / 2.0, "{later} after {left}");
}

#[test]
fn where_the_other_worker_fails_the_run_tunes_the_baselines_itself() {
    let options = quick(Recipe::Article);
    let here = Experiment::learned(42, &options);
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&options);
    run.await_baselines();
    experiment.advance_until(&mut run, waits);
    run.hand_in(None, &mut experiment.context);
    assert!(is_tuning(&experiment.advance_until(&mut run, |progress| progress.waits || is_tuning(progress))));
    experiment.finish(&mut run);
    assert_eq!(experiment.result, here.result);
}

#[test]
fn parameters_of_another_splits_seed_are_left_aside() {
    let options = quick(Recipe::Article);
    let here = Experiment::learned(42, &options);
    let foreign = tuned(&Experiment::new(43).context.split);
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&options);
    run.await_baselines();
    experiment.advance_until(&mut run, waits);
    run.hand_in(Some(foreign.clone()), &mut experiment.context);
    assert!(experiment.context.baselines.params.is_none());
    experiment.finish(&mut run);
    assert_eq!(experiment.result, here.result, "the run has tuned them itself");
    Run::keep(Some(foreign), &mut experiment.context);
    assert_eq!(experiment.context.baselines.params, here.context.baselines.params);
}

#[test]
fn parameters_that_are_there_stay_and_are_not_sought_again() {
    let mut experiment = Experiment::new(42);
    let mut params = tuned(&experiment.context.split);
    Run::keep(Some(params.clone()), &mut experiment.context);
    Run::keep(None, &mut experiment.context);
    let first = params.clone();
    let reason = SkipReason { code: "too-many".to_owned(), params: Default::default() };
    params.ease = TunedBaseline::Skipped { reason };
    Run::keep(Some(params), &mut experiment.context);
    assert_eq!(experiment.context.baselines.params.as_ref(), Some(&first));
    let mut run = experiment.begin(&quick(Recipe::Article));
    run.await_baselines();
    let last = experiment.advance_until(&mut run, |progress| progress.waits || is_tuning(progress));
    assert!(last.over && !last.waits);
}

#[test]
fn an_evaluation_alone_gives_what_follows_a_training() {
    let options = quick(Recipe::Article);
    let mut experiment = Experiment::learned(42, &options);
    let before = experiment.result.take().expect("a result");
    let mut run = Run::evaluation(&experiment.context, |_| Vec::new()).expect("something held out");
    experiment.finish(&mut run);
    assert_eq!(experiment.result, Some(before));
    let mut without = Experiment::new(42);
    let mut run = Run::evaluation(&without.context, |_| Vec::new()).expect("something held out");
    assert_eq!(without.advance(&mut run, &clock(), 1e9).err(), Some(Error::NotTrained));
}

#[test]
fn a_run_that_is_over_refuses_to_go_on() {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    experiment.finish(&mut run);
    for _ in 0..2 {
        assert!(matches!(experiment.advance(&mut run, &clock(), 1e9), Err(Error::WrongState { .. })));
    }
    let diverging = Options { learning_rate: 10.0, momentum: 0.9, l2: 1.0, epochs: 60.0, ..quick(Recipe::Article) };
    let diverging = Options { optimiser: OptimiserName::Sgd, batch_size: 4.0, ..diverging };
    let (weights, mut run) = (experiment.weights(), experiment.begin(&diverging));
    let clock = clock();
    let error = loop {
        match experiment.advance(&mut run, &clock, 3.0) {
            Ok(progress) => assert!(!progress.over),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Diverged { learning_rate: 10.0, .. }), "{error}");
    assert!(matches!(experiment.advance(&mut run, &clock, 3.0), Err(Error::WrongState { .. })));
    assert_eq!(experiment.weights(), weights, "the network before stays");
}

/// The standings that a run tells of, in their order.
fn told(experiment: &mut Experiment, run: &mut Run) -> Vec<Vec<Standing>> {
    let (clock, mut told) = (clock(), Vec::new());
    loop {
        let progress = experiment.advance(run, &clock, 3.0).expect("a step");
        told.extend(progress.standings);
        if progress.over {
            return told;
        }
    }
}

#[test]
fn it_is_told_how_the_baselines_stand_the_bestsellers_first_whenever_that_has_changed() {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    let told = told(&mut experiment, &mut run);
    let names = |standings: &[Standing]| standings.iter().map(|standing| standing.name).collect::<Vec<_>>();
    assert_eq!(names(&told[0]), ["popularity"]);
    assert!(told[0][0].is_final && told.windows(2).all(|pair| pair[0] != pair[1]));
    let last = told.last().expect("standings");
    assert_eq!(names(last), ["popularity", "item-knn", "ease"]);
    assert!(last.iter().all(|standing| standing.is_final));
    for (before, after) in told.iter().zip(&told[1..]) {
        for (one, other) in before.iter().zip(after) {
            assert_eq!(one.name, other.name);
            assert!(other.validation >= one.validation && (other.is_final || !one.is_final), "{one:?} {other:?}");
        }
    }
    let params = experiment.context.baselines.params.as_ref().expect("parameters");
    assert_eq!(last, &params.standings());
    assert_eq!(last[1].validation, params.item_knn.best_validation().expect("trials"));
    assert_eq!(last[0].validation, params.popularity.expect("bestsellers"));
}

#[test]
fn what_is_known_of_the_baselines_is_told_at_the_beginning_and_what_another_worker_finds_once_it_is_handed_in() {
    let mut experiment = Experiment::new(42);
    let params = tuned(&experiment.context.split);
    Run::keep(Some(params.clone()), &mut experiment.context);
    let mut run = experiment.begin(&quick(Recipe::Article));
    let first = experiment.advance(&mut run, &clock(), 0.0).expect("a step");
    assert_eq!(first.standings, Some(params.standings()));
    assert!(told(&mut experiment, &mut run).is_empty(), "and no more");

    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    run.await_baselines();
    let waiting = experiment.advance_until(&mut run, |progress| progress.waits || progress.standings.is_some());
    assert!(waiting.waits);
    run.hand_in(Some(params.clone()), &mut experiment.context);
    assert_eq!(told(&mut experiment, &mut run), [params.standings()]);
}

#[test]
fn the_time_of_tuning_is_none_of_the_trainings() {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&quick(Recipe::Article));
    let is_first = |progress: &RunProgress| progress.training.as_ref().is_some_and(|training| training.seconds > 0.0);
    let training = experiment.advance_until(&mut run, is_first).training.expect("a training");
    assert_ne!(training.phase, TrainingPhase::Baselines);
    // Steps of three milliseconds each; the tuning took many.
    assert!(training.seconds < 0.01, "{training:?}");
}
