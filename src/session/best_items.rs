//! Lists of many users as numbers, without anything for readers.

use super::Session;
use super::dataset::Data;
use super::showing::{Chosen, list_length};
use crate::error::{Error, Result};
use crate::memory::try_zeroed;

/// No item's number.
pub const NO_ITEM: u32 = u32::MAX;

/// What [`Session::best_items`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct BestItems {
    pub items: Vec<u32>,
    pub scores: Vec<f32>,
}

impl Session {
    /// The first `k` items of the users from `from` to before `to`, by their numbers in the order of the file, with
    /// their scores as the model gives them: `k` entries for each user, and where there are fewer,
    /// [`NO_ITEM`] with a score of −∞ in the others. For as many users as the caller has time for.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OptionOutOfRange`].
    pub fn best_items(&mut self, k: f64, from: usize, to: usize) -> Result<BestItems> {
        let k = list_length(k)?;
        self.check_users(from, to)?;
        let Data { interactions, study, .. } = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let matrix = &interactions.matrix;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        let mut best = BestItems {
            items: try_zeroed(NO_ITEM, (to - from).saturating_mul(k))?,
            scores: try_zeroed(f32::NEG_INFINITY, (to - from).saturating_mul(k))?,
        };
        let mut rows = best.items.chunks_exact_mut(k).zip(best.scores.chunks_exact_mut(k));
        let users: Vec<u32> = (from..to).map(|user| user as u32).collect();
        let mut chosen = Chosen::of(self.chosen, fitted, &mut study.baselines)?;
        let model = chosen.model();
        for users in users.chunks(model.block()) {
            self.lists.make(model, matrix, users, k)?;
            for ((picks, _), (items, scores)) in self.lists.iter().zip(&mut rows) {
                for (pick, (item, score)) in picks.iter().zip(items.iter_mut().zip(scores)) {
                    (*item, *score) = (pick.item, pick.score);
                }
            }
        }
        Ok(best)
    }
}
