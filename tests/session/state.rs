//! A call that the state does not allow says which call it was, what it needs, and what the state is.

use firstpick::error::{Error, Result};
use firstpick::pipeline::ModelName;
use firstpick::session::Session;
use firstpick::training::{Options, Recipe};

use crate::{by, clock, evaluate, loaded, open, quick, shop, trained};

/// Begins a piece of work.
type Begin = fn(&mut Session);
/// A call's name, what it needs, and the call.
type Call = (&'static str, &'static str, fn(&mut Session) -> Option<Error>);

fn refused<T>(outcome: Result<T>) -> Option<Error> {
    outcome.err()
}

/// A session with a network that was trained and evaluated, and nothing under way.
fn at_rest() -> Session {
    let mut session = trained(&shop(30, 12), &quick(Recipe::Article));
    evaluate(&mut session).expect("a comparison");
    session
}

/// A session in each state, with the call that goes on there.
fn states() -> Vec<(&'static str, Session, &'static [&'static str])> {
    let options = quick(Recipe::Article);
    let loaded = || loaded(&shop(30, 12));
    let in_state = |begin: &dyn Fn(&mut Session)| {
        let mut session = at_rest();
        begin(&mut session);
        session
    };
    let opened = || {
        let mut session = Session::default();
        let roles = open(&mut session, &shop(30, 12)).expect("a preview").roles;
        (session, roles)
    };
    let (mut reading, roles) = opened();
    reading.begin_reading(by(roles)).expect("a reading");
    vec![
        ("empty", Session::default(), &[]),
        ("file open", opened().0, &[]),
        ("reading", reading, &["poll_reading"]),
        ("data loaded", loaded(), &[]),
        ("training", in_state(&|session| _ = session.begin_training(&options).expect("a training")), &["train"]),
        (
            "trying options",
            in_state(&|session| session.begin_trial(&options, 2.0).expect("a trial")),
            &["advance_trial"],
        ),
        (
            "cross-validating",
            in_state(&|session| session.begin_fold(&options, 0, 3).expect("a fold")),
            &["advance_fold"],
        ),
        (
            "tuning baselines",
            in_state(&|session| session.begin_tuning_baselines().expect("a tuning")),
            &["poll_tuning_baselines"],
        ),
        (
            "exporting",
            in_state(&|session| session.begin_recommendations_csv(3.0).expect("an export")),
            &["poll_recommendations_csv"],
        ),
        (
            "exporting",
            in_state(&|session| session.begin_interactions_csv().expect("an export")),
            &["poll_interactions_csv"],
        ),
        ("exporting", in_state(&|session| session.begin_rejected().expect("an export")), &["rejected"]),
        ("trained", in_state(&|_| ()), &[]),
    ]
}

#[test]
fn work_that_was_not_begun_cannot_go_on() {
    let calls: [Call; 7] = [
        ("poll_reading", "a begun reading", |session| refused(session.poll_reading())),
        ("train", "a begun training", |session| refused(session.train(&clock(), 0.0))),
        ("advance_trial", "a begun trial", |session| refused(session.advance_trial(&clock(), 0.0))),
        ("advance_fold", "a begun fold", |session| refused(session.advance_fold(&clock(), 0.0))),
        ("poll_tuning_baselines", "a begun tuning", |session| refused(session.poll_tuning_baselines())),
        ("poll_recommendations_csv", "begun recommendations", |session| {
            refused(session.poll_recommendations_csv(&mut Vec::new()))
        }),
        ("note_decoded", "a begun reading", |session| refused(session.note_decoded("gbk", 0))),
    ];
    for (state, mut session, own) in states() {
        for (call, needs, make) in calls {
            if own.contains(&call) || (state, call) == ("reading", "note_decoded") {
                continue;
            }
            assert_eq!(make(&mut session), Some(Error::WrongState { call, needs, state }));
        }
        for call in own {
            // A reading that was given no row ends with an error of its own.
            let outcome = calls.iter().find(|(name, ..)| name == call).and_then(|(.., make)| make(&mut session));
            assert!(!matches!(outcome, Some(Error::WrongState { .. })), "{state}: {call}: {outcome:?}");
        }
    }
}

#[test]
fn a_run_is_stopped_and_awaits_baselines_only_while_it_is_under_way() {
    let calls: [Call; 3] = [
        ("hear_of_baselines", "a begun training", |session| refused(session.hear_of_baselines(0.5))),
        ("stop_training", "a begun training", |session| refused(session.stop_training())),
        ("await_baselines", "a begun training", |session| refused(session.await_baselines())),
    ];
    for (state, mut session, own) in states() {
        for (call, needs, make) in calls {
            let expected = (own != ["train"]).then_some(Error::WrongState { call, needs, state });
            assert_eq!(make(&mut session), expected);
        }
    }
}

#[test]
fn exports_of_the_file_need_one_that_was_read_here_and_were_begun() {
    let mut session = at_rest();
    let snapshot = session.data_snapshot().expect("data");
    let (needs, state) = ("begun interactions", "trained");
    let wrong = Error::WrongState { call: "poll_interactions_csv", needs, state };
    assert_eq!(session.poll_interactions_csv(&mut Vec::new()), Err(wrong));
    let wrong = Error::WrongState { call: "rejected", needs: "a begun second reading", state };
    assert_eq!(session.rejected(b"", true), Err(wrong));
    let mut copy = Session::default();
    copy.restore_data(&snapshot).expect("a whole snapshot");
    assert_eq!(copy.begin_interactions_csv(), Ok(()));
    assert_eq!(copy.begin_rejected(), Err(Error::FileNeeded));
    let needs = "a file that was read";
    let state = "exporting";
    assert_eq!(copy.rejected(b"", true), Err(Error::WrongState { call: "rejected", needs, state }));
}

#[test]
fn without_data_every_call_about_them_is_refused_in_its_own_name() {
    let calls: [Call; 18] = [
        ("plan", "data", |session| refused(session.plan(&quick(Recipe::Article)))),
        ("begin_training", "data", |session| refused(session.begin_training(&quick(Recipe::Article)))),
        ("prepare_trials", "data", |session| refused(session.prepare_trials(&quick(Recipe::Article)))),
        ("begin_trial", "data", |session| refused(session.begin_trial(&quick(Recipe::Article), 3.0))),
        ("begin_fold", "data", |session| refused(session.begin_fold(&quick(Recipe::Article), 0, 3))),
        ("begin_tuning_baselines", "data", |session| refused(session.begin_tuning_baselines())),
        ("hand_in_baselines", "data", |session| refused(session.hand_in_baselines(None))),
        ("choose_model", "data", |session| refused(session.choose_model(ModelName::Network))),
        ("find_users", "data", |session| refused(session.find_users("", 5))),
        ("recommend", "data", |session| refused(session.recommend("1", 5.0))),
        ("model_file", "data", |session| refused(session.model_file())),
        ("data_snapshot", "data", |session| refused(session.data_snapshot())),
        ("restore_model", "data", |session| refused(session.restore_model(b""))),
        ("report", "data", |session| refused(session.report())),
        ("begin_interactions_csv", "data", |session| refused(session.begin_interactions_csv())),
        ("begin_rejected", "data", |session| refused(session.begin_rejected())),
        ("rejected", "a file that was read", |session| refused(session.rejected(b"", true))),
        ("poll_interactions_csv", "begun interactions", |session| {
            refused(session.poll_interactions_csv(&mut Vec::new()))
        }),
    ];
    for (state, mut session, _) in states().into_iter().take(3) {
        for (call, needs, make) in calls {
            assert_eq!(make(&mut session), Some(Error::WrongState { call, needs, state }));
        }
        assert_eq!(session.begin_evaluation(), Err(Error::NotTrained));
        assert_eq!(session.model_snapshot(), Err(Error::NotTrained));
        assert_eq!(session.begin_recommendations_csv(5.0), Err(Error::NotTrained));
        assert!(!session.wants_baselines() && session.baseline_params().is_none() && session.linear_choice().is_none());
    }
}

#[test]
fn a_reading_begins_with_an_open_file() {
    let roles = Default::default();
    let mut session = Session::default();
    let wrong = |call, needs| Err(Error::WrongState { call, needs, state: "empty" });
    assert_eq!(session.begin_reading(by(roles)), wrong("begin_reading", "an open file"));
    assert_eq!(session.take_decoded(), wrong("take_decoded", "an open file"));
    assert_eq!(session.read(b"user,item\n", true).map(|_| ()), wrong("read", "a begun reading"));
}

#[test]
fn one_piece_of_work_takes_the_place_of_another() {
    let options = quick(Recipe::Article);
    let mut session = at_rest();
    let gone = |session: &mut Session, state| {
        let wrong = Error::WrongState { call: "train", needs: "a begun training", state };
        assert_eq!(session.train(&clock(), 0.0).err(), Some(wrong));
    };
    let begins: [(Begin, &str); 6] = [
        (|session| session.begin_trial(&quick(Recipe::Article), 2.0).expect("a trial"), "trying options"),
        (|session| session.begin_fold(&quick(Recipe::Article), 0, 3).expect("a fold"), "cross-validating"),
        (|session| session.begin_tuning_baselines().expect("a tuning"), "tuning baselines"),
        (|session| session.begin_recommendations_csv(3.0).expect("an export"), "exporting"),
        (|session| session.begin_interactions_csv().expect("an export"), "exporting"),
        (|session| session.prepare_trials(&quick(Recipe::Article)).expect("options"), "trained"),
    ];
    for (begin, state) in begins {
        session.begin_training(&options).expect("a training");
        session.train(&clock(), 0.0).expect("a step");
        begin(&mut session);
        gone(&mut session, state);
    }
}

#[test]
fn a_refused_call_leaves_the_work_under_way() {
    let options = quick(Recipe::Article);
    let mut session = loaded(&shop(30, 12));
    session.begin_training(&options).expect("a training");
    assert_eq!(session.begin_evaluation(), Err(Error::NotTrained));
    assert!(session.begin_recommendations_csv(5.0).is_err());
    let wrong = Options { epochs: 0.0, ..options };
    assert!(session.prepare_trials(&wrong).is_err());
    assert!(session.plan(&wrong).is_err());
    assert_eq!(session.choose_model(ModelName::Ease), Err(Error::NotTrained));
    session.train(&clock(), 1e9).expect("a step");
}
