//! Full ranking: every item that a user does not have is a candidate. Sampled
//! candidates would change the order of models (Krichene & Rendle 2020).

use crate::data::sparse::SparseRows;
use crate::error::{Result, try_zeroed};
use crate::evaluation::metrics::{LENGTHS, ndcg, recall};
use crate::models::Model;
use crate::models::top_k::top_k;

/// One user's figures, a value per length in [`LENGTHS`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UserMetrics {
    pub ndcg: [f64; LENGTHS.len()],
    pub recall: [f64; LENGTHS.len()],
}

/// The measurement of one model, a block of users at a time.
pub struct Ranking {
    users: Vec<u32>,
    depth: usize,
    next: usize,
    metrics: Vec<UserMetrics>,
    /// Which items stood in somebody's first K, per length.
    covered: [Vec<bool>; LENGTHS.len()],
    scores: Vec<f32>,
}

impl Ranking {
    /// A measurement over those of `users` who have something held out, of lists `depth` long: figures
    /// for greater lengths count what stands below as missed.
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &SparseRows, depth: usize) -> Self {
        let users = users.into_iter().filter(|&user| !held_out.row(user as usize).is_empty()).collect();
        Ranking {
            users,
            depth,
            next: 0,
            metrics: Vec::new(),
            covered: LENGTHS.map(|_| vec![false; held_out.width()]),
            scores: Vec::new(),
        }
    }

    /// Measures the next block of users; says whether all are done.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn step(&mut self, model: &mut dyn Model, known: &SparseRows, held_out: &SparseRows) -> Result<bool> {
        let block = &self.users[self.next..(self.next + model.block()).min(self.users.len())];
        let width = known.width();
        if self.scores.len() < block.len() * width {
            self.scores = try_zeroed(0.0, block.len() * width)?;
        }
        let scores = &mut self.scores[..block.len() * width];
        model.score(known, block, scores)?;
        for (&user, scores) in block.iter().zip(scores.chunks_exact(width)) {
            let user = user as usize;
            let picks = top_k(scores, known.row(user), self.depth);
            let ranked: Vec<u32> = picks.iter().map(|pick| pick.item).collect();
            let held_out = held_out.row(user);
            self.metrics.push(UserMetrics {
                ndcg: LENGTHS.map(|k| ndcg(&ranked, held_out, k)),
                recall: LENGTHS.map(|k| recall(&ranked, held_out, k)),
            });
            for (covered, k) in self.covered.iter_mut().zip(LENGTHS) {
                ranked.iter().take(k).for_each(|&item| covered[item as usize] = true);
            }
        }
        self.next += block.len();
        Ok(self.next == self.users.len())
    }

    /// The share of users that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.next as f64 / self.users.len().max(1) as f64
    }

    /// How many users are measured in all.
    pub fn users(&self) -> usize {
        self.users.len()
    }

    /// The figures of the users done so far.
    pub fn metrics(&self) -> &[UserMetrics] {
        &self.metrics
    }

    /// The mean NDCG@10 of the users done so far; none without users.
    pub fn mean_ndcg_10(&self) -> Option<f64> {
        let sum: f64 = self.metrics.iter().map(|metrics| metrics.ndcg[1]).sum();
        (!self.metrics.is_empty()).then(|| sum / self.metrics.len() as f64)
    }

    /// Coverage per length: the share of all items that stand in somebody's first K.
    pub fn coverage(&self) -> [f64; LENGTHS.len()] {
        std::array::from_fn(|index| {
            let covered = &self.covered[index];
            covered.iter().filter(|&&covered| covered).count() as f64 / covered.len().max(1) as f64
        })
    }
}
