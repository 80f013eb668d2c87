//! report.json: what went in, how it was split and trained, and what came out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dataset::Interactions;
use crate::evaluation::{Comparison, Difference, ModelMetrics, SegmentMetrics};
use crate::ingest::build::RowCounts;
use crate::ingest::schema::CellRules;
use crate::pipeline::TrainingCourse;
use crate::split::SplitSummary;
use crate::training::Options;

/// The report, in the order of its file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub firstpick: &'static str,
    pub dataset: DatasetReport,
    pub split: SplitSummary,
    pub recipe: Options,
    pub training: TrainingCourse,
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
    pub meaning: CellRules,
    pub users: usize,
    pub items: usize,
    pub interactions: usize,
}

impl DatasetReport {
    /// From the account of a file's rows and what they gave.
    pub fn of(account: &RowCounts, interactions: &Interactions) -> Self {
        DatasetReport {
            rows: account.rows,
            used: account.used,
            merged: account.merged,
            rejected: account.rejected.clone(),
            warnings: account.warnings.clone(),
            meaning: CellRules::default(),
            users: interactions.users.len(),
            items: interactions.items.len(),
            interactions: interactions.matrix.ones(),
        }
    }
}

impl DatasetReport {
    /// The same, with what the cells were taken to mean.
    pub fn with_meaning(self, meaning: &CellRules) -> Self {
        DatasetReport { meaning: meaning.clone(), ..self }
    }
}

impl Report {
    /// All of it; without a comparison the list of models is empty.
    pub fn new(
        dataset: DatasetReport,
        split: SplitSummary,
        recipe: Options,
        training: TrainingCourse,
        comparison: Option<&Comparison>,
    ) -> Self {
        let Comparison { models, differences, segments, .. } = comparison.cloned().unwrap_or_default();
        let firstpick = env!("CARGO_PKG_VERSION");
        Report { firstpick, dataset, split, recipe, training, models, differences, segments }
    }
}
