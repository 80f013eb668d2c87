//! report.json: which file went in and how it was read, how it was split and trained, and what came out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codec::flat_struct;
use crate::dataset::Interactions;
use crate::error::Result;
use crate::evaluation::{Comparison, Verdict, VerdictKind, VerdictReason};
use crate::export::file_mapping::FileMapping;
use crate::export::fragment::Fragment;
use crate::ingest::build::RowCounts;
use crate::ingest::schema::CellRules;
use crate::pipeline::{EvaluationResult, ModelName, PathShares, TrainedModel, TrainingCourse};
use crate::split::SplitSummary;
use crate::training::Options;

/// Length of the lists where none was asked for.
const DEFAULT_LENGTH: u32 = 10;

/// The report, in the order of its file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub firstpick: &'static str,
    /// When it was written, in ISO 8601; none where only the session was asked, which has no clock.
    pub date: Option<String>,
    /// None where only the session was asked, which never has the whole file.
    pub file: Option<ReportedFile>,
    /// [`FileMapping`].
    pub mapping: Fragment,
    /// [`DatasetReport`].
    pub dataset: Fragment,
    pub split: SplitSummary,
    pub recipe: Options,
    pub training: TrainingCourse,
    /// Of both paths in the network's scores.
    pub shares: PathShares,
    /// As in [`ReportedResults`].
    pub models: Fragment,
    pub differences: Fragment,
    pub segments: Fragment,
    pub verdict: Fragment,
    pub lists: ReportedLists,
}

/// What a report says of the file and of what was read from it.
#[derive(Clone, Debug)]
pub struct ReportedData {
    pub mapping: Fragment,
    pub dataset: Fragment,
}

flat_struct!(ReportedData { mapping, dataset });

/// What a report says of an evaluation.
#[derive(Clone, Debug)]
pub struct ReportedResults {
    /// [`Comparison::models`]; empty without an evaluation, as those below.
    pub models: Fragment,
    /// [`Comparison::differences`]: paired, for every two models.
    pub differences: Fragment,
    /// [`Comparison::segments`]: of groups of users.
    pub segments: Fragment,
    /// [`ReportedVerdict`]; null without an evaluation.
    pub verdict: Fragment,
}

flat_struct!(ReportedResults { models, differences, segments, verdict });

/// The file as a person gave it; of several all bytes one after another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedFile {
    /// Of several with a comma and a blank between.
    pub name: String,
    pub bytes: f64,
    /// In hexadecimal digits; none where the file cannot be read any more.
    pub sha256: Option<String>,
}

/// What a report has to be told, which the session does not know.
#[derive(Clone, Debug, Deserialize)]
pub struct ReportContext {
    pub date: String,
    pub file: ReportedFile,
    /// Length of the lists.
    pub k: u32,
}

/// The lists that are shown and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReportedLists {
    pub model: ModelName,
    pub k: u32,
}

/// A [`Verdict`] without what can be found among the models and differences of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportedVerdict {
    pub kind: VerdictKind,
    pub reason: VerdictReason,
    pub model: String,
    pub k: usize,
    pub found: f64,
    pub found_by_bestsellers: f64,
    pub of: u32,
    pub low: f64,
    pub high: f64,
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

    /// The same, with what the cells were taken to mean.
    pub fn with_meaning(self, meaning: &CellRules) -> Self {
        DatasetReport { meaning: meaning.clone(), ..self }
    }
}

impl ReportedVerdict {
    fn of(verdict: &Verdict) -> ReportedVerdict {
        let Verdict { kind, reason, k, of, found, low, high, found_by_bestsellers, .. } = *verdict;
        let model = verdict.model.clone();
        ReportedVerdict { kind, reason, model, k, found, found_by_bestsellers, of, low, high }
    }
}

impl ReportedData {
    /// # Errors
    /// Those of [`Fragment::of`].
    pub fn of(mapping: &FileMapping, dataset: &DatasetReport) -> Result<ReportedData> {
        Ok(ReportedData { mapping: Fragment::of(mapping)?, dataset: Fragment::of(dataset)? })
    }
}

impl ReportedResults {
    /// Of an evaluation.
    ///
    /// # Errors
    /// Those of [`Fragment::of`].
    pub fn of(result: &EvaluationResult) -> Result<ReportedResults> {
        ReportedResults::new(&result.comparison, result.verdict.as_ref())
    }

    /// Where there was none.
    ///
    /// # Errors
    /// Those of [`Fragment::of`].
    pub fn none() -> Result<ReportedResults> {
        ReportedResults::new(&Comparison::default(), None)
    }

    fn new(comparison: &Comparison, verdict: Option<&Verdict>) -> Result<ReportedResults> {
        Ok(ReportedResults {
            models: Fragment::of(&comparison.models)?,
            differences: Fragment::of(&comparison.differences)?,
            segments: Fragment::of(&comparison.segments)?,
            verdict: Fragment::of(&verdict.map(ReportedVerdict::of))?,
        })
    }
}

impl Report {
    /// All that a session knows, `chosen` being the model of the lists.
    pub fn new(data: &ReportedData, trained: &TrainedModel, results: ReportedResults, chosen: ModelName) -> Self {
        let ReportedData { mapping, dataset } = data.clone();
        let ReportedResults { models, differences, segments, verdict } = results;
        Report {
            firstpick: env!("CARGO_PKG_VERSION"),
            date: None,
            file: None,
            mapping,
            dataset,
            split: trained.split,
            recipe: trained.options.clone(),
            training: trained.course.clone(),
            shares: trained.shares(),
            models,
            differences,
            segments,
            verdict,
            lists: ReportedLists { model: chosen, k: DEFAULT_LENGTH },
        }
    }

    /// The same, with what the session does not know.
    pub fn within(self, context: ReportContext) -> Report {
        let ReportContext { date, file, k } = context;
        Report { date: Some(date), file: Some(file), lists: ReportedLists { k, ..self.lists }, ..self }
    }
}
