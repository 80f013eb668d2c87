//! report.json: what went in, how it was split and trained, and what came out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::interactions::Interactions;
use crate::evaluation::comparison::{Comparison, Difference, ModelMetrics, SegmentMetrics};
use crate::ingest::build::file::Account;
use crate::ingest::schema::cell_rules::Meaning;
use crate::models::linear::LinearOptions;
use crate::split::{Split, SplitKind, SplitReason};
use crate::training::options::Options;

/// The report, in the order of its file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub firstpick: &'static str,
    pub dataset: DatasetReport,
    pub split: SplitReport,
    pub recipe: Options,
    pub training: TrainingReport,
    pub models: Vec<ModelMetrics>,
    /// Paired, for every two models.
    pub differences: Vec<Difference>,
    /// Of groups of users.
    pub segments: Vec<SegmentMetrics>,
}

/// `rows` = `used` + `merged` + the sum of `rejected`.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetReport {
    pub rows: u64,
    pub used: u64,
    pub merged: u64,
    pub rejected: BTreeMap<&'static str, u64>,
    /// Something else that was noticed → rows, whether they are used or not.
    pub warnings: BTreeMap<&'static str, u64>,
    /// What the file's cells were taken to mean.
    pub meaning: Meaning,
    pub users: usize,
    pub items: usize,
    pub interactions: usize,
}

/// How many interactions each part has, and how many users have something in the test. The parts and `given`,
/// what is known of held-out users, are together all interactions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    pub kind: SplitKind,
    pub reason: SplitReason,
    pub seed: u64,
    pub train: usize,
    pub validation: usize,
    pub test: usize,
    pub given: usize,
    pub users: usize,
}

/// The course of the training; a value per epoch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TrainingReport {
    pub epochs: u32,
    /// The epoch whose weights are in use.
    pub kept: u32,
    pub seconds: f64,
    pub loss: Vec<f64>,
    /// NDCG@10 on the validation interactions.
    pub validation: Vec<Option<f64>>,
    /// What was chosen on validation beside the epoch.
    pub choices: Choices,
}

/// What a training chose on validation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    /// The linear path's λ, p, γ and users' weights; none without one.
    pub linear: Option<LinearOptions>,
    /// The linear path's NDCG@10 on validation, alone.
    pub linear_validation: Option<f64>,
    /// The deep path's share in the mix, 0–1.
    pub deep_share: Option<f64>,
    /// The mix's NDCG@10 on validation.
    pub validation: Option<f64>,
    /// Widths of the hidden layers, and the share of a user's items that is hidden from the input.
    pub hidden: Vec<usize>,
    pub input_dropout: f64,
}

impl DatasetReport {
    /// From the account of a file's rows and what they gave.
    pub fn of(account: &Account, interactions: &Interactions) -> Self {
        DatasetReport {
            rows: account.rows,
            used: account.used,
            merged: account.merged,
            rejected: account.rejected.clone(),
            warnings: account.warnings.clone(),
            meaning: Meaning::default(),
            users: interactions.users.len(),
            items: interactions.items.len(),
            interactions: interactions.matrix.ones(),
        }
    }
}

impl DatasetReport {
    /// The same, with what the cells were taken to mean.
    pub fn with_meaning(self, meaning: &Meaning) -> Self {
        DatasetReport { meaning: meaning.clone(), ..self }
    }
}

impl SplitReport {
    /// The figures of a split.
    pub fn of(split: &Split) -> Self {
        SplitReport {
            kind: split.kind,
            reason: split.reason,
            seed: split.seed,
            train: split.train.ones(),
            validation: split.validation.ones(),
            test: split.test.ones(),
            given: split.given(),
            users: split.tested_users(),
        }
    }
}

impl Report {
    /// All of it; without a comparison the list of models is empty.
    pub fn new(
        dataset: DatasetReport,
        split: SplitReport,
        recipe: Options,
        training: TrainingReport,
        comparison: Option<&Comparison>,
    ) -> Self {
        let Comparison { models, differences, segments, .. } = comparison.cloned().unwrap_or_default();
        let firstpick = env!("CARGO_PKG_VERSION");
        Report { firstpick, dataset, split, recipe, training, models, differences, segments }
    }
}
