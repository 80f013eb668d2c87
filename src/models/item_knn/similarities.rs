//! The cosine similarities of items, s_ij = c_ij / (√(c_i c_j) + shrinkage), item by item.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};
use crate::models::item_knn::lists::Lists;

/// Additions of a step, about.
const WORK: usize = 2_000_000;

/// The most similar items of each item, in bounded steps.
pub struct Similarities {
    owners: CsrMatrix,
    /// How many have both the item at hand and each other one.
    shared: Vec<u32>,
    /// Where `shared` is not 0.
    met: Vec<u32>,
    ranked: Vec<(u32, f32)>,
    similar: Lists,
    next: usize,
}

impl Similarities {
    /// Those of the items of `known`.
    pub fn new(known: &CsrMatrix) -> Result<Self> {
        let items = known.width();
        let (mut met, mut ranked) = (Vec::new(), Vec::new());
        try_reserve(&mut met, items)?;
        try_reserve(&mut ranked, items)?;
        let similar = Lists::new(items)?;
        Ok(Similarities { owners: known.transposed()?, shared: try_zeroed(0, items)?, met, ranked, similar, next: 0 })
    }

    /// Counts who has both the item at hand and each other one; gives the number of additions.
    fn count(&mut self, known: &CsrMatrix) -> usize {
        let mut work = 0;
        for &user in self.owners.row(self.next) {
            let items = known.row(user as usize);
            work += items.len();
            for &other in items {
                let shared = &mut self.shared[other as usize];
                if *shared == 0 {
                    self.met.push(other);
                }
                *shared += 1;
            }
        }
        work
    }
}

impl Job for Similarities {
    /// What users have, the shrinkage, and how many similar items are kept of each.
    type Input<'a> = (&'a CsrMatrix, f64, usize);
    type Output = Lists;

    /// Compares the next items, and keeps the `keep` most similar of each, among equals those with the
    /// lower index; all lists when they were the last.
    fn poll(&mut self, (known, shrinkage, keep): (&CsrMatrix, f64, usize)) -> Result<Poll<Lists>> {
        let mut work = 0;
        while self.next < self.owners.rows() && work < WORK {
            work += self.count(known);
            let owned_by = |item: usize| self.owners.row(item).len() as f64;
            self.ranked.clear();
            for other in self.met.drain(..) {
                let shared = std::mem::take(&mut self.shared[other as usize]);
                if other as usize != self.next {
                    let below = (owned_by(self.next) * owned_by(other as usize)).sqrt() + shrinkage;
                    self.ranked.push((other, (f64::from(shared) / below) as f32));
                }
            }
            // Ranking costs more per item than counting does.
            work += 8 * self.ranked.len();
            let nearer = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            if self.ranked.len() > keep {
                self.ranked.select_nth_unstable_by(keep, nearer);
                self.ranked.truncate(keep);
            }
            self.ranked.sort_unstable_by(nearer);
            self.similar.push(&self.ranked)?;
            self.next += 1;
        }
        if self.next < self.owners.rows() {
            return Ok(Poll::Pending);
        }
        Ok(Poll::Ready(std::mem::replace(&mut self.similar, Lists::new(0)?)))
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.owners.rows().max(1) as f64
    }
}
