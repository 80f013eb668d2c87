//! Folds for cross-validation.

use firstpick::error::Error;
use firstpick::rng::{below, shuffle, stream};
use firstpick::split::{Folds, MIN_ITEMS, Split, SplitKind, SplitReason};

use super::{at_random, held_out, sorted_union};

#[test]
fn every_pair_is_tested_once_and_the_folds_are_even() {
    for count in [2, 3, 5, 10] {
        let interactions = at_random(7, 60);
        let folds = Folds::of(&interactions, count, 4).expect("folds");
        assert_eq!(folds.count(), count);
        let splits: Vec<Split> = (0..count).map(|index| folds.split(index).expect("a split")).collect();
        for user in 0..60 {
            let row = interactions.matrix.row(user);
            let mut tested = splits.iter().map(|split| split.test.row(user)).collect::<Vec<_>>().concat();
            tested.sort_unstable();
            // Equal without duplicates: disjoint as well as complete.
            assert_eq!(tested, if row.len() < MIN_ITEMS { &[] } else { row });
            for split in &splits {
                let size = split.test.row(user).len();
                assert!(row.len() < MIN_ITEMS || (row.len() / count..=row.len().div_ceil(count)).contains(&size));
                assert_eq!(split.validation.row(user).len(), held_out(row.len() - size, 0.1));
                assert_eq!(sorted_union(split, user), row);
                assert!(!split.train.row(user).is_empty());
            }
        }
        let sizes: Vec<usize> = splits.iter().map(|split| split.test.ones()).collect();
        let mean = sizes.iter().sum::<usize>() as f64 / count as f64;
        assert!(sizes.iter().all(|&size| (size as f64 - mean).abs() < 0.15 * mean), "{sizes:?}");
        assert!(splits.iter().all(|split| (split.kind, split.reason) == (SplitKind::Random, SplitReason::Fold)));
    }
}

#[test]
fn the_seed_alone_decides_the_folds_whatever_their_order() {
    let interactions = at_random(8, 40);
    let folds = |seed| Folds::of(&interactions, 5, seed).expect("folds");
    let parts = |split: Split| (split.train, split.validation, split.test);
    let (here, there) = (folds(1), folds(1));
    let backwards: Vec<_> = (0..5).rev().map(|index| parts(there.split(index).expect("a split"))).collect();
    for (index, expected) in backwards.into_iter().rev().enumerate() {
        assert_eq!(parts(here.split(index).expect("a split")), expected);
    }
    assert_ne!(folds(1).split(0).expect("a split").test, folds(2).split(0).expect("a split").test);
}

#[test]
fn folds_of_a_seed_are_the_same_in_every_version() {
    // Each row's folds follow one another from a random one on and are shuffled; validation is a tenth of the other
    // folds' items, shuffled.
    let interactions = at_random(10, 40);
    let folds = Folds::of(&interactions, 4, 6).expect("folds");
    let mut generator = stream(6, "folds");
    let fold_of: Vec<Vec<usize>> = (0..40)
        .map(|user| {
            let first = below(&mut generator, 4);
            let mut row: Vec<usize> =
                (0..interactions.matrix.row(user).len()).map(|place| (first + place) % 4).collect();
            shuffle(&mut generator, &mut row);
            row
        })
        .collect();
    for index in 0..4 {
        let split = folds.split(index).expect("a split");
        let mut generator = stream(6, &format!("fold {index}"));
        for (user, fold_of) in fold_of.iter().enumerate() {
            let row = interactions.matrix.row(user);
            let has_test = row.len() >= MIN_ITEMS;
            let is_tested = |(_, fold): &(&u32, &usize)| has_test && **fold == index;
            let items = |tested: bool| -> Vec<u32> {
                row.iter().zip(fold_of).filter(|pair| is_tested(pair) == tested).map(|(&item, _)| item).collect()
            };
            let mut rest = items(false);
            shuffle(&mut generator, &mut rest);
            let (validation, train) = rest.split_at_mut(held_out(row.len() - items(true).len(), 0.1));
            validation.sort_unstable();
            train.sort_unstable();
            assert_eq!(split.test.row(user), items(true), "fold {index}, user {user}");
            assert_eq!((split.validation.row(user), split.train.row(user)), (&*validation, &*train));
        }
    }
}

#[test]
fn counts_and_indices_have_their_limits() {
    let interactions = at_random(9, 10);
    for count in [0, 1, 21] {
        let refused = Folds::of(&interactions, count, 1).err();
        let value = count as f64;
        assert_eq!(refused, Some(Error::OptionOutOfRange { option: "folds", value, min: 2.0, max: 20.0 }));
    }
    let folds = Folds::of(&interactions, 5, 1).expect("folds");
    let refused = folds.split(5).err();
    assert_eq!(refused, Some(Error::OptionOutOfRange { option: "fold", value: 5.0, min: 0.0, max: 4.0 }));
}
