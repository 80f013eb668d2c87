//! Splits by time.

use std::cmp::Reverse;

use firstpick::dataset::{NO_TIME, Part};
use firstpick::ingest::build::InteractionsBuilder;
use firstpick::rng::{shuffle, stream};
use firstpick::split::{Split, SplitKind};

use super::{dated, held_out, plan, sorted_union, timed};

#[test]
fn the_newest_are_the_test_and_those_before_them_validation() {
    for seed in 0..50 {
        let interactions = timed(seed, 30, 40);
        let split = Split::of(&interactions, plan(SplitKind::Time, seed)).expect("a split");
        for user in 0..30 {
            let dated = dated(&interactions, user);
            let times = |items: &[u32]| -> Vec<i64> {
                let time = |item: &u32| dated.iter().find(|(dated, _)| dated == item).expect("an item").1;
                items.iter().map(time).collect()
            };
            let [train, validation, test] =
                [&split.train, &split.validation, &split.test].map(|part| times(part.row(user)));
            assert_eq!((test.len(), validation.len()), (held_out(dated.len(), 0.2), held_out(dated.len(), 0.1)));
            let oldest = |times: &[i64]| times.iter().copied().min().unwrap_or(i64::MAX);
            let newest = |times: &[i64]| times.iter().copied().max().unwrap_or(i64::MIN);
            assert!(newest(&train) <= oldest(&validation).min(oldest(&test)), "seed {seed}, user {user}");
            assert!(newest(&validation) <= oldest(&test), "seed {seed}, user {user}");
            assert_eq!(sorted_union(&split, user), interactions.matrix.row(user));
        }
    }
}

#[test]
fn a_split_by_time_of_a_seed_is_the_same_in_every_version() {
    // Equal times stay in the order of the shuffled row.
    let interactions = timed(4, 30, 2);
    let split = Split::of(&interactions, plan(SplitKind::Time, 9)).expect("a split");
    let mut generator = stream(9, "split");
    for user in 0..30 {
        let mut row = dated(&interactions, user);
        shuffle(&mut generator, &mut row);
        row.sort_by_key(|&(_, time)| Reverse(time));
        let mut items = row.iter().map(|&(item, _)| item);
        for (part, count) in [(&split.test, held_out(row.len(), 0.2)), (&split.validation, held_out(row.len(), 0.1))] {
            let mut expected: Vec<u32> = items.by_ref().take(count).collect();
            expected.sort_unstable();
            assert_eq!(part.row(user), expected, "user {user}");
        }
    }
}

#[test]
fn a_user_of_ten_pairs_by_hand() {
    let mut builder = InteractionsBuilder::default();
    for user in ["a", "b"] {
        let user = builder.user(user).expect("a user");
        for item in 0..10 {
            let item = builder.item(&item.to_string(), "").expect("an item");
            builder.push(user, item, Part::Train).expect("an interaction");
        }
    }
    let mut interactions = builder.build(false).expect("interactions");
    // The first user's newest items are 3 and 8, then 0; the second user's are 9 and 0, then 5.
    let first = [70, 1, 2, 99, 3, 4, 5, 6, 98, 7];
    let second = [800, 1, 2, 3, 4, 700, 5, 6, NO_TIME, 900];
    interactions.times = Some([first, second].concat());
    for seed in 0..20 {
        let split = Split::of(&interactions, plan(SplitKind::Time, seed)).expect("a split");
        assert_eq!((split.test.row(0), split.validation.row(0)), ([3, 8].as_slice(), [0].as_slice()));
        assert_eq!((split.test.row(1), split.validation.row(1)), ([0, 9].as_slice(), [5].as_slice()));
    }
}

#[test]
fn the_seed_orders_equal_times() {
    let mut interactions = timed(3, 40, 1);
    let split = |seed| Split::of(&interactions, plan(SplitKind::Time, seed)).expect("a split");
    assert_ne!(split(1).test, split(2).test);
    assert_eq!((split(1).train, split(1).test), (split(1).train, split(1).test));
    // Once all times differ, the seed makes no difference.
    let times = (0..interactions.matrix.ones() as i64).rev().collect();
    interactions.times = Some(times);
    let split = |seed| Split::of(&interactions, plan(SplitKind::Time, seed)).expect("a split");
    assert_eq!((split(1).train, split(1).validation), (split(2).train, split(2).validation));
}
