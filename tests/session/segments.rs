//! A column of segments and one of times, from the file to the comparison, and through a snapshot.

use std::fmt::Write;

use firstpick::evaluation::{Comparison, SegmentName};
use firstpick::session::{ReadOptions, Session};
use firstpick::training::Recipe;

use crate::{by, evaluate, loaded, open, quick, shop, train};

/// [`shop`], with a tier for each customer and a day for each purchase.
fn tiered() -> Vec<u8> {
    let shop = String::from_utf8(shop(90, 24)).expect("text");
    let mut text = String::from("customer,product,name,tier,date\n");
    for (number, row) in shop.lines().skip(1).enumerate() {
        let user: usize = row.get(..4).and_then(|user| user.parse().ok()).expect("a number");
        let tier = ["gold", "silver", "", "silver"][user % 4];
        writeln!(text, "{row},{tier},2024-05-{:02}", 1 + number % 28).expect("writing to memory");
    }
    text.into_bytes()
}

/// The labels of the comparison's segments, with how many users each has.
fn labels(comparison: &Comparison) -> Vec<(&str, &str, usize)> {
    fn label(name: &SegmentName) -> Option<(&str, &str)> {
        match name {
            SegmentName::Label { column, label } => Some((column, label)),
            SegmentName::Activity { .. } => None,
        }
    }
    let segments = comparison.segments.iter();
    segments
        .filter_map(|segment| label(&segment.segment).map(|(column, label)| (column, label, segment.users)))
        .collect()
}

#[test]
fn the_comparison_tells_the_labels_of_a_chosen_column_apart() {
    let mut session = loaded(&tiered());
    train(&mut session, &quick(Recipe::Article), 1e9).expect("a training");
    let comparison = evaluate(&mut session).expect("a comparison");
    let found = labels(&comparison);
    assert_eq!(
        found.iter().map(|&(column, label, _)| (column, label)).collect::<Vec<_>>(),
        [("tier", "silver"), ("tier", "gold")]
    );
    assert!(found.iter().map(|&(_, _, users)| users).sum::<usize>() < comparison.users, "a quarter has no tier");
}

#[test]
fn without_such_a_column_only_activity_tells_users_apart() {
    let mut session = loaded(&shop(90, 24));
    train(&mut session, &quick(Recipe::Article), 1e9).expect("a training");
    assert_eq!(labels(&evaluate(&mut session).expect("a comparison")), []);
}

#[test]
fn a_copy_knows_times_and_segments_too() {
    let file = tiered();
    let mut session = Session::default();
    let roles = open(&mut session, &file).expect("a preview").roles;
    assert!(roles.segment.is_some() && roles.time.is_some(), "{roles:?}");
    session.begin_reading(ReadOptions { seed: 7.0, ..by(roles) }).expect("a reader");
    session.read(&file, true).expect("rows");
    session.finish_reading().expect("a data set");
    let snapshot = session.data_snapshot().expect("data");
    let mut copy = Session::default();
    copy.restore_data(&snapshot).expect("a whole snapshot");
    assert!(copy.data_snapshot().expect("data") == snapshot);
    for session in [&mut session, &mut copy] {
        train(session, &quick(Recipe::Article), 1e9).expect("a training");
    }
    assert_eq!(evaluate(&mut copy), evaluate(&mut session));
}
