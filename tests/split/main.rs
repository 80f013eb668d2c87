//! Splits: what every kind keeps to, and the two that files had before there were others.

mod choice;
mod folds;
mod time;
mod users;

use firstpick::codec::{ByteReader, ByteWriter};
use firstpick::dataset::interactions::Interactions;
use firstpick::dataset::part::Part;
use firstpick::error::Error;
use firstpick::ingest::build::interactions_builder::InteractionsBuilder;
use firstpick::rng::{below, shuffle, stream};
use firstpick::split::{LEAST, Split, SplitKind, SplitPlan};

const PARTS: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

/// Interactions of `users` users with 1–40 items each, in the part that `part` gives to user and item.
fn interactions(seed: u64, users: usize, given: bool, part: impl Fn(usize, usize) -> Part) -> Interactions {
    let mut generator = stream(seed, "interactions");
    let mut builder = InteractionsBuilder::default();
    for user in 0..users {
        let index = builder.user(&user.to_string()).expect("a user");
        let (first, count) = (below(&mut generator, 40), 1 + below(&mut generator, 40));
        for item in (first..first + count).map(|item| item % 50) {
            let item_index = builder.item(&item.to_string(), "").expect("an item");
            builder.push(index, item_index, part(user, item)).expect("an interaction");
        }
    }
    builder.build(given).expect("interactions")
}

fn at_random(seed: u64, users: usize) -> Interactions {
    interactions(seed, users, false, |_, _| Part::Train)
}

/// With a time for every pair, drawn from `moments` different ones, days apart.
fn timed(seed: u64, users: usize, moments: usize) -> Interactions {
    let mut interactions = at_random(seed, users);
    let mut generator = stream(seed, "times");
    let times = (0..interactions.matrix.ones()).map(|_| below(&mut generator, moments) as i64 * 90_000);
    interactions.times = Some(times.collect());
    interactions
}

fn asked(kind: SplitKind, seed: u64) -> SplitPlan {
    SplitPlan { kind: Some(kind), seed }
}

/// The times of a user's items, as pairs.
fn dated(interactions: &Interactions, user: usize) -> Vec<(u32, i64)> {
    let before: usize = (0..user).map(|user| interactions.matrix.row(user).len()).sum();
    let times = &interactions.times.as_ref().expect("times")[before..];
    interactions.matrix.row(user).iter().copied().zip(times.iter().copied()).collect()
}

/// What `share` of a user's `count` interactions is.
fn share(count: usize, share: f64) -> usize {
    if count < LEAST { 0 } else { ((count as f64 * share).round() as usize).max(1) }
}

fn sorted_union(split: &Split, user: usize) -> Vec<u32> {
    let mut union = [split.train.row(user), split.validation.row(user), split.test.row(user)].concat();
    union.sort_unstable();
    union
}

#[test]
fn the_parts_are_disjoint_and_complete() {
    for seed in 0..100 {
        let interactions = at_random(seed, 30);
        let split = Split::of(&interactions, seed).expect("a split");
        for user in 0..30 {
            // Equal to the row with nothing twice: disjoint as well as complete.
            assert_eq!(sorted_union(&split, user), interactions.matrix.row(user), "seed {seed}, user {user}");
            let known = [split.train.row(user), split.validation.row(user)].concat();
            assert_eq!(split.fit_for_test().row(user).len(), known.len());
            assert!(known.iter().all(|item| split.fit_for_test().row(user).contains(item)));
        }
    }
}

#[test]
fn every_user_gives_a_fifth_to_the_test_and_a_tenth_to_validation() {
    for seed in 0..50 {
        let interactions = at_random(seed, 30);
        let split = Split::of(&interactions, seed).expect("a split");
        let mut tested = 0;
        for user in 0..30 {
            let count = interactions.matrix.row(user).len();
            let share = |share: f64| if count < LEAST { 0 } else { ((count as f64 * share).round() as usize).max(1) };
            let sizes = (split.test.row(user).len(), split.validation.row(user).len());
            assert_eq!(sizes, (share(0.2), share(0.1)), "seed {seed}: a user with {count}");
            assert!(!split.train.row(user).is_empty());
            tested += usize::from(count >= LEAST);
        }
        assert_eq!(split.tested_users(), tested);
        assert_eq!(split.kind, SplitKind::Random);
    }
}

#[test]
fn the_seed_alone_decides_the_split() {
    let interactions = at_random(1, 30);
    let split = |seed| Split::of(&interactions, seed).expect("a split");
    assert_eq!(
        (split(7).train, split(7).validation, split(7).test),
        (split(7).train, split(7).validation, split(7).test)
    );
    assert_ne!(split(7).test, split(8).test);
    assert_ne!(split(7).validation, split(8).validation);
}

#[test]
fn held_out_items_are_not_the_first_or_last_of_a_user() {
    // A split that forgot to shuffle would hold out one end of every row.
    let interactions = at_random(2, 200);
    let split = Split::of(&interactions, 5).expect("a split");
    let long: Vec<usize> = (0..200).filter(|&user| interactions.matrix.row(user).len() >= 10).collect();
    let inside = long.iter().filter(|&&user| {
        let (all, test) = (interactions.matrix.row(user), split.test.row(user));
        all[0] < test[0] && test[test.len() - 1] < all[all.len() - 1]
    });
    assert!(inside.count() * 3 > long.len());
}

