//! What is told of a training while it is under way, beside its epochs.

use firstpick::pipeline::{Peek, TrainingPhase, TrainingProgress};
use firstpick::training::{Options, Recipe};

use crate::{Experiment, clock, quick};

/// All that is told of a training by `options`, until it has ended; and the experiment.
fn told(options: &Options) -> (Vec<TrainingProgress>, Experiment) {
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(options);
    let (clock, mut told) = (clock(), Vec::new());
    while experiment.trained.is_none() {
        told.extend(experiment.advance(&mut run, &clock, 3.0).expect("a step").training);
    }
    (told, experiment)
}

fn peeks(told: &[TrainingProgress]) -> Vec<(f64, &Peek)> {
    told.iter().filter_map(|training| Some((training.seconds, training.peek.as_ref()?))).collect()
}

#[test]
fn a_search_tells_its_best_network_from_the_first_epoch_on() {
    let (told_of, _) = told(&Options { search: true, ..quick(Recipe::Recommended) });
    let best: Vec<f64> = told_of.iter().filter_map(|training| training.network_validation).collect();
    assert!(best.is_sorted(), "{best:?}");
    let searched = told_of.iter().filter(|training| training.phase == TrainingPhase::Search);
    assert!(searched.into_iter().any(|training| training.network_validation.is_some()));
}

#[test]
fn one_users_first_items_are_shown_after_an_epoch_not_more_often_than_four_times_a_second() {
    let options = Options { epochs: 400.0, patience: 0.0, ..quick(Recipe::Article) };
    let (told, experiment) = told(&options);
    let peeks = peeks(&told);
    assert!(peeks.len() > 3, "{}", peeks.len());
    assert!(peeks.windows(2).all(|pair| pair[1].0 >= pair[0].0 + 0.25));
    let user = &peeks[0].1.user;
    let known = experiment.context.split.known_for_validation();
    let owned = known.row(user.parse().expect("a number"));
    for (_, peek) in &peeks {
        assert_eq!(&peek.user, user, "the same all the time");
        assert_eq!(peek.items.len(), 5);
        assert!(peek.items.iter().all(|item| !owned.contains(&item.id.parse().expect("a number"))));
    }
    let mut counts: Vec<usize> = (0..known.rows()).map(|user| known.row(user).len()).filter(|&len| len > 0).collect();
    counts.sort_unstable();
    assert_eq!(owned.len(), counts[counts.len() / 2], "a middling number of items");
}

#[test]
fn a_peek_changes_nothing_and_a_pair_network_gives_none() {
    let options = quick(Recipe::Recommended);
    let (told_of, experiment) = told(&options);
    assert!(!peeks(&told_of).is_empty());
    let alone = Experiment::learned(42, &options);
    assert_eq!(experiment.weights(), alone.weights());
    assert!(peeks(&told(&quick(Recipe::Pair)).0).is_empty());
}

#[test]
fn the_linear_path_is_told_of_as_soon_as_there_is_a_trial_of_it_and_again_in_the_next_training() {
    let options = quick(Recipe::Recommended);
    let (told_of, mut experiment) = told(&options);
    let figures: Vec<f64> = told_of.iter().filter_map(|training| training.linear_validation).collect();
    assert!(figures.windows(2).all(|pair| pair[1] >= pair[0]), "the best so far");
    let chosen = experiment.trained.as_ref().expect("what is left").choices.linear_validation;
    assert_eq!(figures.last().copied(), chosen);
    let first = told_of.iter().position(|training| training.linear_validation.is_some()).expect("a figure");
    assert!(told_of[first].epoch == 1 && told_of[first].records.is_empty(), "before the first epoch");
    let mut run = experiment.begin(&options);
    experiment.finish(&mut run);
    assert_eq!(experiment.trained.expect("what is left").choices.linear_validation, chosen);
    assert!(told(&quick(Recipe::Article)).0.iter().all(|training| training.linear_validation.is_none()));
}

#[test]
fn seconds_left_fall_to_the_end_of_the_evaluation() {
    let options = Options { epochs: 300.0, patience: 0.0, ..quick(Recipe::Article) };
    let mut experiment = Experiment::new(42);
    let mut run = experiment.begin(&options);
    let clock = clock();
    let mut told = Vec::new();
    loop {
        let progress = experiment.advance(&mut run, &clock, 3.0).expect("a step");
        let training = progress.training.as_ref().and_then(|training| training.seconds_left);
        let left = training.or(progress.evaluation.as_ref().and_then(|evaluation| evaluation.seconds_left));
        told.extend(left.map(|left| (clock() / 1_000.0, left)));
        if progress.over {
            break;
        }
    }
    assert!(told.len() > 50 && told[0].0 >= 0.5, "nothing is foreseen at the beginning");
    // The time between two steps of a clock that is looked at, and what may be added in it.
    assert!(told.windows(2).all(|pair| pair[1].1 <= pair[0].1 * 1.2 + 0.1), "it does not jump up");
    assert!(told.iter().all(|(_, left)| *left >= 0.0));
}
