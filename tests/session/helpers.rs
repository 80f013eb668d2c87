//! What other instances with a copy of the data do for a session: they tune the baselines, try options, and take folds.

use firstpick::evaluation::Comparison;
use firstpick::models::{EaseOptions, LinearOptions};
use firstpick::pipeline::{BaselineParams, RunProgress, TrialResult};
use firstpick::session::Session;
use firstpick::training::{Options, Recipe};

use crate::{clock, evaluate, files, loaded, quick, shop, train, trained};

fn copy_of(session: &Session) -> Session {
    let mut copy = Session::default();
    copy.restore_data(&session.data_snapshot().expect("data")).expect("a whole snapshot");
    copy
}

fn tuned(session: &mut Session) -> BaselineParams {
    session.begin_tuning_baselines().expect("data");
    let mut before = 0.0;
    loop {
        let (fraction, params) = session.poll_tuning_baselines().expect("a step");
        assert!((before..=1.0).contains(&fraction), "{before}, then {fraction}");
        before = fraction;
        if let Some(params) = params {
            return params;
        }
    }
}

fn tried(session: &mut Session, options: &Options, epochs: f64) -> TrialResult {
    session.begin_trial(options, epochs).expect("a trial");
    let clock = clock();
    loop {
        if let (_, Some(result)) = session.advance_trial(&clock, 5.0).expect("a step") {
            return TrialResult { seconds: 0.0, ..result };
        }
    }
}

fn folded(session: &mut Session, options: &Options, index: usize) -> Comparison {
    session.begin_fold(options, index, 3).expect("a fold");
    let clock = clock();
    loop {
        if let (_, Some(comparison)) = session.advance_fold(&clock, 5.0).expect("a step") {
            return comparison;
        }
    }
}

/// Goes on with the run under way, to its end or until it waits.
fn advance(session: &mut Session) -> RunProgress {
    let clock = clock();
    loop {
        let progress = session.train(&clock, 5.0).expect("a step");
        if progress.over || progress.waits {
            return progress;
        }
    }
}

#[test]
fn a_training_begins_by_the_plan_that_was_shown() {
    let mut session = loaded(&shop(60, 24));
    for recipe in Recipe::ALL {
        // Another seed splits anew, in the same way.
        for seed in [42.0, 7.0] {
            let options = Options { seed, hidden: vec![16.0, 8.0], ..quick(recipe) };
            let shown = session.plan(&options).expect("a plan");
            let begun = session.begin_training(&options).expect("a training");
            assert_eq!(format!("{begun:?}"), format!("{shown:?}"));
        }
    }
}

#[test]
fn a_run_with_baselines_tuned_by_a_copy_gives_what_it_gives_alone() {
    let options = Options { seed: 7.0, ..quick(Recipe::Recommended) };
    let mut alone = loaded(&shop(60, 24));
    alone.begin_training(&options).expect("a training");
    let expected = advance(&mut alone).result.expect("a result");

    let mut session = loaded(&shop(60, 24));
    session.begin_training(&options).expect("a training");
    assert!(session.wants_baselines());
    session.await_baselines().expect("a run");
    let mut copy = copy_of(&session);
    assert!(advance(&mut session).waits);
    session.hand_in_baselines(Some(tuned(&mut copy))).expect("data");
    assert!(!session.wants_baselines());
    assert_eq!(advance(&mut session).result, Some(expected));
    assert_eq!(session.baseline_params(), alone.baseline_params());
    assert!(files(&mut session) == files(&mut alone));
    assert_eq!(evaluate(&mut session), evaluate(&mut alone));
}

#[test]
fn baselines_are_tuned_once_for_a_split() {
    let mut session = loaded(&shop(60, 24));
    let params = tuned(&mut session);
    assert!(session.wants_baselines(), "they are not adopted by themselves");
    session.hand_in_baselines(Some(params.clone())).expect("data");
    session.begin_training(&quick(Recipe::Recommended)).expect("a training on the same split");
    assert_eq!((session.wants_baselines(), session.baseline_params()), (false, Some(&params)));
    session.begin_training(&Options { seed: 7.0, ..quick(Recipe::Article) }).expect("a training on another split");
    assert!(session.wants_baselines() && session.baseline_params().is_none());
    session.hand_in_baselines(Some(params)).expect("those of the split before are left aside");
    assert!(session.wants_baselines());
}

#[test]
fn trials_and_folds_are_the_same_in_a_copy_and_leave_the_network_alone() {
    let options = Options { seed: 7.0, ..quick(Recipe::Recommended) };
    let mut session = trained(&shop(60, 24), &quick(Recipe::Article));
    let before = files(&mut session);
    session.prepare_trials(&options).expect("options");
    let mut copy = copy_of(&session);
    let expected = tried(&mut session, &options, 2.0);
    copy.adopt_linear(session.linear_choice().expect("a linear path")).expect("data");
    assert_eq!(tried(&mut copy, &options, 2.0), expected);
    // One that is there stays.
    let other = LinearOptions { ease: EaseOptions::default(), discount: 0.7, max_items: 9 };
    copy.adopt_linear(other).expect("data");
    assert_eq!(copy.linear_choice(), session.linear_choice());
    let params = tuned(&mut copy);
    for session in [&mut session, &mut copy] {
        session.hand_in_baselines(Some(params.clone())).expect("data");
    }
    let folds = [0, 1].map(|index| folded(&mut session, &options, index));
    assert_eq!([0, 1].map(|index| folded(&mut copy, &options, index)), folds);
    assert!(folds[0] != folds[1] && folds[0].models.len() == 4);
    assert!(files(&mut session) == before);
}

#[test]
fn a_training_after_trials_is_the_one_it_would_have_been() {
    let options = quick(Recipe::Recommended);
    let mut session = loaded(&shop(60, 24));
    session.prepare_trials(&options).expect("options");
    tried(&mut session, &Options { hidden: vec![12.0], ..options.clone() }, 2.0);
    tried(&mut session, &options, 2.0);
    train(&mut session, &options, 5.0).expect("a training");
    assert!(files(&mut session) == files(&mut trained(&shop(60, 24), &options)));
}
