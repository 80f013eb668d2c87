//! Full ranking: every item that a user does not have is a candidate. Sampled
//! candidates would change the order of models (Krichene & Rendle 2020).

use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::Model;
use crate::models::top_k::top_k;

/// One user's scores and the best of them.
pub struct RankedList<'a> {
    pub user: usize,
    /// Of all items.
    pub scores: &'a [f32],
    /// Best first, without what is known of the user.
    pub ranked: &'a [u32],
}

/// A model with what it knows of users, and what is held out of them.
pub struct Scored<'a> {
    pub model: &'a mut dyn Model,
    pub known: &'a CsrMatrix,
    pub held_out: &'a CsrMatrix,
}

/// The lists of users with something held out, a block of users at a time.
pub struct Ranker {
    users: Vec<u32>,
    depth: usize,
    next: usize,
    scores: Vec<f32>,
    over: bool,
}

impl Ranker {
    /// Lists of up to `depth` items for those of `users` who have something held out.
    pub fn new(users: impl IntoIterator<Item = u32>, held_out: &CsrMatrix, depth: usize) -> Self {
        let users = users.into_iter().filter(|&user| !held_out.row(user as usize).is_empty()).collect();
        Ranker { users, depth, next: 0, scores: Vec::new(), over: false }
    }

    /// The users, all of whom have something held out.
    pub fn users(&self) -> &[u32] {
        &self.users
    }
}

impl Job for Ranker {
    /// The model, what it knows of the users, and what looks at their lists.
    type Input<'a> = (&'a mut dyn Model, &'a CsrMatrix, &'a mut dyn FnMut(RankedList));
    type Output = ();

    /// Shows the lists of the next block of users to `look`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongState`] after the end.
    fn poll(
        &mut self,
        (model, known, look): (&mut dyn Model, &CsrMatrix, &mut dyn FnMut(RankedList)),
    ) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
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
            look(RankedList { user, scores, ranked: &ranked });
        }
        self.next += block.len();
        self.over = self.next == self.users.len();
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.over { 1.0 } else { self.next as f64 / self.users.len().max(1) as f64 }
    }
}
