//! The light measurement that steers training and tuning: NDCG and recall at one length.

use std::task::Poll;

use crate::error::Result;
use crate::evaluation::metrics::Hits;
use crate::evaluation::ranker::{Ranker, Scored};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;

/// NDCG@K and recall@K of a model, a block of users at a time.
pub struct Validation {
    ranker: Ranker,
    k: usize,
    ndcg: Vec<f64>,
    recall: Vec<f64>,
}

impl Validation {
    /// A measurement over those of `users` who have something held out, of lists of `k` items, at most
    /// [`crate::evaluation::metrics::MAX_MEASURED_LENGTH`].
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &CsrMatrix, k: usize) -> Self {
        Validation { ranker: Ranker::new(users, held_out, k), k, ndcg: Vec::new(), recall: Vec::new() }
    }

    /// How many users are measured in all.
    pub fn users(&self) -> usize {
        self.ranker.users().len()
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

impl Job for Validation {
    type Input<'a> = Scored<'a>;
    type Output = ();

    /// Measures the next block of users.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn poll(&mut self, Scored { model, known, held_out }: Scored) -> Result<Poll<()>> {
        let Validation { ranker, k, ndcg, recall } = self;
        ranker.poll((model, known, &mut |list| {
            let hits = Hits::of(list.ranked, held_out.row(list.user));
            ndcg.push(hits.ndcg(*k));
            recall.push(hits.recall(*k));
        }))
    }

    fn progress(&self) -> f64 {
        self.ranker.progress()
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
