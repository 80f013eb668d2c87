//! The kind of split is chosen with the columns, and all that follows keeps to it.

use firstpick::error::{Error, Result};
use firstpick::export::DatasetSummary;
use firstpick::session::{ReadOptions, Session};
use firstpick::split::{SplitKind, SplitReason};
use firstpick::training::{Options, Recipe};

use crate::{by, evaluate, files, open, quick, shop, train};

fn load_as(session: &mut Session, bytes: &[u8], split: Option<SplitKind>) -> Result<DatasetSummary> {
    let roles = open(session, bytes)?.roles;
    session.begin_reading(ReadOptions { split, ..by(roles) })?;
    session.read(bytes, true)?;
    session.finish_reading()
}

#[test]
fn held_out_users_are_measured_by_a_network_that_never_saw_them() {
    let mut session = Session::default();
    let shown = load_as(&mut session, &shop(80, 24), Some(SplitKind::Users)).expect("a file");
    let split = shown.split;
    assert_eq!((split.kind, split.reason, split.users), (SplitKind::Users, SplitReason::Requested, 8));
    assert_eq!(split.train + split.validation + split.test + split.given, shown.interactions);
    assert!(split.given > split.test + split.validation, "four fifths are given");

    let options = Options { epochs: 30.0, ..quick(Recipe::Recommended) };
    let (records, trained) = train(&mut session, &options, 1e9).expect("a training");
    assert!(records.iter().all(|record| record.validation.is_some()), "users held out for it steer the training");
    assert_eq!(trained.split.kind, SplitKind::Users, "another seed draws other users, but users");
    let comparison = evaluate(&mut session).expect("a comparison");
    assert_eq!((comparison.users, comparison.interactions), (trained.split.users, trained.split.test));
    let recall = |name: &str| {
        let model = comparison.models.iter().find(|model| model.name == name).expect("a model");
        model.metrics["recall@10"].value
    };
    assert!(recall("network") > recall("popularity") + 0.1, "{} {}", recall("network"), recall("popularity"));

    let report = serde_json::to_value(session.report().expect("a report")).expect("JSON");
    assert_eq!((&report["split"]["kind"], &report["split"]["reason"]), (&"users".into(), &"asked".into()));
    // Held-out users get recommendations as all others do.
    assert_eq!(session.recommend("0003", 5.0).expect("a list").items.len(), 5);
}

#[test]
fn a_copy_measures_the_same_held_out_users() {
    let mut session = Session::default();
    load_as(&mut session, &shop(80, 24), Some(SplitKind::Users)).expect("a file");
    let options = quick(Recipe::Article);
    train(&mut session, &options, 1e9).expect("a training");
    let mut copy = Session::default();
    copy.restore_data(&session.data_snapshot().expect("data")).expect("a whole snapshot");
    train(&mut copy, &options, 1e9).expect("a training");
    assert!(files(&mut copy) == files(&mut session));
    assert_eq!(evaluate(&mut copy), evaluate(&mut session));
}

#[test]
fn a_recipe_that_must_know_its_users_is_refused_where_they_are_held_out() {
    let mut session = Session::default();
    load_as(&mut session, &shop(80, 24), Some(SplitKind::Users)).expect("a file");
    let refused = Some(Error::NeedsKnownUsers { recipe: "pair" });
    assert_eq!(session.plan(&quick(Recipe::Pair)).err(), refused);
    assert_eq!(session.begin_training(&quick(Recipe::Pair)).err(), refused);
    train(&mut session, &quick(Recipe::Article), 1e9).expect("any other recipe");
}

#[test]
fn what_the_data_do_not_allow_is_refused_and_leaves_the_data_before() {
    let mut session = Session::default();
    let shown = load_as(&mut session, &shop(80, 24), None).expect("a file");
    assert_eq!((shown.split.kind, shown.split.reason), (SplitKind::Random, SplitReason::Untimed));
    assert_eq!(shown.splits, [SplitKind::Random, SplitKind::Users]);
    let refused = load_as(&mut session, &shop(80, 24), Some(SplitKind::Time)).err();
    assert_eq!(refused, Some(Error::NoTimes { found: 0, pairs: shown.interactions }));
    train(&mut session, &quick(Recipe::Article), 1e9).expect("the data before");
    assert_eq!(evaluate(&mut session).expect("a comparison").users, shown.split.users);
}
