//! A run that is stopped in the midst of its training, or whose evaluation is impossible.

use firstpick::error::Error;
use firstpick::pipeline::{Run, StopReason};
use firstpick::training::{Options, Recipe};

use crate::{Experiment, clock, context, names, quick, tuned};

#[test]
fn a_stop_keeps_the_best_epoch_which_is_evaluated() {
    // Batches of one user, and early stopping that is patient: the best epoch is kept, not the last.
    let options = Options { epochs: 500.0, patience: 400.0, batch_size: 1.0, ..quick(Recipe::Article) };
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&Options { learning_rate: 0.05, ..options });
    let clock = clock();
    let worse = |experiment: &Experiment| experiment.records.last().is_some_and(|record| !record.best);
    while !worse(&experiment) {
        let progress = experiment.advance(&mut run, &clock, 0.0).expect("a step");
        assert!(progress.training.is_some());
    }
    let best = experiment.records.iter().rfind(|record| record.best).expect("a best epoch").epoch;
    run.stop_training();
    let progress = experiment.advance(&mut run, &clock, 1e9).expect("a step");
    let trained = progress.trained.expect("what is left");
    assert!(!progress.over, "the evaluation follows all the same");
    assert_eq!((trained.how, trained.kept), (StopReason::Stopped, best));
    assert_eq!(trained.epochs as usize, experiment.records.len());
    experiment.finish(&mut run);
    let result = experiment.result.take().expect("a result");
    assert_eq!(names(&result), ["popularity", "network", "item-knn", "ease"]);
    let model = experiment.model.as_ref().expect("a model");
    assert_eq!((model.course.kept, model.course.loss.len()), (best, experiment.records.len()));
}

#[test]
fn a_stop_before_an_epoch_is_complete_ends_the_run_and_the_model_before_stays() {
    let mut experiment = Experiment::learned(42, &quick(Recipe::Article));
    let weights = experiment.weights();
    for steps in [0, 1, 5] {
        let mut run = experiment.begin(&Options { batch_size: 1.0, ..quick(Recipe::Recommended) });
        let clock = clock();
        for _ in 0..steps {
            experiment.advance(&mut run, &clock, 0.0).expect("a step");
        }
        run.stop_training();
        let progress = experiment.advance(&mut run, &clock, 0.0).expect("a step");
        let trained = progress.trained.expect("what is left");
        assert_eq!((trained.how, trained.epochs, trained.kept), (StopReason::Stopped, 0, 0));
        assert!(progress.over && progress.result.is_none() && progress.evaluation.is_none());
        assert_eq!(experiment.weights(), weights, "after {steps} steps");
    }
}

#[test]
fn a_stop_in_the_search_keeps_the_best_network_so_far() {
    let options =
        Options { epochs: 30.0, hidden: vec![12.0], search: true, batch_size: 8.0, ..quick(Recipe::Recommended) };
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&options);
    let searching = experiment
        .advance_until(&mut run, |progress| progress.training.as_ref().is_some_and(|training| training.part == 3));
    let training = searching.training.expect("a training");
    assert!(training.parts > 2 && training.records.is_empty(), "{training:?}");
    run.stop_training();
    experiment.finish(&mut run);
    let trained = experiment.trained.as_ref().expect("what is left");
    assert_eq!((trained.how, trained.epochs), (StopReason::Stopped, 3), "each has trained up to the first rung");
    assert_eq!(trained.choices.deep_share, Some(0.5), "nothing was chosen yet");
    assert!(experiment.result.is_some());
}

#[test]
fn a_stop_in_the_evaluation_changes_nothing() {
    let options = quick(Recipe::Article);
    let expected = Experiment::learned(42, &options);
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&options);
    experiment.advance_until(&mut run, |progress| progress.trained.is_some());
    run.stop_training();
    experiment.finish(&mut run);
    assert_eq!(experiment.result, expected.result);
    assert_eq!(experiment.trained.map(|trained| trained.how), Some(StopReason::Finished));
}

#[test]
fn where_nothing_is_held_out_the_network_is_told_of_before_the_error() {
    let mut text = String::from("user,item\n");
    for user in 0..20 {
        text.push_str(&format!("{user},a{}\n{user},b{}\n", user % 3, user % 2));
    }
    let mut experiment = Experiment::on(context(text.as_bytes(), 42));
    let mut run = experiment.begin(&quick(Recipe::Article));
    let progress = experiment.advance_until(&mut run, |progress| progress.trained.is_some());
    assert_eq!(progress.trained.map(|trained| (trained.how, trained.kept)), Some((StopReason::Finished, 3)));
    assert!(experiment.model.is_some());
    assert_eq!(experiment.advance(&mut run, &clock(), 1e9).err(), Some(Error::NothingHeldOut));
    assert!(experiment.model.is_some());
}

#[test]
fn seconds_are_those_of_work_without_the_time_between_two_steps() {
    let now = std::cell::Cell::new(0.0);
    let clock = || {
        now.set(now.get() + 250.0);
        now.get()
    };
    let mut experiment = Experiment::new(42);
    let params = tuned(&experiment.context.split);
    Run::keep(Some(params), &mut experiment.context);
    let mut run = experiment.begin(&quick(Recipe::Article));
    let mut worked = 0.0;
    while experiment.trained.is_none() {
        let begun = now.get() + 250.0;
        let progress = experiment.advance(&mut run, &clock, 1_000.0).expect("a step");
        worked += (now.get() - begun) / 1_000.0;
        if let Some(training) = progress.training {
            assert_eq!(training.seconds, worked);
        }
        // A pause.
        now.set(now.get() + 1e6);
    }
    let seconds = experiment.trained.as_ref().map(|trained| trained.seconds).expect("seconds");
    assert!(seconds > 0.0 && worked - seconds <= 1.0, "{seconds} of {worked}");
    assert_eq!(experiment.model.map(|model| model.course.seconds), Some(seconds));
}
