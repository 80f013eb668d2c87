//! The choice of the deep path's share beside a linear one, by NDCG@10 on validation.

use crate::data::sparse::SparseRows;
use crate::error::{Result, try_zeroed};
use crate::evaluation::metrics::Hits;
use crate::models::Model;
use crate::models::linear::Linear;
use crate::models::network_model::NetworkModel;
use crate::models::top_k::top_k;
use crate::models::wide_deep::{mix, standardise};

/// The shares that are tried.
pub const SHARES: [f64; 12] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
/// Length of the lists that are compared.
const DEPTH: usize = 10;

/// All shares measured side by side, a block of users at a time.
pub struct Mixing {
    users: Vec<u32>,
    next: usize,
    sums: [f64; SHARES.len()],
}

impl Mixing {
    /// A choice by those of `users` who have something held out.
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &SparseRows) -> Self {
        let users = users.into_iter().filter(|&user| !held_out.row(user as usize).is_empty()).collect();
        Mixing { users, next: 0, sums: [0.0; SHARES.len()] }
    }

    /// Measures the next block of users; says whether all are done.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn step(
        &mut self,
        linear: &Linear,
        deep: &mut NetworkModel,
        known: &SparseRows,
        held_out: &SparseRows,
    ) -> Result<bool> {
        let block = &self.users[self.next..(self.next + deep.block()).min(self.users.len())];
        let width = known.width();
        let mut deep_scores = try_zeroed(0.0, block.len() * width)?;
        let (mut wide_scores, mut mixed) = (try_zeroed(0.0, width)?, try_zeroed(0.0, width)?);
        deep.score(known, block, &mut deep_scores)?;
        for (&user, deep_scores) in block.iter().zip(deep_scores.chunks_exact_mut(width.max(1))) {
            let owned = known.row(user as usize);
            linear.score_one(owned, &mut wide_scores);
            standardise(&mut wide_scores);
            standardise(deep_scores);
            for (sum, share) in self.sums.iter_mut().zip(SHARES) {
                mixed.copy_from_slice(deep_scores);
                mix(&wide_scores, &mut mixed, share as f32);
                let ranked: Vec<u32> = top_k(&mixed, owned, DEPTH).iter().map(|pick| pick.item).collect();
                *sum += Hits::of(&ranked, held_out.row(user as usize)).ndcg(DEPTH);
            }
        }
        self.next += block.len();
        Ok(self.next == self.users.len())
    }

    /// Whether all users are done.
    pub fn is_over(&self) -> bool {
        self.next == self.users.len()
    }

    /// The share of users that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.next as f64 / self.users.len().max(1) as f64
    }

    /// The share of the deep path with the best mean NDCG@10, and that; among equals the smaller; none
    /// without users.
    pub fn best(&self) -> Option<(f64, f64)> {
        if self.users.is_empty() {
            return None;
        }
        let (share, sum) =
            SHARES.into_iter().zip(self.sums).reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        Some((share, sum / self.users.len() as f64))
    }
}
