//! How a file was read: which column was taken for what, and what its rows and cells mean.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::dataset_summary::FileSummary;
use crate::ingest::csv::{Dialect, Quotes};
use crate::ingest::schema::{CellRules, Preview, Roles, TableLayout};

/// Everything that has to be chosen to read the file in the same way again.
#[derive(Clone, Debug, Serialize)]
pub struct FileMapping {
    pub layout: TableLayout,
    /// Role → name of its column; none where no column has it.
    pub roles: BTreeMap<&'static str, Option<String>>,
    pub encoding: String,
    pub dialect: ReportedDialect,
    /// What counts as an interaction.
    pub meaning: CellRules,
}

/// How the file's text is cut into rows and cells.
#[derive(Clone, Debug, Serialize)]
pub struct ReportedDialect {
    pub delimiter: &'static str,
    pub quotes: Quotes,
    pub header: bool,
    /// Lines above the header, or above the first row.
    pub skip: u32,
    /// Beginning of a comment line; none where there are no comments.
    pub comment: Option<&'static str>,
}

impl FileMapping {
    /// Of the file with that preview, which was read to be `file`.
    pub fn of(preview: &Preview, file: &FileSummary) -> FileMapping {
        let Dialect { delimiter, quotes, header, skip, comment, .. } = preview.dialect;
        let column = |role: &str| file.roles.get(role).and_then(|column| preview.columns.get(column)).cloned();
        FileMapping {
            layout: file.layout,
            roles: Roles::NAMES.into_iter().map(|role| (role, column(role))).collect(),
            encoding: file.encoding.clone(),
            dialect: ReportedDialect { delimiter, quotes, header, skip, comment },
            meaning: file.rules.clone(),
        }
    }
}
