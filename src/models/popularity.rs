//! Popularity: the bestseller list, equal for all users and hard to beat.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::models::model::{Model, Scale};

/// score of i = c_i, the number of users who have i.
pub struct Popularity {
    counts: Vec<f32>,
    users: usize,
}

impl Popularity {
    /// Counts the users of each item of `known`, users × items.
    pub fn fit(known: &CsrMatrix) -> Self {
        let counts = known.column_counts().into_iter().map(|count| count as f32).collect();
        Popularity { counts, users: known.rows() }
    }
}

impl Model for Popularity {
    fn score(&mut self, _known: &CsrMatrix, _users: &[u32], scores: &mut [f32]) -> Result<()> {
        scores.chunks_exact_mut(self.counts.len()).for_each(|scores| scores.copy_from_slice(&self.counts));
        Ok(())
    }

    /// The share of users who have the item.
    fn scale(&self, _scores: &[f32]) -> Scale {
        Scale::Fraction { whole: self.users.max(1) as f64 }
    }

    fn block(&self) -> usize {
        64
    }
}
