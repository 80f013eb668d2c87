//! Full ranking: every item that a user does not have is a candidate. Sampled
//! candidates would change the order of models (Krichene & Rendle 2020).

use crate::error::Result;
use crate::linalg::csr::SparseRows;
use crate::memory::try_zeroed;
use crate::models::Model;
use crate::models::top_k::top_k;

/// One user's scores and the best of them.
pub struct List<'a> {
    pub user: usize,
    /// Of all items.
    pub scores: &'a [f32],
    /// Best first, without what is known of the user.
    pub ranked: &'a [u32],
}

/// The lists of users with something held out, a block of users at a time.
pub struct Lists {
    users: Vec<u32>,
    depth: usize,
    next: usize,
    scores: Vec<f32>,
}

impl Lists {
    /// Lists of up to `depth` items for those of `users` who have something held out.
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &SparseRows, depth: usize) -> Self {
        let users = users.into_iter().filter(|&user| !held_out.row(user as usize).is_empty()).collect();
        Lists { users, depth, next: 0, scores: Vec::new() }
    }

    /// Shows the lists of the next block of users to `look`; says whether all are done.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn step(&mut self, model: &mut dyn Model, known: &SparseRows, mut look: impl FnMut(List)) -> Result<bool> {
        let block = &self.users[self.next..(self.next + model.block()).min(self.users.len())];
        let width = known.width();
        if self.scores.len() < block.len() * width {
            self.scores = try_zeroed(0.0, block.len() * width)?;
        }
        let scores = &mut self.scores[..block.len() * width];
        model.score(known, block, scores)?;
        let mut ranked = Vec::with_capacity(self.depth.min(width));
        for (&user, scores) in block.iter().zip(scores.chunks_exact(width)) {
            let user = user as usize;
            ranked.clear();
            ranked.extend(top_k(scores, known.row(user), self.depth).iter().map(|pick| pick.item));
            look(List { user, scores, ranked: &ranked });
        }
        self.next += block.len();
        Ok(self.next == self.users.len())
    }

    /// The users, all of whom have something held out.
    pub fn users(&self) -> &[u32] {
        &self.users
    }

    /// The share of users that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.next as f64 / self.users.len().max(1) as f64
    }
}
