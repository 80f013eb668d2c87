//! What all models have in common: scores of items for users, and their scale.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::network::activation::sigmoid;

/// A model: a score of every item for a user, higher for better. Only the order within a user has a meaning.
///
/// `known` is users × items, binary: the items that are known of each user. Items that a user has get scores too; callers
/// leave them out of lists. `tests/models/contract.rs` has what every model must pass.
pub trait Model {
    /// Scores all items for `users`: a run of `known.width()` scores per user into `scores`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()>;

    /// Scores only `items`, each named once, for `users`: a run of `items.len()` scores per user into `scores`. Their order
    /// for the first user is that of [`Model::score`]; for the others they are on the first user's scale, so that users
    /// can be compared. Models that can save the work for other items should.
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

    /// The scale on which to show scores, given all `scores` of the same user.
    fn scale(&self, scores: &[f32]) -> Scale;

    /// Users to score per call, so that a call takes at most about 10 ms; at least 1.
    fn block(&self) -> usize;
}

/// The scale of scores: how a score is shown to a reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// σ(score), the probability that the model was trained to give, 0–1.
    Probability,
    /// e^score / Σ e^score over all items, 0–1; `log_sum` is ln Σ e^score.
    Share { log_sum: f64 },
    /// score / whole, 0–1.
    Fraction { whole: f64 },
    /// The score itself, which has a meaning only beside the same user's others.
    Relative,
}

impl Scale {
    /// [`Scale::Share`] among all `scores`.
    pub fn share_among(scores: &[f32]) -> Scale {
        let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        let sum: f64 = scores.iter().map(|&score| (f64::from(score) - largest).exp()).sum();
        Scale::Share { log_sum: largest + sum.ln() }
    }

    /// The value that is shown for `score`.
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
