//! Splits: rules that hold for every kind, random splits and splits by a column.

mod choice;
mod folds;
mod time;
mod users;

use firstpick::codec::{ByteReader, ByteWriter};
use firstpick::dataset::{Interactions, Part};
use firstpick::error::Error;
use firstpick::ingest::build::InteractionsBuilder;
use firstpick::rng::{below, shuffle, stream};
use firstpick::split::{MIN_ITEMS, Split, SplitKind, SplitPlan};

const PARTS: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

/// Interactions of `users` users with 1–40 items each, in the part that `part` gives to user and item.
fn interactions(seed: u64, users: usize, split_column: bool, part: impl Fn(usize, usize) -> Part) -> Interactions {
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
    builder.build(split_column).expect("interactions")
}

fn at_random(seed: u64, users: usize) -> Interactions {
    interactions(seed, users, false, |_, _| Part::Train)
}

/// Interactions with a time for every pair, drawn from `distinct` ones, days apart.
fn timed(seed: u64, users: usize, distinct: usize) -> Interactions {
    let mut interactions = at_random(seed, users);
    let mut generator = stream(seed, "times");
    let times = (0..interactions.matrix.ones()).map(|_| below(&mut generator, distinct) as i64 * 90_000);
    interactions.times = Some(times.collect());
    interactions
}

fn plan(kind: SplitKind, seed: u64) -> SplitPlan {
    SplitPlan { kind: Some(kind), seed }
}

/// Items of a user with their times.
fn dated(interactions: &Interactions, user: usize) -> Vec<(u32, i64)> {
    let before: usize = (0..user).map(|user| interactions.matrix.row(user).len()).sum();
    let times = &interactions.times.as_ref().expect("times")[before..];
    interactions.matrix.row(user).iter().copied().zip(times.iter().copied()).collect()
}

/// Number of interactions that a share of a user's `count` is.
fn held_out(count: usize, share: f64) -> usize {
    if count < MIN_ITEMS { 0 } else { ((count as f64 * share).round() as usize).max(1) }
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
            let sizes = (split.test.row(user).len(), split.validation.row(user).len());
            assert_eq!(sizes, (held_out(count, 0.2), held_out(count, 0.1)), "seed {seed}: a user with {count}");
            assert!(!split.train.row(user).is_empty());
            tested += usize::from(count >= MIN_ITEMS);
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
    // Chosen as in a random split, in the same order for a seed as in every version.
    let mut generator = stream(1, "split");
    for user in 0..30 {
        let known = train.row(user);
        let validated = held_out(known.len(), 0.1);
        assert_eq!(split.validation.row(user).len(), validated, "a user with {} in train", known.len());
        let mut expected = known.to_vec();
        shuffle(&mut generator, &mut expected);
        expected.truncate(validated);
        expected.sort_unstable();
        assert_eq!(split.validation.row(user), expected);
        assert_eq!(split.fit_for_test().row(user), known);
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
fn a_random_split_of_a_seed_is_the_same_in_every_version() {
    // Published figures stay reproducible: each row is shuffled, then cut into a fifth, a tenth and the rest.
    let interactions = at_random(11, 40);
    let split = Split::of(&interactions, 7).expect("a split");
    let mut generator = stream(7, "split");
    for user in 0..40 {
        let mut row = interactions.matrix.row(user).to_vec();
        shuffle(&mut generator, &mut row);
        let tested = held_out(row.len(), 0.2);
        let validated = tested + held_out(row.len(), 0.1);
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
        let split = Split::of(&interactions, plan(kind, 3)).expect("a split");
        let mut writer = ByteWriter::default();
        split.write(&mut writer).expect("memory");
        let bytes = writer.finish();
        let mut reader = ByteReader::new(&bytes);
        let restored = Split::read(&mut reader, &interactions).expect("a split");
        reader.finish().expect("nothing more");
        assert_eq!(
            (restored.kind, restored.reason, restored.requested, restored.seed),
            (kind, split.reason, Some(kind), 3)
        );
        for rows in [
            |split: &Split| split.train.clone(),
            |split: &Split| split.validation.clone(),
            |split: &Split| split.test.clone(),
            |split: &Split| split.fit_for_test().clone(),
            |split: &Split| split.known_for_validation().clone(),
            |split: &Split| split.known_for_test().clone(),
        ] {
            assert_eq!(rows(&restored), rows(&split), "{kind:?}");
        }
        let cut = bytes.len() - 4;
        let mut reader = ByteReader::new(&bytes[..cut]);
        let truncated = Split::read(&mut reader, &interactions).and_then(|_| reader.finish());
        assert_eq!(truncated.err(), Some(Error::SnapshotBroken), "{kind:?}");
    }
}
