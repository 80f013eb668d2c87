//! A file that was read: its interactions, its split, and what is shown of it.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde::Serialize;

use super::study::Study;
use crate::dataset::interactions::Interactions;
use crate::dataset::quality::report::Quality;
use crate::error::Result;
use crate::evaluation::segments::{Segment, by_label};
use crate::export::report::SplitReport;
use crate::ingest::build::file::{Account, Example, Irregular};
use crate::ingest::build::rejected::Ledger;
use crate::ingest::schema::cell_rules::Meaning;
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::Shape;
use crate::linalg::csr::SparseRows;
use crate::split::{Split, SplitKind, possible};

/// How many bestsellers are shown.
const BESTSELLERS: usize = 10;

pub(super) struct Data {
    pub interactions: Interactions,
    pub study: Study,
    pub owners: Owners,
}

/// Which users have each item: items × users, made when it is first asked for.
#[derive(Default)]
pub(super) struct Owners {
    rows: OnceCell<SparseRows>,
}

impl Owners {
    /// Those of `matrix`, which is the same in every call.
    pub fn of(&self, matrix: &SparseRows) -> Result<&SparseRows> {
        match self.rows.get() {
            Some(owners) => Ok(owners),
            None => {
                let owners = matrix.transposed()?;
                Ok(self.rows.get_or_init(|| owners))
            }
        }
    }
}

/// The file that data came from: what only the session that read it knows.
pub(super) struct Origin {
    pub account: Account,
    /// By which the file can be read again; its head as it was then.
    pub preview: Preview,
    pub ledger: Ledger,
    /// How many rows each pair has.
    pub counts: Vec<u32>,
    pub meaning: Meaning,
    pub quality: Quality,
    pub shape: Shape,
    pub encoding: &'static str,
}

/// The account of a file, as the page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetShown {
    pub shape: Shape,
    pub encoding: &'static str,
    pub rows: u64,
    pub used: u64,
    pub merged: u64,
    pub rejected: BTreeMap<&'static str, u64>,
    pub examples: BTreeMap<&'static str, Vec<Example>>,
    pub irregular: Irregular,
    pub warnings: BTreeMap<&'static str, u64>,
    pub meaning: Meaning,
    pub quality: Quality,
    pub users: usize,
    pub items: usize,
    pub interactions: usize,
    pub density: f64,
    pub split: SplitReport,
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

/// An item as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedItem {
    pub id: String,
    pub name: String,
}

/// Users that were searched for.
#[derive(Clone, Debug, Serialize)]
pub struct UsersFound {
    /// How many there are, shown or not.
    pub total: usize,
    pub users: Vec<UserFound>,
}

/// A user as a search shows them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UserFound {
    pub id: String,
    pub items: usize,
}

impl Data {
    pub fn new(interactions: Interactions, split: Split) -> Data {
        Data { interactions, study: Study::new(split), owners: Owners::default() }
    }

    /// Splits again, in the same way, where `seed` is another one.
    pub fn split_by(&mut self, seed: u64) -> Result<()> {
        if self.study.split.seed != seed {
            self.study = Study::new(self.study.split.again(&self.interactions, seed)?);
        }
        Ok(())
    }

    /// Groups of the `tested` users whose figures are told apart, beside those by activity: by the label that the file gives them.
    pub fn segments(&self, tested: &[u32]) -> Vec<Segment> {
        let Some(labels) = &self.interactions.segments else { return Vec::new() };
        let users = self.interactions.users.len();
        let label: Vec<Option<&str>> = (0..users).map(|user| labels.label(user)).collect();
        by_label(&labels.column, &label, tested)
    }

    pub fn named(&self, item: usize) -> NamedItem {
        NamedItem { id: self.interactions.items.id(item).to_owned(), name: self.interactions.name(item).to_owned() }
    }

    pub fn shown(&self, origin: &Origin) -> DatasetShown {
        let Origin { account, meaning, quality, shape, encoding, .. } = origin;
        let bestsellers = self.interactions.bestsellers(BESTSELLERS).into_iter().map(|(item, users)| {
            let NamedItem { id, name } = self.named(item);
            Bestseller { id, name, users }
        });
        DatasetShown {
            shape: *shape,
            encoding,
            rows: account.rows,
            used: account.used,
            merged: account.merged,
            rejected: account.rejected.clone(),
            examples: account.examples.clone(),
            irregular: account.irregular,
            warnings: account.warnings.clone(),
            meaning: meaning.clone(),
            quality: quality.clone(),
            users: self.interactions.users.len(),
            items: self.interactions.items.len(),
            interactions: self.interactions.matrix.ones(),
            density: self.interactions.density(),
            split: SplitReport::of(&self.study.split),
            splits: possible(&self.interactions),
            bestsellers: bestsellers.collect(),
        }
    }

    pub fn find_users(&self, query: &str, limit: usize) -> UsersFound {
        let query = query.trim().to_lowercase();
        let rank = |id: &str| -> Option<u8> {
            let id = id.to_lowercase();
            match id.find(&query) {
                Some(0) if id == query => Some(0),
                Some(0) => Some(1),
                Some(_) => Some(2),
                None => None,
            }
        };
        let users = &self.interactions.users;
        let mut found: Vec<(u8, usize)> =
            users.ids().enumerate().filter_map(|(user, id)| Some((rank(id)?, user))).collect();
        let total = found.len();
        found.sort_unstable();
        found.truncate(limit);
        let shown = |&(_, user): &(u8, usize)| UserFound {
            id: users.id(user).to_owned(),
            items: self.interactions.matrix.row(user).len(),
        };
        UsersFound { total, users: found.iter().map(shown).collect() }
    }
}