#[test]
fn a_split_column_is_followed_to_the_letter() {
    let part = |user: usize, item: usize| PARTS[(user + item) % 3];
    let interactions = interactions(3, 30, true, part);
    let split = Split::of(&interactions, 1).expect("a split");
    assert_eq!(split.kind, SplitKind::Column);
    for (expected, rows) in PARTS.into_iter().zip([&split.train, &split.validation, &split.test]) {
        for user in 0..30 {
            for &item in rows.row(user) {
                let id: usize = interactions.items.id(item as usize).parse().expect("a number");
                assert_eq!(part(user, id), expected);
            }
        }
    }
    assert_eq!(split.train.ones() + split.validation.ones() + split.test.ones(), interactions.matrix.ones());
    let other = Split::of(&interactions, 2).expect("a split");
    assert_eq!((split.train, split.validation, split.test), (other.train, other.validation, other.test));
}

#[test]
fn a_split_column_without_validation_has_a_tenth_of_train_taken_for_it() {
    let part = |_: usize, item: usize| if item.is_multiple_of(4) { Part::Test } else { Part::Train };
    let interactions = interactions(4, 30, true, part);
    let [train, _, test] = interactions.parts.as_ref().expect("parts");
    let split = Split::of(&interactions, 1).expect("a split");
    assert_eq!(split.test, *test);
    assert!(split.validation.ones() > 0);
    // As at random, and of a seed the same ever since.
    let mut generator = stream(1, "split");
    for user in 0..30 {
        let given = train.row(user);
        let taken = if given.len() < LEAST { 0 } else { ((given.len() as f64 * 0.1).round() as usize).max(1) };
        assert_eq!(split.validation.row(user).len(), taken, "a user with {} in train", given.len());
        let mut expected = given.to_vec();
        shuffle(&mut generator, &mut expected);
        expected.truncate(taken);
        expected.sort_unstable();
        assert_eq!(split.validation.row(user), expected);
        assert_eq!(split.fit_for_test().row(user), given);
    }
}

#[test]
fn a_split_column_without_train_leaves_nothing_to_train() {
    let interactions = interactions(5, 10, true, |_, item| if item < 25 { Part::Test } else { Part::Validation });
    assert_eq!(Split::of(&interactions, 1).err(), Some(Error::NothingToTrain));
}

#[test]
fn parts_are_named_in_any_case_and_by_no_other_word() {
    for (cell, part) in [("train", Part::Train), (" TEST ", Part::Test), ("Validation", Part::Validation)] {
        assert_eq!(Part::parse(cell), Some(part));
    }
    for cell in ["", "valid", "training", "0", "trains"] {
        assert_eq!(Part::parse(cell), None, "{cell:?}");
    }
}

#[test]
fn a_random_split_is_that_of_the_seed_ever_since() {
    // Figures that were published by a seed stay those of that seed: shuffle each row, a fifth, a tenth, the rest.
    let interactions = at_random(11, 40);
    let split = Split::of(&interactions, 7).expect("a split");
    let mut generator = stream(7, "split");
    for user in 0..40 {
        let mut row = interactions.matrix.row(user).to_vec();
        shuffle(&mut generator, &mut row);
        let tested = share(row.len(), 0.2);
        let validated = tested + share(row.len(), 0.1);
        for (part, items) in
            [(&split.test, 0..tested), (&split.validation, tested..validated), (&split.train, validated..row.len())]
        {
            let mut expected = row[items].to_vec();
            expected.sort_unstable();
            assert_eq!(part.row(user), expected);
        }
    }
}

#[test]
fn every_kind_comes_back_from_its_snapshot() {
    let mut interactions = interactions(6, 40, true, |user, item| PARTS[(user + item) % 3]);
    interactions.times = Some(vec![5; interactions.matrix.ones()]);
    for kind in [SplitKind::Random, SplitKind::Time, SplitKind::Users, SplitKind::Column] {
        let split = Split::of(&interactions, asked(kind, 3)).expect("a split");
        let mut flat = ByteWriter::default();
        split.write(&mut flat).expect("memory");
        let bytes = flat.finish();
        let mut flat = ByteReader::new(&bytes);
        let back = Split::read(&mut flat, 40, 50).expect("a split");
        flat.finish().expect("nothing more");
        assert_eq!((back.kind, back.reason, back.asked, back.seed), (kind, split.reason, Some(kind), 3));
        for rows in [
            |split: &Split| split.train.clone(),
            |split: &Split| split.validation.clone(),
            |split: &Split| split.test.clone(),
            |split: &Split| split.fit_for_test().clone(),
            |split: &Split| split.known_for_validation().clone(),
            |split: &Split| split.known_for_test().clone(),
        ] {
            assert_eq!(rows(&back), rows(&split), "{kind:?}");
        }
        let cut = bytes.len() - 4;
        let mut flat = ByteReader::new(&bytes[..cut]);
        let torn = Split::read(&mut flat, 40, 50).and_then(|_| flat.finish());
        assert_eq!(torn.err(), Some(Error::SnapshotBroken), "{kind:?}");
    }
}
