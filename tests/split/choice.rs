//! The choice of the kind of split, and its reason.

use firstpick::dataset::NO_TIME;
use firstpick::error::Error;
use firstpick::split::{Split, SplitKind, SplitReason, possible};

use super::{PARTS, at_random, interactions, plan, timed};

fn automatic(interactions: &firstpick::dataset::Interactions) -> (SplitKind, SplitReason) {
    let split = Split::of(interactions, 1).expect("a split");
    assert_eq!(split.requested, None);
    (split.kind, split.reason)
}

#[test]
fn without_times_it_is_at_random() {
    assert_eq!(automatic(&at_random(1, 30)), (SplitKind::Random, SplitReason::Untimed));
}

#[test]
fn times_of_users_who_return_are_reported() {
    let mut interactions = timed(1, 30, 40);
    assert_eq!(automatic(&interactions), (SplitKind::Random, SplitReason::Comparable));
    // One in twenty may lack a time, one in ten is too many.
    let mut times = interactions.times.take().expect("times");
    let without = |times: &mut Vec<i64>, step: usize| times.iter_mut().step_by(step).for_each(|time| *time = NO_TIME);
    without(&mut times, 25);
    interactions.times = Some(times.clone());
    assert_eq!(automatic(&interactions), (SplitKind::Random, SplitReason::Comparable));
    without(&mut times, 10);
    interactions.times = Some(times);
    assert_eq!(automatic(&interactions), (SplitKind::Random, SplitReason::Untimed));
}

#[test]
fn purchases_of_a_single_day_are_split_at_random() {
    let mut interactions = timed(2, 30, 40);
    let minutes = interactions.times.as_ref().map(|times| times.iter().map(|time| time / 90_000 * 60).collect());
    interactions.times = minutes;
    assert_eq!(automatic(&interactions), (SplitKind::Random, SplitReason::Momentary));
    // Users on different days, each on a single one, make no difference.
    let mut times = Vec::new();
    for user in 0..30 {
        times.extend(interactions.matrix.row(user).iter().map(|_| 86_400 * user as i64));
    }
    interactions.times = Some(times);
    assert_eq!(automatic(&interactions), (SplitKind::Random, SplitReason::Momentary));
}

#[test]
fn a_column_precedes_times_and_a_request_precedes_both() {
    let mut interactions = interactions(3, 30, true, |user, item| PARTS[(user + item) % 3]);
    interactions.times = Some((0..interactions.matrix.ones() as i64).map(|time| time * 90_000).collect());
    assert_eq!(automatic(&interactions), (SplitKind::Column, SplitReason::Column));
    for kind in [SplitKind::Random, SplitKind::Time, SplitKind::Users, SplitKind::Column] {
        let split = Split::of(&interactions, plan(kind, 1)).expect("a split");
        assert_eq!((split.kind, split.reason, split.requested), (kind, SplitReason::Requested, Some(kind)));
    }
}

#[test]
fn another_seed_changes_neither_kind_nor_reason() {
    for interactions in [timed(6, 30, 40), at_random(6, 30)] {
        let first = Split::of(&interactions, 1).expect("a split");
        let again = first.again(&interactions, 2).expect("a split");
        assert_eq!((again.kind, again.reason, again.requested, again.seed), (first.kind, first.reason, None, 2));
        let direct = Split::of(&interactions, 2).expect("a split");
        assert_eq!((again.train, again.test), (direct.train, direct.test));
    }
}

#[test]
fn a_kind_that_is_not_possible_is_refused_and_not_offered() {
    let few = at_random(4, 8);
    let refused = |kind| Split::of(&few, plan(kind, 1)).err();
    let pairs = few.matrix.ones();
    assert_eq!(refused(SplitKind::Time), Some(Error::NoTimes { found: 0, pairs }));
    assert!(matches!(refused(SplitKind::Users), Some(Error::TooFewUsers { found: ..10, needed: 10 })));
    assert_eq!(refused(SplitKind::Column), Some(Error::ColumnMissing { role: "split" }));
    assert_eq!(possible(&few), [SplitKind::Random]);

    let mut many = timed(5, 40, 40);
    assert_eq!(possible(&many), [SplitKind::Random, SplitKind::Time, SplitKind::Users]);
    let times = many.times.iter_mut().flatten();
    times.enumerate().filter(|(index, _)| index % 5 > 1).for_each(|(_, time)| *time = NO_TIME);
    let found = many.times.iter().flatten().filter(|&&time| time != NO_TIME).count();
    let refused = Split::of(&many, plan(SplitKind::Time, 1)).err();
    assert_eq!(refused, Some(Error::NoTimes { found, pairs: many.matrix.ones() }));
    assert_eq!(possible(&many), [SplitKind::Random, SplitKind::Users]);
}
