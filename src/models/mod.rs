//! Models: whatever gives every item a score for a user.

pub mod network_model;
pub mod popularity;
pub mod top_k;

use crate::data::sparse::SparseRows;
use crate::error::Result;

/// Scores all items for users, from what is known of them.
pub trait Model {
    /// The scores of `users`, a run of `known.width()` per user, into `scores`. Higher is better;
    /// only the order within a user has a meaning.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn score(&mut self, known: &SparseRows, users: &[u32], scores: &mut [f32]) -> Result<()>;

    /// What `score` is worth to a reader, given all of the user's `scores`: a probability or a share, 0–1.
    fn shown(&self, scores: &[f32], score: f32) -> f64;

    /// How many users to score at once, so that a step stays short.
    fn block(&self) -> usize;
}
