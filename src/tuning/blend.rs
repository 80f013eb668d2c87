//! The choice of the deep path's share beside a linear one, by NDCG@10 on validation.
//!
//! Shares that are as good as the best within the noise (their mean, over the same users, is less than its standard
//! error below) are all as likely to be the best one. Of these the smallest is taken, since the linear path is the
//! simpler one (the one-standard-error rule of Breiman et al. 1984).

use std::task::Poll;

use crate::error::{Error, Result};
use crate::evaluation::Hits;
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};
use crate::models::Model;
use crate::models::linear::Linear;
use crate::models::network_model::NetworkModel;
use crate::models::top_k::top_k;
use crate::models::wide_deep::{mix, standardise};

/// The shares that are tried.
pub const DEEP_SHARES: [f64; 12] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
/// Length of the lists that are compared.
const DEPTH: usize = 10;

/// Both paths, what they know of users, and what is held out of them.
pub struct BlendPaths<'a> {
    pub linear: &'a Linear,
    pub deep: NetworkModel<'a>,
    pub known: &'a CsrMatrix,
    pub held_out: &'a CsrMatrix,
}

/// All shares measured side by side, a block of users at a time.
pub struct BlendSearch {
    users: Vec<u32>,
    next: usize,
    /// A row of NDCG@10 by share for each user.
    found: Vec<[f32; DEEP_SHARES.len()]>,
    over: bool,
}

impl BlendSearch {
    /// A choice by those of `users` who have something held out.
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &CsrMatrix) -> Self {
        let users = users.into_iter().filter(|&user| !held_out.row(user as usize).is_empty()).collect();
        BlendSearch { users, next: 0, found: Vec::new(), over: false }
    }

    /// The deep path's share that is taken, and its mean NDCG@10; none without users.
    pub fn best(&self) -> Option<(f64, f64)> {
        let count = self.found.len() as f64;
        let mean = |of: &dyn Fn(&[f32; DEEP_SHARES.len()]) -> f64| self.found.iter().map(of).sum::<f64>() / count;
        let means: Vec<f64> = (0..DEEP_SHARES.len()).map(|share| mean(&|found| f64::from(found[share]))).collect();
        let best = (0..DEEP_SHARES.len()).reduce(|best, next| if means[next] > means[best] { next } else { best })?;
        let as_good = |share: &usize| {
            let behind = |found: &[f32; DEEP_SHARES.len()]| f64::from(found[best]) - f64::from(found[*share]);
            let difference = mean(&behind);
            let variance = mean(&|found| (behind(found) - difference).powi(2));
            difference <= (variance / count).sqrt()
        };
        let taken = (0..DEEP_SHARES.len()).find(as_good)?;
        (count > 0.0).then(|| (DEEP_SHARES[taken], means[taken]))
    }
}

impl Job for BlendSearch {
    type Input<'a> = BlendPaths<'a>;
    type Output = ();

    /// Measures the next block of users.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongState`] after the end.
    fn poll(&mut self, BlendPaths { linear, mut deep, known, held_out }: BlendPaths) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
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
            let mut found = [0.0; DEEP_SHARES.len()];
            for (ndcg, share) in found.iter_mut().zip(DEEP_SHARES) {
                mixed.copy_from_slice(deep_scores);
                mix(&wide_scores, &mut mixed, share as f32);
                let ranked: Vec<u32> = top_k(&mixed, owned, DEPTH).iter().map(|pick| pick.item).collect();
                *ndcg = Hits::of(&ranked, held_out.row(user as usize)).ndcg(DEPTH) as f32;
            }
            try_reserve(&mut self.found, 1)?;
            self.found.push(found);
        }
        self.next += block.len();
        self.over = self.next == self.users.len();
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.over { 1.0 } else { self.next as f64 / self.users.len().max(1) as f64 }
    }
}
