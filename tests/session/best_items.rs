use firstpick::error::Error;
use firstpick::recommend::NO_ITEM;
use firstpick::session::Session;
use firstpick::training::Recipe;

use crate::{csv_bytes, quick, shop, trained};

#[test]
fn the_best_items_of_all_users_are_those_of_their_lists() {
    for recipe in Recipe::ALL {
        let mut session = trained(&shop(70, 24), &quick(recipe));
        let all = session.find_users("", 1_000).expect("users");
        assert_eq!(all.users.len(), 70);
        let k = 30;
        let best = session.best_items(f64::from(k), 0, 70).expect("lists");
        let csv = csv_bytes(&mut session, f64::from(k));
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_slice()).into_records().map(|row| row.expect("a row")).collect();
        let listed = best.items.iter().filter(|&&item| item != NO_ITEM).count();
        assert_eq!(listed, rows.len(), "{recipe:?}");
        // The same ids in the same order, user after user, stand for the same numbers.
        let mut numbers = std::collections::HashMap::new();
        for (row, item) in rows.iter().zip(best.items.iter().filter(|&&item| item != NO_ITEM)) {
            assert_eq!(numbers.entry(row[2].to_owned()).or_insert(*item), item, "{recipe:?}");
        }
        for (items, scores) in best.items.chunks(k as usize).zip(best.scores.chunks(k as usize)) {
            assert!(scores.is_sorted_by(|a, b| a >= b), "{recipe:?}");
            assert!(items.iter().zip(scores).all(|(&item, score)| (item == NO_ITEM) == (*score == f32::NEG_INFINITY)));
        }
        let part = session.best_items(f64::from(k), 64, 70).expect("lists");
        assert!(best.items.ends_with(&part.items), "{recipe:?}");
    }
}

#[test]
fn there_are_none_without_a_network_nor_of_users_that_are_not_there() {
    assert_eq!(Session::default().best_items(5.0, 0, 0), Err(Error::NotTrained));
    let mut session = trained(&shop(30, 20), &quick(Recipe::Article));
    assert!(matches!(session.best_items(5.0, 0, 31), Err(Error::OptionOutOfRange { option: "users", .. })));
    assert!(matches!(session.best_items(5.0, 2, 1), Err(Error::OptionOutOfRange { option: "users", .. })));
    assert!(matches!(session.best_items(0.0, 0, 1), Err(Error::OptionOutOfRange { option: "topK", .. })));
    assert_eq!(session.best_items(5.0, 3, 3).map(|best| best.items), Ok(Vec::new()));
}
