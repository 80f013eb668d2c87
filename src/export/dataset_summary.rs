//! A file that was read, as the page shows it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dataset::Interactions;
use crate::dataset::quality::Quality;
use crate::ingest::build::{Irregular, RowCounts, RowExample};
use crate::ingest::schema::{CellRules, Roles, TableLayout};
use crate::recommend::NamedItem;
use crate::split::{SplitKind, SplitSummary, possible};

/// How many bestsellers are shown.
const BESTSELLERS: usize = 10;

/// What is known of a file besides its interactions.
pub struct FileSummary {
    pub counts: RowCounts,
    /// With everything decided.
    pub rules: CellRules,
    pub quality: Quality,
    pub layout: TableLayout,
    /// By which it was read.
    pub roles: Roles,
    pub encoding: String,
}

/// The account of a file.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetSummary {
    pub shape: TableLayout,
    pub encoding: String,
    pub rows: u64,
    pub used: u64,
    pub merged: u64,
    pub rejected: BTreeMap<&'static str, u64>,
    pub examples: BTreeMap<&'static str, Vec<RowExample>>,
    pub irregular: Irregular,
    pub warnings: BTreeMap<&'static str, u64>,
    pub meaning: CellRules,
    pub quality: Quality,
    pub users: usize,
    pub items: usize,
    pub interactions: usize,
    pub density: f64,
    pub split: SplitSummary,
    /// The kinds of split that these data allow.
    pub splits: Vec<SplitKind>,
    pub bestsellers: Vec<Bestseller>,
}

/// An item that many users have.
#[derive(Clone, Debug, Serialize)]
pub struct Bestseller {
    pub id: String,
    pub name: String,
    pub users: u32,
}

impl DatasetSummary {
    /// Of interactions, and the file that they come from.
    pub fn of(interactions: &Interactions, split: SplitSummary, file: &FileSummary) -> DatasetSummary {
        let FileSummary { counts, rules, quality, layout, encoding, .. } = file;
        let bestsellers = interactions.bestsellers(BESTSELLERS).into_iter().map(|(item, users)| {
            let NamedItem { id, name } = NamedItem::of(interactions, item);
            Bestseller { id, name, users }
        });
        DatasetSummary {
            shape: *layout,
            encoding: encoding.clone(),
            rows: counts.rows,
            used: counts.used,
            merged: counts.merged,
            rejected: counts.rejected.clone(),
            examples: counts.examples.clone(),
            irregular: counts.irregular,
            warnings: counts.warnings.clone(),
            meaning: rules.clone(),
            quality: quality.clone(),
            users: interactions.users.len(),
            items: interactions.items.len(),
            interactions: interactions.matrix.ones(),
            density: interactions.density(),
            split,
            splits: possible(interactions),
            bestsellers: bestsellers.collect(),
        }
    }
}
