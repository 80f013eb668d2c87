use firstpick::models::{Model, Popularity};

use crate::{matrix, scores_of_all};

#[test]
fn an_item_scores_as_many_as_have_it_for_every_user() {
    for seed in 0..50 {
        let known = matrix(seed, 12, 9);
        let mut counts = [0.0; 9];
        (0..12).flat_map(|user| known.row(user)).for_each(|&item| counts[item as usize] += 1.0);
        let mut scores = vec![-1.0; 3 * 9];
        Popularity::fit(&known).score(&known, &[4, 0, 4], &mut scores).expect("scores");
        assert_eq!(scores, counts.repeat(3), "seed {seed}");
    }
}

#[test]
fn what_is_shown_is_the_share_of_users_who_have_it() {
    let known = matrix(1, 12, 9);
    let popularity = Popularity::fit(&known);
    assert_eq!(popularity.scale(&[]).shown(3.0), 3.0 / 12.0);
}

#[test]
fn some_items_have_the_scores_that_they_have_among_all() {
    let known = matrix(2, 150, 30);
    let mut model = Popularity::fit(&known);
    let all = scores_of_all(&mut model, &known);
    let users: Vec<u32> = (0..150).rev().collect();
    let items = [29, 0, 7];
    let mut some = vec![f32::NAN; users.len() * items.len()];
    model.score_items(&known, &users, &items, &mut some).expect("scores");
    for (some, user) in some.chunks(items.len()).zip(users) {
        assert_eq!(some, items.map(|item| all[user as usize * 30 + item as usize]));
    }
}
