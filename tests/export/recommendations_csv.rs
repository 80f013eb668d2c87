use firstpick::export::RecommendationsCsv;
use firstpick::job::Job;
use firstpick::models::Model;
use firstpick::recommend::recommend;
use firstpick::training::Recipe;

use crate::{ITEMS, finished, interactions, network, options, with_model};

fn written(recipe: Recipe, k: usize) -> Vec<u8> {
    let (interactions, _) = interactions();
    let options = options(recipe);
    with_model(&options, &network(&options, &interactions), |model| {
        let mut csv = RecommendationsCsv::of(k, 0..interactions.users.len());
        let mut bytes = Vec::new();
        finished(&mut csv, |csv| csv.poll((&mut *model, &interactions, &mut bytes)));
        bytes
    })
}

#[test]
fn the_file_has_the_rows_of_every_users_list() {
    let (interactions, _) = interactions();
    for recipe in Recipe::ALL {
        let options = options(recipe);
        let bytes = written(recipe, 4);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(reader.headers().expect("a header"), vec!["user", "rank", "item", "name", "score"]);
        let found: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        let mut expected = Vec::new();
        with_model(&options, &network(&options, &interactions), |model| {
            for user in 0..interactions.users.len() {
                let users = [user as u32];
                assert!(model.block() >= 1);
                for (index, place) in
                    recommend(model, &interactions.matrix, &users, 4).expect("lists")[0].iter().enumerate()
                {
                    expected.push((user, index + 1, place.item, place.score));
                }
            }
        });
        assert_eq!(found.len(), expected.len());
        for (row, (user, rank, item, score)) in found.iter().zip(expected) {
            assert_eq!(&row[0], interactions.users.id(user));
            assert_eq!(row[1], rank.to_string());
            assert_eq!(&row[2], interactions.items.id(item));
            assert_eq!(&row[3], interactions.name(item));
            let written: f64 = row[4].parse().expect("a number");
            assert!((written - score).abs() <= 1e-5 * score, "{written} for {score}");
        }
    }
}

#[test]
fn lists_leave_out_what_users_have_and_are_short_where_little_is_left() {
    let (interactions, _) = interactions();
    let bytes = written(Recipe::Recommended, 1_000);
    let mut rows = vec![0; interactions.users.len()];
    for row in csv::Reader::from_reader(bytes.as_slice()).records() {
        let row = row.expect("a row");
        let user = interactions.users.find(&row[0]).expect("an id as it went in");
        let item = interactions.items.find(&row[2]).expect("an id as it went in");
        assert!(!interactions.matrix.row(user).contains(&(item as u32)));
        rows[user] += 1;
    }
    for (user, rows) in rows.into_iter().enumerate() {
        assert_eq!(rows, ITEMS.len() - interactions.matrix.row(user).len(), "{:?}", interactions.users.id(user));
    }
}

#[test]
fn lines_end_as_rfc_4180_has_it_and_there_is_no_mark() {
    let bytes = written(Recipe::Recommended, 2);
    assert!(bytes.starts_with(b"user,rank,item,name,score\r\n"));
    assert!(bytes.ends_with(b"\r\n"));
    assert!(String::from_utf8(bytes).expect("UTF-8").contains("\"say \"\"hi\"\"\""));
}
