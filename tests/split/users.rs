//! Splits that hold out whole users.

use firstpick::rng::{shuffle, stream};
use firstpick::split::{MIN_ITEMS, Split, SplitKind};

use super::{at_random, held_out, plan};

#[test]
fn a_tenth_of_the_users_each_is_never_learned_from() {
    for seed in 0..30 {
        let interactions = at_random(seed, 200);
        let split = Split::of(&interactions, plan(SplitKind::Users, seed)).expect("a split");
        let row = |user: usize| interactions.matrix.row(user);
        let eligible = (0..200).filter(|&user| row(user).len() >= MIN_ITEMS).count();
        let tenth = (eligible as f64 * 0.1).round() as usize;
        let held = |part: fn(&Split) -> &firstpick::linalg::csr::CsrMatrix| -> Vec<usize> {
            (0..200).filter(|&user| !part(&split).row(user).is_empty()).collect()
        };
        let (tested, validated) = (held(|split| &split.test), held(|split| &split.validation));
        assert_eq!((tested.len(), validated.len()), (tenth, tenth), "seed {seed}");
        assert_eq!(split.tested_users(), tenth);
        assert!(tested.iter().all(|user| !validated.contains(user)));
        for user in 0..200 {
            let (known_in_validation, known_in_test) =
                (split.known_for_validation().row(user), split.known_for_test().row(user));
            if tested.contains(&user) {
                assert!(split.train.row(user).is_empty() && split.fit_for_test().row(user).is_empty());
                assert!(known_in_validation.is_empty(), "nothing of the test before it comes");
                assert_eq!(split.test.row(user).len(), held_out(row(user).len(), 0.2));
                assert_eq!(whole(known_in_test, split.test.row(user)), row(user));
            } else if validated.contains(&user) {
                assert!(split.train.row(user).is_empty());
                assert_eq!(split.validation.row(user).len(), held_out(row(user).len(), 0.2));
                assert_eq!(whole(known_in_validation, split.validation.row(user)), row(user));
                assert_eq!((known_in_test, split.fit_for_test().row(user)), (row(user), row(user)));
            } else {
                let everywhere =
                    [&split.train, split.fit_for_test(), split.known_for_validation(), split.known_for_test()];
                assert!(everywhere.iter().all(|part| part.row(user) == row(user)));
            }
        }
        let parts = split.train.ones() + split.validation.ones() + split.test.ones();
        assert_eq!(parts + split.input_pairs(), interactions.matrix.ones());
    }
}

#[test]
fn held_out_users_of_a_seed_are_the_same_in_every_version() {
    // All users with enough items are shuffled: a tenth is for the test, the next for validation. Then each one's row
    // is shuffled, in the order of the file, and a fifth of it is to be found.
    let interactions = at_random(12, 60);
    let split = Split::of(&interactions, plan(SplitKind::Users, 5)).expect("a split");
    let mut generator = stream(5, "split users");
    let mut drawn: Vec<usize> = (0..60).filter(|&user| interactions.matrix.row(user).len() >= MIN_ITEMS).collect();
    shuffle(&mut generator, &mut drawn);
    let tenth = (drawn.len() as f64 * 0.1).round() as usize;
    assert!(tenth > 1, "several users to tell apart");
    for user in 0..60 {
        let Some(place) = drawn.iter().take(2 * tenth).position(|&drawn| drawn == user) else { continue };
        let mut row = interactions.matrix.row(user).to_vec();
        shuffle(&mut generator, &mut row);
        let mut sought = row[..held_out(row.len(), 0.2)].to_vec();
        sought.sort_unstable();
        let part = if place < tenth { &split.test } else { &split.validation };
        assert_eq!(part.row(user), sought, "user {user}");
    }
}

/// Union of two disjoint rows.
fn whole(known: &[u32], sought: &[u32]) -> Vec<u32> {
    assert!(sought.iter().all(|item| !known.contains(item)), "no item to be found is known");
    let mut whole = [known, sought].concat();
    whole.sort_unstable();
    whole
}

#[test]
fn the_seed_draws_the_users_and_their_items() {
    let interactions = at_random(4, 200);
    let split = |seed| Split::of(&interactions, plan(SplitKind::Users, seed)).expect("a split");
    assert_eq!((split(1).train, split(1).test), (split(1).train, split(1).test));
    assert_ne!(split(1).train, split(2).train);
}

#[test]
fn a_split_within_users_knows_exactly_what_it_learns_from() {
    let interactions = at_random(5, 50);
    let split = Split::of(&interactions, 1).expect("a split");
    assert_eq!((split.known_for_validation(), split.known_for_test()), (&split.train, split.fit_for_test()));
    assert_eq!(split.input_pairs(), 0);
}
