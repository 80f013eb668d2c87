//! The recommended recipe: what it chooses on validation, and how good that is in the evaluation.

use std::fmt::Write;

use firstpick::error::Error;
use firstpick::evaluation::Comparison;
use firstpick::evaluation::{EASE_NAME, ITEM_KNN_NAME};
use firstpick::pipeline::{ModelName, TrainingPhase};
use firstpick::rng::{stream, unit};
use firstpick::training::{Options, Recipe};

use crate::{clock, csv_bytes, evaluate, loaded, quick, shop, stop, train, trained};

fn options() -> Options {
    Options { epochs: 20.0, hidden: vec![16.0], learning_rate: 0.01, ..Recipe::Recommended.defaults() }
}

fn ndcg(comparison: &Comparison, name: &str) -> f64 {
    let model = comparison.models.iter().find(|model| model.name == name).expect("a model");
    model.metrics["ndcg@10"].value
}

/// The difference of NDCG@10 between the network and another model: where it lies with 95 %.
fn ahead_of(comparison: &Comparison, against: &str) -> (f64, f64) {
    let differences = comparison.differences.iter();
    let difference = differences.clone().find(|difference| {
        difference.model == "network" && difference.against == against && difference.metric == "ndcg@10"
    });
    difference.map(|difference| (difference.interval.low, difference.interval.high)).expect("a difference")
}

/// `groups` groups of users, each of which buys nearly all products of its own group and no others.
fn one_taste_each(users: usize, groups: usize, items_each: usize) -> Vec<u8> {
    let mut generator = stream(3, "tastes");
    let mut text = String::from("customer,product\n");
    for user in 0..users {
        for item in 0..items_each {
            if unit(&mut generator) < 0.97 {
                writeln!(text, "{user},{}", (user % groups) * items_each + item).expect("writing to memory");
            }
        }
    }
    text.into_bytes()
}

/// Users who buy at random.
fn noise(users: usize, items: usize, each: usize) -> Vec<u8> {
    let mut generator = stream(4, "noise");
    let mut text = String::from("customer,product\n");
    for user in 0..users {
        for _ in 0..each {
            writeln!(text, "{user},{}", (unit(&mut generator) * items as f64) as usize).expect("writing to memory");
        }
    }
    text.into_bytes()
}

#[test]
fn it_goes_through_its_phases_and_says_what_it_chose() {
    let mut session = loaded(&shop(120, 30));
    session.begin_training(&options()).expect("a training");
    let clock = clock();
    let (mut phases, mut fraction) = (Vec::new(), 0.0);
    let trained = loop {
        let progress = session.train(&clock, 1.0).expect("a step");
        if let Some(trained) = progress.trained {
            break trained;
        }
        let progress = progress.training.expect("a training");
        assert!(progress.fraction >= fraction - 1e-9 && progress.fraction <= 1.0, "{fraction} {progress:?}");
        fraction = progress.fraction;
        if phases.last() != Some(&progress.phase) && progress.phase != TrainingPhase::Validation {
            phases.push(progress.phase);
        }
    };
    assert_eq!(fraction, 1.0);
    phases.dedup();
    assert_eq!(&phases[..3], &[TrainingPhase::Baselines, TrainingPhase::Linear, TrainingPhase::Search]);
    assert!(phases.contains(&TrainingPhase::Blend) && phases.contains(&TrainingPhase::Refit), "{phases:?}");
    let choices = trained.choices;
    assert!(choices.linear.is_some() && choices.validation.is_some());
    assert!(choices.deep_share.is_some_and(|share| (0.0..=1.0).contains(&share)));
    assert!([vec![8], vec![16], vec![32]].contains(&choices.hidden), "{choices:?}");
    let report = session.report().expect("a report");
    assert_eq!(report.training.choices, choices);
    assert_eq!(report.recipe.hidden, vec![choices.hidden[0] as f64], "the report has the options in use");
}

#[test]
fn one_taste_for_each_group_is_found_nearly_perfectly() {
    let mut session = trained(&one_taste_each(240, 6, 15), &options());
    let comparison = evaluate(&mut session).expect("a comparison");
    assert!(ndcg(&comparison, "network") > 0.95, "{}", ndcg(&comparison, "network"));
    assert!(ahead_of(&comparison, "popularity").0 > 0.3);
}

#[test]
fn in_noise_there_is_nothing_to_learn() {
    let mut session = trained(&noise(400, 60, 12), &options());
    let comparison = evaluate(&mut session).expect("a comparison");
    for model in ["popularity", ITEM_KNN_NAME, EASE_NAME] {
        let (low, high) = ahead_of(&comparison, model);
        assert!(low < 0.0 || high < 0.02, "{model}: {low} to {high}");
    }
    assert!(ahead_of(&comparison, "popularity").0 <= 0.0, "no better than the bestsellers");
}

#[test]
fn recommendations_can_come_from_any_model_that_is_there() {
    let mut session = trained(&shop(80, 24), &quick(Recipe::Article));
    assert_eq!(session.choose_model(ModelName::Ease), Err(Error::NotTrained), "it comes with the evaluation");
    evaluate(&mut session).expect("a comparison");
    let mut lists = Vec::new();
    for name in [ModelName::Network, ModelName::Popularity, ModelName::ItemKnn, ModelName::Ease] {
        session.choose_model(name).expect("a model");
        let list = session.recommend("0003", 5.0).expect("a list");
        assert_eq!(list.items.len(), 5);
        let csv = String::from_utf8(csv_bytes(&mut session, 5.0)).expect("text");
        let row = format!("\n0003,1,{},", list.items[0].id);
        assert!(csv.contains(&row), "the file says what the page says: {row}");
        lists.push(csv);
    }
    lists.sort();
    lists.dedup();
    assert_eq!(lists.len(), 4, "each has a mind of its own");
    // The network of another training is shown at once, whatever was chosen before.
    let options = quick(Recipe::Article);
    train(&mut session, &options, 1e9).expect("a training");
    let mut alone = trained(&shop(80, 24), &options);
    assert!(csv_bytes(&mut session, 5.0) == csv_bytes(&mut alone, 5.0));
}

#[test]
fn a_stop_before_the_blend_keeps_both_paths() {
    let mut session = loaded(&shop(120, 30));
    session.begin_training(&Options { search: false, ..options() }).expect("a training");
    let clock = clock();
    while session.train(&clock, 0.0).expect("a step").training.expect("a training").records.is_empty() {}
    let left = stop(&mut session);
    assert_eq!((left.epochs, left.choices.deep_share), (1, Some(0.5)));
    let metadata = session.model_file().expect("a file");
    assert!(metadata.windows(14).any(|bytes| bytes == b"linear.weights"));
}
