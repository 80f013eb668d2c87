//! Against independent implementations: tests/python/metrics_fixture.py.

use std::collections::BTreeMap;

use firstpick::evaluation::{
    Evaluator, FIGURES_PER_USER, LIST_LENGTHS, Measurement, NDCG_10, RECALL_10, Scored, UserFigures, Validation,
    metric_name,
};
use firstpick::job::Job;
use firstpick::linalg::csr::CsrMatrix;
use serde::Deserialize;

use super::{Fixed, finished, sparse};

const FIXTURE: &str = include_str!("../fixtures/metrics.json");

#[derive(Deserialize)]
struct Fixture {
    items: usize,
    ks: Vec<usize>,
    train: Vec<Vec<u32>>,
    held_out: Vec<Vec<u32>>,
    models: Vec<Expected>,
    bought: f64,
}

#[derive(Deserialize)]
struct Expected {
    name: String,
    scores: Vec<Vec<f32>>,
    metrics: BTreeMap<String, f64>,
    per_user: BTreeMap<String, Vec<Option<f64>>>,
}

impl Fixture {
    fn read() -> (Fixture, CsrMatrix, CsrMatrix) {
        let fixture: Fixture = serde_json::from_str(FIXTURE).unwrap();
        let (train, held_out) = (sparse(&fixture.train, fixture.items), sparse(&fixture.held_out, fixture.items));
        (fixture, train, held_out)
    }
}

fn measured(model: &Expected, known: &CsrMatrix, held_out: &CsrMatrix) -> UserFigures {
    let mut measurement = Measurement::new(0..known.rows() as u32, known, held_out).unwrap();
    let mut model = Fixed(model.scores.clone());
    finished(&mut measurement, |measurement| measurement.poll(Scored { model: &mut model, known, held_out }))
}

/// Every figure of every user is rounded to f32, to which 2⁻²⁴ of it may be lost.
fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-7 * expected.abs().max(1.0)
}

#[test]
fn every_figure_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<String> = (0..FIGURES_PER_USER).map(metric_name).collect();
    assert_eq!(names.len(), FIGURES_PER_USER);
    assert_eq!((metric_name(NDCG_10).as_str(), metric_name(RECALL_10).as_str()), ("ndcg@10", "recall@10"));
}

#[test]
fn every_metric_agrees_with_an_independent_implementation() {
    let (fixture, train, held_out) = Fixture::read();
    assert_eq!(fixture.ks, LIST_LENGTHS);
    assert_eq!(fixture.models.len(), 3);
    for model in &fixture.models {
        let mut evaluator = Evaluator::new(&train, &held_out, 1).unwrap();
        evaluator.add(&model.name, measured(model, &train, &held_out));
        let comparison = finished(&mut evaluator.conclude().unwrap(), |conclusion| conclusion.poll(()));
        let mut found = comparison.models[0].metrics.clone();
        let share = found.remove("found@10").unwrap();
        assert!(close(share.value, found_by_hand(model, &fixture, 10)), "{}: {share:?}", model.name);
        assert!(found.keys().eq(model.metrics.keys()), "{:?}", found.keys());
        for (metric, &expected) in &model.metrics {
            let found = found[metric];
            assert!(close(found.value, expected), "{}: {metric} {} {expected}", model.name, found.value);
            assert!(found.low <= found.value && found.value <= found.high, "{}: {metric} {found:?}", model.name);
        }
        assert!(close(comparison.bought.value, fixture.bought));
        let asked: Vec<&Vec<u32>> = fixture.held_out.iter().filter(|row| !row.is_empty()).collect();
        assert_eq!(comparison.users, asked.len());
        assert_eq!(comparison.interactions, asked.iter().map(|row| row.len()).sum::<usize>());
    }
}

/// Hits of all users in the first `k` places / all that is held out; among equal scores the first item is first.
fn found_by_hand(model: &Expected, fixture: &Fixture, k: usize) -> f64 {
    let rows = model.scores.iter().zip(&fixture.train).zip(&fixture.held_out);
    let hits = rows.map(|((scores, known), held_out)| {
        let mut items: Vec<u32> = (0..fixture.items as u32).filter(|item| !known.contains(item)).collect();
        items.sort_by(|&one, &other| scores[other as usize].total_cmp(&scores[one as usize]));
        items.iter().take(k).filter(|item| held_out.contains(item)).count()
    });
    hits.sum::<usize>() as f64 / fixture.held_out.iter().map(Vec::len).sum::<usize>() as f64
}

#[test]
fn figures_of_each_user_agree_with_an_independent_implementation() {
    let (fixture, train, held_out) = Fixture::read();
    for model in &fixture.models {
        let measured = measured(model, &train, &held_out);
        for (metric, expected) in &model.per_user {
            let figure = (0..FIGURES_PER_USER).find(|&figure| metric_name(figure) == *metric).unwrap();
            let found = measured.figures.iter().skip(figure).step_by(FIGURES_PER_USER).map(|&value| f64::from(value));
            let expected: Vec<f64> = expected.iter().flatten().copied().collect();
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.zip(expected) {
                assert!(close(found, expected), "{}: {metric} {found} {expected}", model.name);
            }
        }
    }
}

/// What steers training and tuning is the metric of the test.
#[test]
fn the_light_measurement_agrees_with_the_full_one() {
    let (fixture, train, held_out) = Fixture::read();
    for model in &fixture.models {
        for k in [5, 10, 50] {
            let mut validation = Validation::new(0..train.rows() as u32, &held_out, k);
            assert_eq!((validation.mean_ndcg(), validation.mean_recall()), (None, None));
            let mut fixed = Fixed(model.scores.clone());
            finished(&mut validation, |validation| {
                validation.poll(Scored { model: &mut fixed, known: &train, held_out: &held_out })
            });
            let expected = |metric: &str| model.metrics[&format!("{metric}@{k}")];
            assert!((validation.mean_ndcg().unwrap() - expected("ndcg")).abs() < 1e-12);
            assert!((validation.mean_recall().unwrap() - expected("recall")).abs() < 1e-12);
        }
    }
}
