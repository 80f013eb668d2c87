//! Similarities of items, s_ij = c_ij / (√(c_i c_j) + shrinkage), item by item; without shrinkage the cosine.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};
use crate::models::item_knn::neighbour_lists::NeighbourLists;

/// Additions of a step, about.
const STEP_WORK: usize = 2_000_000;

/// The search of each item's most similar items, in bounded steps.
pub struct Similarities {
    /// Items × users.
    users_by_item: CsrMatrix,
    /// c_ij of the present item i, by j.
    shared: Vec<u32>,
    /// The items j with c_ij > 0.
    candidates: Vec<u32>,
    /// The candidates with their similarities.
    ranked: Vec<(u32, f32)>,
    similar: NeighbourLists,
    /// i.
    next: usize,
}

impl Similarities {
    /// A search among the items of `known`, users × items.
    pub fn new(known: &CsrMatrix) -> Result<Self> {
        let items = known.width();
        let (mut candidates, mut ranked) = (Vec::new(), Vec::new());
        try_reserve(&mut candidates, items)?;
        try_reserve(&mut ranked, items)?;
        let similar = NeighbourLists::new(items)?;
        let users_by_item = known.transposed()?;
        Ok(Similarities { users_by_item, shared: try_zeroed(0, items)?, candidates, ranked, similar, next: 0 })
    }

    /// Counts c_ij for all j. The number of additions.
    fn count(&mut self, known: &CsrMatrix) -> usize {
        let mut work = 0;
        for &user in self.users_by_item.row(self.next) {
            let items = known.row(user as usize);
            work += items.len();
            for &other in items {
                let shared = &mut self.shared[other as usize];
                if *shared == 0 {
                    self.candidates.push(other);
                }
                *shared += 1;
            }
        }
        work
    }
}

impl Job for Similarities {
    /// Users × items, the shrinkage, and the number of similar items to keep of each.
    type Input<'a> = (&'a CsrMatrix, f64, usize);
    /// The most similar items of each item, most similar first, among equals those with the lower index.
    type Output = NeighbourLists;

    fn poll(&mut self, (known, shrinkage, keep): (&CsrMatrix, f64, usize)) -> Result<Poll<NeighbourLists>> {
        let mut work = 0;
        while self.next < self.users_by_item.rows() && work < STEP_WORK {
            work += self.count(known);
            let users_of = |item: usize| self.users_by_item.row(item).len() as f64;
            self.ranked.clear();
            for other in self.candidates.drain(..) {
                let shared = std::mem::take(&mut self.shared[other as usize]);
                if other as usize != self.next {
                    let denominator = (users_of(self.next) * users_of(other as usize)).sqrt() + shrinkage;
                    self.ranked.push((other, (f64::from(shared) / denominator) as f32));
                }
            }
            // Ranking costs about eight additions per item.
            work += 8 * self.ranked.len();
            let more_similar = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            if self.ranked.len() > keep {
                self.ranked.select_nth_unstable_by(keep, more_similar);
                self.ranked.truncate(keep);
            }
            self.ranked.sort_unstable_by(more_similar);
            self.similar.push(&self.ranked)?;
            self.next += 1;
        }
        if self.next < self.users_by_item.rows() {
            return Ok(Poll::Pending);
        }
        Ok(Poll::Ready(std::mem::replace(&mut self.similar, NeighbourLists::new(0)?)))
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.users_by_item.rows().max(1) as f64
    }
}
