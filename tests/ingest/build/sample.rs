use firstpick::ingest::build::{FileReader, UserSample};
use firstpick::ingest::schema::{Preview, Roles};

fn ids(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|id| format!("user{id:06}"))
}

#[test]
fn the_sample_has_one_user_in_n() {
    for every in [2, 3, 4, 10, 64] {
        let sample = UserSample::new(every, 7);
        let share = ids(100_000).filter(|id| sample.contains(id)).count() as f64 / 100_000.0;
        // Five standard deviations of a binomial distribution.
        let p = 1.0 / every as f64;
        let spread = 5.0 * (p * (1.0 - p) / 100_000.0).sqrt();
        assert!((share - p).abs() < spread, "one in {every}: {share}");
    }
}

#[test]
fn another_seed_draws_other_users_and_the_same_seed_the_same() {
    let drawn = |seed| ids(1_000).filter(|id| UserSample::new(4, seed).contains(id)).collect::<Vec<_>>();
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn one_in_one_is_every_user() {
    assert!(ids(1_000).all(|id| UserSample::new(1, 3).contains(&id) && UserSample::new(0, 3).contains(&id)));
}

#[test]
fn a_sampled_reading_keeps_whole_users_and_counts_the_rows_of_the_others() {
    let row = |at: usize| format!("u{},i{}\n", at % 100, at % 7);
    let text = format!("user,item\n{}", (0..700).map(row).collect::<String>());
    let preview = Preview::of(text.as_bytes(), true).expect("a preview");
    let roles = Roles { user: Some(0), item: Some(1), ..preview.roles };
    let sample = UserSample::new(4, 1);
    let mut reader = FileReader::new(&preview, roles).expect("a reader").sampled(sample);
    reader.push(text.as_bytes(), true).expect("rows");
    let (interactions, row_counts) = reader.finish().expect("interactions");
    let kept: Vec<String> = (0..100).map(|user| format!("u{user}")).filter(|user| sample.contains(user)).collect();
    assert!(kept.len() > 10 && kept.len() < 50);
    assert_eq!(interactions.users.ids().collect::<Vec<_>>(), kept);
    assert_eq!(row_counts.rejected["not-in-sample"], 7 * (100 - kept.len() as u64));
    assert_eq!(row_counts.rows, row_counts.used + row_counts.merged + row_counts.rejected.values().sum::<u64>());
    assert_eq!(interactions.matrix.ones(), 7 * kept.len());
}
