//! The ranked list of one user.

use crate::data::sparse::SparseRows;
use crate::error::{Result, try_zeroed};
use crate::models::Model;
use crate::models::top_k::{Pick, top_k};

/// An item of a list, best first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    pub item: usize,
    /// As the model shows it: a probability or a share, 0–1.
    pub score: f64,
    /// Relative to the first of the list, 0–1.
    pub strength: f64,
}

/// The first `k` for each of `users`, without what they have in `known`.
///
/// # Errors
/// [`crate::error::Error::OutOfMemory`].
pub fn recommend(
    model: &mut dyn Model,
    known: &SparseRows,
    users: &[u32],
    k: usize,
) -> Result<Vec<Vec<Recommendation>>> {
    let width = known.width();
    let mut scores = try_zeroed(0.0, users.len() * width)?;
    model.score(known, users, &mut scores)?;
    let lists = users.iter().zip(scores.chunks_exact(width)).map(|(&user, scores)| {
        let picks = top_k(scores, known.row(user as usize), k);
        let scale = model.scale(scores);
        let first = picks.first().map_or(0.0, |pick| scale.shown(pick.score));
        let shown = |pick: &Pick| {
            let score = scale.shown(pick.score);
            let strength = if first > 0.0 { (score / first).clamp(0.0, 1.0) } else { 0.0 };
            Recommendation { item: pick.item as usize, score, strength }
        };
        picks.iter().map(shown).collect()
    });
    Ok(lists.collect())
}
