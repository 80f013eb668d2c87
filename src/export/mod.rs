//! The files that come out: recommendations, report, model.

pub mod dataset_summary;
pub mod decimal;
pub mod interactions_csv;
pub mod model_file;
pub mod recommendations_csv;
pub mod report;
