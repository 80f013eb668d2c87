use firstpick::error::Error;
use firstpick::pipeline::{StopReason, Trained};
use firstpick::session::Session;
use firstpick::training::{Options, Recipe};

use crate::{clock, files, loaded, quick, shop, stop, train, trained};

/// Batches of one user, so that an epoch takes many steps.
fn slow() -> Options {
    Options { batch_size: 1.0, ..quick(Recipe::Recommended) }
}

/// Trains until `epochs` are complete and `steps` more steps are done, then stops.
fn stopped(session: &mut Session, options: &Options, epochs: usize, steps: usize) -> Trained {
    session.begin_training(options).expect("a training");
    let clock = clock();
    let mut done = 0;
    while done < epochs {
        done += session.train(&clock, 0.0).expect("a step").training.expect("a training").records.len();
    }
    for _ in 0..steps {
        let training = session.train(&clock, 0.0).expect("a step").training.expect("a training");
        assert!(training.records.is_empty(), "the epoch was to be left incomplete");
    }
    stop(session)
}

#[test]
fn a_stop_in_the_first_epoch_keeps_the_former_network() {
    let bytes = shop(40, 16);
    let mut session = trained(&bytes, &quick(Recipe::Article));
    let (before, report) = (files(&mut session), session.report().expect("a report"));
    for steps in [0, 1, 5] {
        let left = stopped(&mut session, &slow(), 0, steps);
        assert_eq!((left.how, left.epochs, left.kept), (StopReason::Stopped, 0, 0));
        assert!(files(&mut session) == before, "after {steps} steps");
        assert_eq!(session.report().expect("a report").recipe, report.recipe);
    }
}

#[test]
fn a_stop_in_the_first_epoch_of_the_first_training_leaves_none() {
    let mut session = loaded(&shop(40, 16));
    stopped(&mut session, &slow(), 0, 3);
    assert_eq!(session.model_file(), Err(Error::NotTrained));
    assert_eq!(session.recommend("0001", 5.0).err(), Some(Error::NotTrained));
    train(&mut session, &quick(Recipe::Recommended), 1e9).expect("a training after the one that was stopped");
}

#[test]
fn a_stop_after_an_epoch_keeps_what_was_learned() {
    let bytes = shop(40, 16);
    let mut session = trained(&bytes, &quick(Recipe::Article));
    let before = files(&mut session);
    let left = stopped(&mut session, &slow(), 2, 3);
    assert_eq!((left.how, left.epochs), (StopReason::Stopped, 2));
    assert!((1..=2).contains(&left.kept));
    assert!(files(&mut session) != before);
    assert_eq!(session.report().expect("a report").training.loss.len(), 2);
}

#[test]
fn with_early_stopping_a_stop_gives_the_network_of_the_epoch_that_is_kept() {
    let bytes = shop(40, 16);
    // Without a linear path, whose share a stop leaves unchosen.
    let options = Options { patience: 50.0, linear: false, ..slow() };
    let mut session = loaded(&bytes);
    let left = stopped(&mut session, &options, 2, 3);
    // The same training, of just the epochs that are kept, with nothing done beyond them.
    let mut shorter = trained(&bytes, &Options { epochs: f64::from(left.kept), ..options });
    let lists = |session: &mut Session| crate::csv_bytes(session, 5.0);
    assert!(lists(&mut session) == lists(&mut shorter));
}

#[test]
fn early_stopping_ends_a_training_that_no_longer_gets_better() {
    let mut session = loaded(&shop(60, 24));
    let options = Options { epochs: 2_000.0, patience: 3.0, learning_rate: 0.05, ..quick(Recipe::Recommended) };
    let (records, left) = train(&mut session, &options, 1e9).expect("a training");
    assert_eq!((left.how, left.epochs), (StopReason::Early, left.kept + 3));
    let best = records.iter().rfind(|record| record.best).expect("a best epoch");
    assert_eq!(best.epoch, left.kept);
    let most = records.iter().filter_map(|record| record.validation).fold(0.0, f64::max);
    assert_eq!(best.validation, Some(most));
}

#[test]
fn a_training_to_the_end_says_so() {
    let mut session = loaded(&shop(40, 16));
    let (_, left) = train(&mut session, &Options { patience: 0.0, ..quick(Recipe::Article) }, 1e9).expect("a training");
    assert_eq!((left.how, left.epochs, left.kept), (StopReason::Finished, 3, 3));
}

#[test]
fn a_step_takes_no_longer_than_its_budget_and_one_batch() {
    let mut session = loaded(&shop(40, 16));
    session.begin_training(&Options { batch_size: 1.0, ..quick(Recipe::Recommended) }).expect("a training");
    let now = std::cell::Cell::new(0.0);
    let clock = || {
        // A batch takes 10 ms, since the clock is looked at twice for each.
        now.set(now.get() + 5.0);
        now.get()
    };
    for _ in 0..5 {
        let begun = now.get();
        session.train(&clock, 25.0).expect("a step");
        assert!(now.get() - begun <= 25.0 + 2.0 * 10.0, "{} ms", now.get() - begun);
    }
}

#[test]
fn an_export_does_not_go_on_with_another_network() {
    let mut session = trained(&shop(40, 16), &quick(Recipe::Recommended));
    session.begin_recommendations_csv(5.0).expect("a trained network");
    let mut bytes = Vec::new();
    assert!(session.poll_recommendations_csv(&mut bytes).is_ok() && !bytes.is_empty());
    train(&mut session, &quick(Recipe::Article), 1e9).expect("a training");
    assert!(matches!(session.poll_recommendations_csv(&mut bytes), Err(Error::WrongState { .. })));
}
