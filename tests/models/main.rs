//! Tests of src/models, module by module, and the contract that all models keep.

mod contract;
mod ease;
mod item_knn;
mod linear;
mod network_model;
mod popularity;
mod scale;
mod wide_deep;

use std::task::Poll;

use firstpick::job::Job;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::Model;
use firstpick::network::Mlp;
use firstpick::rng::{stream, unit};
use firstpick::training::{Options, Recipe};
use serde_json::Value;

/// Random users × items, about a third of them ones, with a user who has nothing.
fn matrix(seed: u64, users: usize, items: usize) -> CsrMatrix {
    let mut generator = stream(seed, "matrix");
    let mut matrix = CsrMatrix::new(items);
    for user in 0..users {
        let row: Vec<u32> = (0..items as u32).filter(|_| user > 0 && unit(&mut generator) < 0.3).collect();
        matrix.push_row(&row).expect("a small row");
    }
    matrix
}

/// The options of a recipe, with a small network.
fn small_options(recipe: Recipe) -> Options {
    Options { hidden: vec![7.0, 5.0], ..recipe.defaults() }
}

/// A random network of a recipe. Its biases are not 0, unlike those of a new network.
fn random_network(recipe: Recipe, known: &CsrMatrix) -> Mlp<f32> {
    let settings = small_options(recipe).check().expect("options within their ranges");
    let (inputs, outputs) = recipe.network_shape(known);
    let mut generator = stream(1, "weights");
    let mut network =
        Mlp::random(inputs, &settings.hidden, outputs, settings.activation, &mut generator).expect("a network");
    network.slices_mut().into_iter().filter(|(_, weights)| !weights).for_each(|(bias, _)| bias.fill(0.25));
    network
}

/// Runs a fit to its end, watching that it only ever gets on.
fn fitted<F: for<'a> Job<Input<'a> = &'a CsrMatrix>>(mut fit: F, known: &CsrMatrix) -> F::Output {
    let mut before = fit.progress();
    assert!(before < 1.0);
    loop {
        if let Poll::Ready(model) = fit.poll(known).expect("a step") {
            return model;
        }
        let now = fit.progress();
        assert!(now >= before && now <= 1.0, "{before} {now}");
        before = now;
    }
}

/// An independent implementation's scores: tests/python/baselines_fixture.py.
fn fixture() -> Value {
    serde_json::from_str(include_str!("../fixtures/baselines.json")).expect("the fixture")
}

fn fixture_rows(fixture: &Value) -> CsrMatrix {
    let mut rows = CsrMatrix::new(fixture["items"].as_u64().expect("a number") as usize);
    for row in fixture["known"].as_array().expect("rows") {
        let row = row.as_array().expect("a row").iter();
        let row: Vec<u32> = row.map(|item| item.as_u64().expect("an item") as u32).collect();
        rows.push_row(&row).expect("a small row");
    }
    rows
}

fn scores_of_all(model: &mut dyn Model, known: &CsrMatrix) -> Vec<f32> {
    let users: Vec<u32> = (0..known.rows() as u32).collect();
    let mut scores = vec![f32::NAN; known.rows() * known.width()];
    model.score(known, &users, &mut scores).expect("scores");
    scores
}

/// The greatest difference between scores and those of a case of the fixture.
fn largest_difference(scores: &[f32], case: &Value) -> f64 {
    let rows = case["scores"].as_array().expect("rows").iter();
    let expected =
        rows.flat_map(|row| row.as_array().expect("a row").iter().map(|score| score.as_f64().expect("a score")));
    let expected: Vec<f64> = expected.collect();
    assert_eq!(scores.len(), expected.len());
    let difference = scores.iter().zip(expected).map(|(&score, expected)| (f64::from(score) - expected).abs());
    difference.fold(0.0, f64::max)
}
