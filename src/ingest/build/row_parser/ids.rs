//! Ids of users and items in a row: as the file means them.

use std::borrow::Cow;

use crate::dataset::{Vocabulary, trimmed};
use crate::error::Result;
use crate::ingest::build::rules::{Checked, Reason};
use crate::ingest::csv::Row;
use crate::ingest::values::{canonical_id, is_blank_word};

/// Id in a row. A known id needs no further check.
pub(crate) enum Id<'r> {
    Known(u32),
    New(Cow<'r, [u8]>),
}

impl<'r> Id<'r> {
    /// Id in a column of a row.
    pub fn of(
        ids: &Vocabulary,
        row: &Row<'r>,
        column: Option<usize>,
        folds_case: bool,
        missing: Reason,
    ) -> Checked<Id<'r>> {
        let known = column.and_then(|column| row.cell_with_key(column)).and_then(|(id, key)| ids.find_key(id, key));
        match known {
            Some(index) => Ok(Id::Known(index)),
            None => id(row, column, folds_case, missing).map(Id::New),
        }
    }

    /// Index of the id, which is added if it is new.
    pub fn intern(self, ids: &mut Vocabulary) -> Result<u32> {
        match self {
            Id::Known(index) => Ok(index),
            Id::New(id) => ids.intern(&id),
        }
    }

    /// Whether blanks surround the id in its cell. A known id was found as it stands there.
    pub fn is_trimmed(&self, row: &Row<'r>, column: Option<usize>) -> bool {
        let cell = column.and_then(|column| row.cell(column)).unwrap_or_default();
        matches!(self, Id::New(_)) && trimmed(cell).len() < cell.len()
    }

    /// Id as text, if it is not known yet.
    pub fn new_text(&self) -> Option<&str> {
        match self {
            Id::Known(_) => None,
            Id::New(id) => std::str::from_utf8(id).ok(),
        }
    }
}

/// Id without what surrounds it; words that mean nothing are none.
pub(crate) fn id<'r>(
    row: &Row<'r>,
    column: Option<usize>,
    folds_case: bool,
    missing: Reason,
) -> Checked<Cow<'r, [u8]>> {
    let cell = row.cell(column.ok_or(missing)?).ok_or("too-few-cells")?;
    as_id(cell, folds_case, missing)
}

/// A cell as an id.
pub(crate) fn as_id(cell: &[u8], folds_case: bool, missing: Reason) -> Checked<Cow<'_, [u8]>> {
    let id = canonical_id(cell);
    if is_blank_word(&id) {
        return Err(missing);
    }
    if id.contains(&0) {
        return Err("not-text");
    }
    match std::str::from_utf8(&id) {
        Ok(text) if folds_case && text.chars().any(char::is_uppercase) => Ok(Cow::Owned(text.to_lowercase().into())),
        _ => Ok(id),
    }
}
