use firstpick::evaluation::{Scored, Validation};
use firstpick::job::{Job, run};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{EaseFit, ItemKnnFit, Model};
use firstpick::rng::{shuffle, stream, unit};
use firstpick::split::{Split, SplitKind};
use firstpick::tuning::{Climb, EASE_LAMBDAS, EaseSpace, GridSearch, ItemKnnSpace, SearchSpace, Tuned};

use super::finished;

/// Two groups of users with a taste each; a tenth of what they have is held out for validation.
fn split(validated: bool) -> Split {
    let mut generator = stream(5, "tastes");
    let [mut train, mut validation, mut test] = [(); 3].map(|()| CsrMatrix::new(60));
    for user in 0..120 {
        let likes = |item: u32| if item % 2 == user % 2 { 0.4 } else { 0.08 };
        let mut row: Vec<u32> = (0..60).filter(|&item| unit(&mut generator) < likes(item)).collect();
        shuffle(&mut generator, &mut row);
        let held_out = if validated { row.split_off(row.len() - row.len() / 5) } else { Vec::new() };
        let sorted = |mut row: Vec<u32>| {
            row.sort_unstable();
            row
        };
        train.push_row(&sorted(row)).unwrap();
        validation.push_row(&sorted(held_out)).unwrap();
        test.push_row(&[]).unwrap();
    }
    Split::of_parts(SplitKind::Random, 5, [train, validation, test]).unwrap()
}

fn fitted<F: for<'a> Job<Input<'a> = &'a CsrMatrix>>(mut fit: F, known: &CsrMatrix) -> F::Output {
    run(|| fit.poll(known)).unwrap()
}

/// Searches to the end.
fn tuned<S: SearchSpace>(search: &mut GridSearch<S>, split: &Split) -> Tuned<S> {
    finished(search, |search| search.poll(split))
}

fn ndcg(model: &mut dyn Model, split: &Split) -> f64 {
    let (known, held_out) = (&split.train, &split.validation);
    let mut validation = Validation::new(0..known.rows() as u32, held_out, 10);
    run(|| validation.poll(Scored { model, known, held_out })).unwrap();
    validation.mean_ndcg().unwrap()
}

fn scores(model: &mut dyn Model, known: &CsrMatrix) -> Vec<f32> {
    let users: Vec<u32> = (0..known.rows() as u32).collect();
    let mut scores = vec![0.0; known.rows() * known.width()];
    model.score(known, &users, &mut scores).unwrap();
    scores
}

#[test]
fn a_climb_finds_the_top_of_a_hill_and_tries_no_point_twice() {
    for (lengths, start) in [(&[9, 7, 4][..], &[0, 6, 2][..]), (&[9, 7, 4], &[8, 0, 0]), (&[1, 5, 3], &[7, 7, 7])] {
        let mut climb = Climb::new(lengths, start);
        let top = [5_usize.min(lengths[0] - 1), 2, 1];
        let mut tried = Vec::new();
        while let Some(point) = climb.next() {
            assert!(point.iter().zip(lengths).all(|(at, length)| at < length) && !tried.contains(&point), "{point:?}");
            tried.push(point.clone());
            let height = -point.iter().zip(top).map(|(&at, top)| (at as f64 - top as f64).powi(2)).sum::<f64>();
            climb.note(point, height);
        }
        assert_eq!(climb.best(), Some(&(top.to_vec(), 0.0)));
        assert_eq!((climb.left(), climb.tried()), (0, tried.len()));
        assert!(tried.len() < 40, "{} of {}", tried.len(), lengths.iter().product::<usize>());
    }
}

#[test]
fn a_climb_over_a_plain_stays_where_it_began() {
    let mut climb = Climb::new(&[5], &[2]);
    while let Some(point) = climb.next() {
        climb.note(point, 0.5);
    }
    assert_eq!((climb.best(), climb.tried()), (Some(&(vec![2], 0.5)), 3));
}

#[test]
fn each_trial_of_ease_is_what_a_fit_to_train_gives_and_the_best_is_fitted_to_all_that_is_known() {
    let split = split(true);
    let mut search = GridSearch::new(EaseSpace::default());
    let mut tuned = tuned(&mut search, &split);
    assert!(search.trials().len() > 2);
    let mut best = (0.0, 0.0);
    for trial in search.trials() {
        let found = ndcg(&mut fitted(EaseFit::new(&split.train, trial.options).unwrap(), &split.train), &split);
        assert_eq!(trial.ndcg, Some(found), "{:?}", trial.options);
        if found > best.0 {
            best = (found, trial.options.l2);
        }
    }
    assert_eq!(tuned.options.l2, best.1);
    let mut direct = fitted(EaseFit::new(split.fit_for_test(), tuned.options).unwrap(), split.fit_for_test());
    assert_eq!(scores(&mut tuned.model, split.fit_for_test()), scores(&mut direct, split.fit_for_test()));
}

#[test]
fn each_trial_of_item_knn_is_what_a_fresh_fit_gives_though_similarities_are_used_again() {
    let split = split(true);
    let mut search = GridSearch::new(ItemKnnSpace);
    let mut tuned = tuned(&mut search, &split);
    assert!(search.trials().len() > 4);
    let mut best = (0.0, tuned.options);
    for trial in search.trials() {
        let found = ndcg(&mut fitted(ItemKnnFit::new(trial.options).unwrap(), &split.train), &split);
        assert_eq!(trial.ndcg, Some(found), "{:?}", trial.options);
        if found > best.0 {
            best = (found, trial.options);
        }
    }
    assert_eq!(tuned.options, best.1);
    let mut direct = fitted(ItemKnnFit::new(tuned.options).unwrap(), split.fit_for_test());
    assert_eq!(scores(&mut tuned.model, split.fit_for_test()), scores(&mut direct, split.fit_for_test()));
}

#[test]
fn without_validation_the_start_of_the_grid_is_taken_untried() {
    let split = split(false);
    let mut search = GridSearch::new(EaseSpace::default());
    let tuned = tuned(&mut search, &split);
    assert_eq!((tuned.options.l2, search.trials().len()), (300.0, 0));
    assert!(EASE_LAMBDAS.contains(&tuned.options.l2));
}
