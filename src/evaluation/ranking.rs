//! The light measurement that steers training and tuning: NDCG and recall at one length.

use crate::error::Result;
use crate::evaluation::lists::Lists;
use crate::evaluation::metrics::Hits;
use crate::linalg::csr::SparseRows;
use crate::models::Model;

/// NDCG@K and recall@K of a model, a block of users at a time.
pub struct Ranking {
    lists: Lists,
    k: usize,
    ndcg: Vec<f64>,
    recall: Vec<f64>,
}

impl Ranking {
    /// A measurement over those of `users` who have something held out, of lists of `k` items, at most
    /// [`crate::evaluation::metrics::LONGEST`].
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &SparseRows, k: usize) -> Self {
        Ranking { lists: Lists::new(users, held_out, k), k, ndcg: Vec::new(), recall: Vec::new() }
    }

    /// Measures the next block of users; says whether all are done.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn step(&mut self, model: &mut dyn Model, known: &SparseRows, held_out: &SparseRows) -> Result<bool> {
        let Ranking { lists, k, ndcg, recall } = self;
        lists.step(model, known, |list| {
            let hits = Hits::of(list.ranked, held_out.row(list.user));
            ndcg.push(hits.ndcg(*k));
            recall.push(hits.recall(*k));
        })
    }

    /// The share of users that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.lists.fraction()
    }

    /// How many users are measured in all.
    pub fn users(&self) -> usize {
        self.lists.users().len()
    }

    /// The mean NDCG@K of the users done so far; none without users.
    pub fn mean_ndcg(&self) -> Option<f64> {
        mean(&self.ndcg)
    }

    /// The mean recall@K of the users done so far; none without users.
    pub fn mean_recall(&self) -> Option<f64> {
        mean(&self.recall)
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
