//! Lists of many users as numbers, without anything for readers.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::Model;
use crate::recommend::recommendations::ListBuffer;

/// No item's number.
pub const NO_ITEM: u32 = u32::MAX;

/// The best items of some users, `k` entries for each.
#[derive(Clone, Debug, PartialEq)]
pub struct BestItems {
    /// By their numbers in the order of the file; [`NO_ITEM`] where a user has fewer.
    pub items: Vec<u32>,
    /// As the model gives them; −∞ where a user has fewer.
    pub scores: Vec<f32>,
}

/// The first `k` items of the users from `from` to before `to`, without what they have in `known`.
///
/// # Errors
/// [`crate::error::Error::OutOfMemory`].
pub fn best_items(model: &mut dyn Model, known: &CsrMatrix, (from, to): (usize, usize), k: usize) -> Result<BestItems> {
    let mut best = BestItems {
        items: try_zeroed(NO_ITEM, (to - from).saturating_mul(k))?,
        scores: try_zeroed(f32::NEG_INFINITY, (to - from).saturating_mul(k))?,
    };
    let mut rows = best.items.chunks_exact_mut(k).zip(best.scores.chunks_exact_mut(k));
    let users: Vec<u32> = (from..to).map(|user| user as u32).collect();
    let mut lists = ListBuffer::default();
    for users in users.chunks(model.block()) {
        lists.make(model, known, users, k)?;
        for ((picks, _), (items, scores)) in lists.iter().zip(&mut rows) {
            for (pick, (item, score)) in picks.iter().zip(items.iter_mut().zip(scores)) {
                (*item, *score) = (pick.item, pick.score);
            }
        }
    }
    Ok(best)
}
