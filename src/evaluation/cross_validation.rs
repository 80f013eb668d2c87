//! From the tests of several folds to a mean and a spread.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evaluation::comparison::ModelMetrics;

/// The figures that are summed up.
pub const CROSS_VALIDATED_METRICS: [&str; 3] = ["ndcg@10", "recall@10", "coverage@10"];

/// What counts of the test of a fold, a [`crate::evaluation::Comparison`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FoldTest {
    pub models: Vec<ModelMetrics>,
}

/// A figure over folds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    pub mean: f64,
    /// The standard deviation over folds, n − 1 in the denominator; 0 of a single fold.
    pub spread: f64,
    /// One per fold.
    pub folds: Vec<f64>,
}

/// A model's figures over folds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoldedModel {
    pub name: String,
    /// Those of [`CROSS_VALIDATED_METRICS`].
    pub metrics: BTreeMap<String, Spread>,
}

/// What a cross-validation came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrossValidation {
    pub folds: usize,
    pub models: Vec<FoldedModel>,
}

impl CrossValidation {
    /// Of the tests of folds, in their order; models that are not in all of them are left out.
    pub fn of(tests: &[FoldTest]) -> Self {
        let names = tests.first().map(|test| test.models.iter().map(|model| model.name.clone()).collect::<Vec<_>>());
        let value = |test: &FoldTest, name: &str, figure: &str| {
            let model = test.models.iter().find(|model| model.name == name)?;
            model.metrics.get(figure).map(|interval| interval.value)
        };
        let folded = |name: String| {
            let figures = CROSS_VALIDATED_METRICS.iter().map(|&figure| {
                let folds = tests.iter().map(|test| value(test, &name, figure)).collect::<Option<Vec<f64>>>()?;
                Some((figure.to_owned(), Spread::of(folds)))
            });
            let metrics = figures.collect::<Option<BTreeMap<_, _>>>()?;
            Some(FoldedModel { name, metrics })
        };
        CrossValidation { folds: tests.len(), models: names.into_iter().flatten().filter_map(folded).collect() }
    }
}

impl Spread {
    /// Of the values of all folds.
    pub fn of(folds: Vec<f64>) -> Self {
        let count = folds.len() as f64;
        let mean = folds.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = folds.iter().map(|value| (value - mean).powi(2)).sum();
        let spread = if folds.len() > 1 { (squares / (count - 1.0)).sqrt() } else { 0.0 };
        Spread { mean, spread, folds }
    }
}
