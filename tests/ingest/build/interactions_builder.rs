use std::collections::{BTreeMap, BTreeSet};

use firstpick::dataset::Interactions;
use firstpick::dataset::Part::{self, Test, Train, Validation};
use firstpick::error::{Error, Result};
use firstpick::ingest::build::InteractionsBuilder;
use firstpick::rng::{below, stream};

use crate::pairs;

fn build(rows: &[(&str, &str, Part)], has_split: bool) -> Result<Interactions> {
    let mut builder = InteractionsBuilder::default();
    for &(user, item, part) in rows {
        let user = builder.user(user)?;
        let item = builder.item(item, "")?;
        builder.push(user, item, part)?;
    }
    builder.build(has_split)
}

#[test]
fn a_pair_that_occurs_twice_counts_once() {
    let interactions = build(&[("a", "x", Train), ("b", "y", Train), ("a", "x", Train)], false).expect("interactions");
    assert_eq!(interactions.matrix.ones(), 2);
    assert_eq!(pairs(&interactions), [("a", "x"), ("b", "y")].map(|(user, item)| (user.to_owned(), item.to_owned())));
    assert!(interactions.parts.is_none());
}

#[test]
fn a_pair_in_two_parts_belongs_to_the_first() {
    let rows = [("a", "x", Test), ("a", "x", Train), ("a", "y", Test), ("a", "y", Validation), ("b", "x", Test)];
    let [train, validation, test] = build(&rows, true).expect("interactions").parts.expect("parts");
    assert_eq!((train.row(0), validation.row(0), test.row(0), test.row(1)), (&[0][..], &[1][..], &[][..], &[0][..]));
}

#[test]
fn the_matrix_and_its_parts_are_those_of_the_rows_in_any_order() {
    for seed in 0..100 {
        let mut generator = stream(seed, "rows");
        let (users, items) = (2 + below(&mut generator, 8), 2 + below(&mut generator, 8));
        let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut builder = InteractionsBuilder::default();
        for row in 0..60 {
            // The first rows ensure two users and two items.
            let user = if row < 2 { row } else { below(&mut generator, users) }.to_string();
            let item = if row < 2 { row } else { below(&mut generator, items) }.to_string();
            let part = below(&mut generator, 3);
            let lowest = first.entry((user.clone(), item.clone())).or_insert(part);
            *lowest = part.min(*lowest);
            let user = builder.user(&user).expect("a user");
            let item = builder.item(&item, "").expect("an item");
            builder.push(user, item, [Train, Validation, Test][part]).expect("an interaction");
        }
        let interactions = builder.build(true).expect("interactions");
        assert_eq!(pairs(&interactions), first.keys().cloned().collect::<Vec<_>>(), "seed {seed}");
        let parts = interactions.parts.as_ref().expect("parts");
        for (part, rows) in parts.iter().enumerate() {
            let found: BTreeSet<(String, String)> = (0..rows.rows())
                .flat_map(|user| rows.row(user).iter().map(move |&item| (user, item as usize)))
                .map(|(user, item)| (interactions.users.id(user).to_owned(), interactions.items.id(item).to_owned()))
                .collect();
            let expected = first.iter().filter(|&(_, &lowest)| lowest == part).map(|(pair, _)| pair.clone()).collect();
            assert_eq!(found, expected, "seed {seed}, part {part}");
        }
    }
}

#[test]
fn an_item_keeps_its_first_name_that_is_not_blank() {
    let mut builder = InteractionsBuilder::default();
    for (user, item, name) in [("a", "x", "  "), ("a", "x", " Milk "), ("b", "x", "Cream"), ("b", "y", "")] {
        let user = builder.user(user).expect("a user");
        let item = builder.item(item, name).expect("an item");
        builder.push(user, item, Train).expect("an interaction");
    }
    let interactions = builder.build(false).expect("interactions");
    assert_eq!((interactions.name(0), interactions.name(1)), ("Milk", "y"));
}

#[test]
fn bestsellers_are_the_items_with_the_most_users() {
    let rows = [("a", "x", Train), ("a", "y", Train), ("b", "y", Train), ("c", "y", Train), ("c", "z", Train)];
    let interactions = build(&rows, false).expect("interactions");
    assert_eq!(interactions.bestsellers(2), [(1, 3), (0, 1)]);
    assert_eq!(interactions.bestsellers(9).len(), 3);
    assert_eq!(interactions.density(), 5.0 / 9.0);
}

#[test]
fn one_user_or_one_item_is_too_few() {
    let one_user = build(&[("a", "x", Train), ("a", "y", Train)], false);
    assert_eq!(one_user.err(), Some(Error::TooFewUsers { found: 1, needed: 2 }));
    let one_item = build(&[("a", "x", Train), ("b", "x", Train)], false);
    assert_eq!(one_item.err(), Some(Error::TooFewItems { found: 1, needed: 2 }));
}
