//! What comes out: the files to take away, and the objects that describe a data set to the page.
//!
//! - `recommendations_csv`, `interactions_csv`: tables, a block of rows at a time; `decimal` writes their numbers.
//! - `report`, `model_file`: report.json and model.safetensors; `file_mapping` says in the former how the file was read, a
//!   `fragment` is a part of it that is kept as it stands there.
//! - `dataset_summary`: a file that was read, as the page shows it.

mod dataset_summary;
mod decimal;
mod file_mapping;
mod fragment;
mod interactions_csv;
mod model_file;
mod recommendations_csv;
mod report;

pub use dataset_summary::{Bestseller, DatasetSummary, FileSummary};
pub use file_mapping::{FileMapping, ReportedDialect};
pub use fragment::Fragment;
pub use interactions_csv::InteractionsCsv;
pub use model_file::write_model_file;
pub use recommendations_csv::RecommendationsCsv;
pub use report::{
    DatasetReport, Report, ReportContext, ReportedData, ReportedFile, ReportedLists, ReportedResults, ReportedVerdict,
};
