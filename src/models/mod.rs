//! Models: whatever gives every item a score for a user.

pub mod ease;
pub mod item_knn;
pub mod linear;
pub mod network_model;
pub mod popularity;
pub mod top_k;
pub mod wide_deep;

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::network::activation::sigmoid;

/// Scores all items for users, from what is known of them.
pub trait Model {
    /// The scores of `users`, a run of `known.width()` per user, into `scores`. Higher is better;
    /// only the order within a user has a meaning.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()>;

    /// The scores of some `items` only, each named once, a run of `items.len()` per user into `scores`: what
    /// [`Model::score`] gives them, or what tells these users apart in the same way. A model that can do without the work
    /// for the others should.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn score_items(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) -> Result<()> {
        let (block, width) = (self.block(), known.width());
        let mut all = try_zeroed(0.0, block.min(users.len()) * width)?;
        let runs = scores.chunks_mut(block * items.len().max(1));
        for (users, scores) in users.chunks(block).zip(runs) {
            let all = &mut all[..users.len() * width];
            self.score(known, users, all)?;
            for (all, scores) in all.chunks_exact(width.max(1)).zip(scores.chunks_exact_mut(items.len().max(1))) {
                scores.iter_mut().zip(items).for_each(|(score, &item)| *score = all[item as usize]);
            }
        }
        Ok(())
    }

    /// How to show scores to a reader, given all `scores` of the same user.
    fn scale(&self, scores: &[f32]) -> Scale;

    /// How many users to score at once, so that a step stays short.
    fn block(&self) -> usize;
}

/// From a score to what a reader is shown, 0–1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// σ(score): the probability that the model was trained to give.
    Probability,
    /// e^score / Σ e^score over all items, the sum given by its logarithm: a share.
    Share { log_sum: f64 },
    /// score / whole.
    Fraction { whole: f64 },
    /// The score as it is, which has a meaning only beside the same user's others.
    Relative,
}

impl Scale {
    /// The share of each score among all `scores`.
    pub fn share_among(scores: &[f32]) -> Scale {
        let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        let sum: f64 = scores.iter().map(|&score| (f64::from(score) - largest).exp()).sum();
        Scale::Share { log_sum: largest + sum.ln() }
    }

    /// What is shown of `score`.
    pub fn shown(self, score: f32) -> f64 {
        let score = f64::from(score);
        match self {
            Scale::Probability => sigmoid(score),
            Scale::Share { log_sum } => (score - log_sum).exp(),
            Scale::Fraction { whole } => score / whole,
            Scale::Relative => score,
        }
    }
}
