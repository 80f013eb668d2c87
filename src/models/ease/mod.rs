//! EASE: a linear model from all items to all items, in closed form (Steck 2019, *Embarrassingly Shallow Autoencoders
//! for Sparse Data*).
//!
//! X is users × items, binary; w_u is a weight per user, W their diagonal matrix:
//!
//! ```text
//! minimise Σ_u w_u ‖x_u − x_u B‖² + Σ_ij Λ_i B_ij²      with diag(B) = 0
//! G = Xᵀ W X + Λ     P = G⁻¹     B_ij = −P_ij / P_jj     scores of a user = x_u B
//! ```
//!
//! Λ_i = λ + p / (1 − p) · (XᵀWX)_ii. With p > 0 the model learns as if each item of a profile were dropped with
//! probability p (EDLAE, Steck 2020, *Autoencoders that don't overfit towards the Identity*). w_u = n_u^−a, with n_u the
//! number of the user's items, limits the influence of users with many items.
//!
//! f32 is precise enough: B in f64 differs by at most 6e-7 on Online Retail's split with λ = 100, and by 2e-5 on the
//! groceries with λ = 1, where weights reach 0.75.

mod gram;

use std::task::Poll;

use crate::codec::flat_struct;
use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::sweep_inversion::SweepInversion;
use crate::memory::{MEMORY_BUDGET, try_reserve};
use crate::models::model::{Model, Scale};
use gram::Gram;

/// Values that a step of mirroring or dividing visits, about.
const STEP_VALUES: usize = 4_000_000;
/// Side of the squares in which the triangle is mirrored: both a square and its mirror image stay in the cache.
const SQUARE: usize = 64;

/// The options of a fit.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct EaseOptions {
    /// λ, 10⁻³–10⁹. Default 100.
    pub l2: f64,
    /// p, 0–0.99. Default 0, which is EASE as published.
    pub dropout: f64,
    /// a, 0–1. Default 0, at which all users have the same weight.
    pub activity: f64,
}

flat_struct!(EaseOptions { l2, dropout, activity });

impl Default for EaseOptions {
    fn default() -> Self {
        EaseOptions { l2: 100.0, dropout: 0.0, activity: 0.0 }
    }
}

impl EaseOptions {
    /// Checks all ranges.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`].
    pub fn check(self) -> Result<()> {
        let options =
            [("l2", self.l2, 1e-3, 1e9), ("dropout", self.dropout, 0.0, 0.99), ("activity", self.activity, 0.0, 1.0)];
        match options.into_iter().find(|&(_, value, min, max)| !(min..=max).contains(&value)) {
            Some((option, value, min, max)) => Err(Error::OptionOutOfRange { option, value, min, max }),
            None => Ok(()),
        }
    }
}

/// A fitted EASE.
pub struct Ease {
    items: usize,
    /// B by row: row j is added to the scores of users who have j.
    weights: Vec<f32>,
}

impl Ease {
    /// Bytes of a fit, at most: a model shares the tab's memory with the data and the network.
    pub const MEMORY_BUDGET: u64 = MEMORY_BUDGET / 2;

    /// Bytes of a fit of `items` items.
    pub fn memory(items: usize) -> u64 {
        (items as u64)
            .saturating_mul(items as u64)
            .saturating_mul(4)
            .saturating_add(SweepInversion::<f32>::memory(items))
    }

    /// Multiply-adds of a fit of `items` items, without the sparse ones of G: n³ / 2.
    pub fn work(items: usize) -> f64 {
        (items as f64).powi(3) / 2.0
    }

    /// A model of given weights, B by row.
    pub fn of_weights(items: usize, weights: Vec<f32>) -> Ease {
        Ease { items, weights }
    }

    /// B by row.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Row `item` of B, which is added to the scores of users who have the item.
    pub fn row(&self, item: usize) -> &[f32] {
        &self.weights[item * self.items..(item + 1) * self.items]
    }
}

impl Model for Ease {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(self.items.max(1))) {
            scores.fill(0.0);
            for &item in known.row(user as usize) {
                scores.iter_mut().zip(self.row(item as usize)).for_each(|(score, &weight)| *score += weight);
            }
        }
        Ok(())
    }

    fn scale(&self, _scores: &[f32]) -> Scale {
        Scale::Relative
    }

    fn block(&self) -> usize {
        8
    }
}

enum Stage {
    /// The lower triangle of G.
    Gram(Gram<f32>),
    /// The lower triangle of −P.
    Inverting(SweepInversion<f32>),
    /// The upper triangle: the diagonal of −P, and the next row.
    Mirroring(Vec<f32>, usize),
    /// −P to B: the diagonal of −P, and the next row.
    Dividing(Vec<f32>, usize),
    Over,
}

/// A fit in bounded steps.
pub struct EaseFit {
    options: EaseOptions,
    items: usize,
    /// G, then −P, then B.
    matrix: Vec<f32>,
    stage: Stage,
}

impl EaseFit {
    /// A fit to `known`, users × items.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`]; [`Error::OutOfMemory`], before anything is allocated where the fit needs more than
    /// [`Ease::MEMORY_BUDGET`].
    pub fn new(known: &CsrMatrix, options: EaseOptions) -> Result<Self> {
        EaseFit::in_place_of(None, known, options)
    }

    /// A fit that reuses the memory of a former model.
    ///
    /// # Errors
    /// As [`EaseFit::new`].
    pub fn in_place_of(former: Option<Ease>, known: &CsrMatrix, options: EaseOptions) -> Result<Self> {
        options.check()?;
        let items = known.width();
        let needed = Ease::memory(items);
        if needed > Ease::MEMORY_BUDGET {
            return Err(Error::OutOfMemory { needed, limit: Ease::MEMORY_BUDGET });
        }
        let mut matrix = former.map_or_else(Vec::new, |former| former.weights);
        matrix.clear();
        if matrix.capacity() < items * items {
            // The old memory is freed before the new is allocated.
            matrix = Vec::new();
        }
        try_reserve(&mut matrix, items * items)?;
        Ok(EaseFit { options, items, matrix, stage: Stage::Gram(Gram::new(known, options.activity)?) })
    }

    /// G ← Xᵀ W X + Λ.
    fn regularise(&mut self) {
        let EaseOptions { l2, dropout, .. } = self.options;
        for value in self.matrix.iter_mut().step_by(self.items + 1) {
            *value = (f64::from(*value) * (1.0 + dropout / (1.0 - dropout)) + l2) as f32;
        }
    }

    /// Copies the lower triangle into the upper, for the rows of one step from `first` on. The first row after them.
    fn mirror(&mut self, mut first: usize) -> usize {
        let items = self.items;
        let mut visited = 0;
        while first < items && visited < STEP_VALUES {
            let end = (first + SQUARE).min(items);
            // Square by square, for the cache.
            for left in (0..end).step_by(SQUARE) {
                for row in first..end {
                    for column in left..(left + SQUARE).min(row) {
                        self.matrix[row * items + column] = self.matrix[column * items + row];
                    }
                }
            }
            visited += (end - first) * end;
            first = end;
        }
        first
    }

    /// Turns −P into B, for the rows of one step from `first` on. The first row after them.
    fn divide(&mut self, diagonal: &[f32], first: usize) -> usize {
        let rows = self.matrix.chunks_exact_mut(self.items.max(1)).enumerate().skip(first);
        let mut next = first;
        for (row, values) in rows.take((STEP_VALUES / self.items.max(1)).max(1)) {
            // −P_ij / P_jj, from −P_ij and −P_jj.
            values.iter_mut().zip(diagonal).for_each(|(value, &diagonal)| *value /= -diagonal);
            values[row] = 0.0;
            next = row + 1;
        }
        next
    }
}

impl Job for EaseFit {
    type Input<'a> = &'a CsrMatrix;
    type Output = Ease;

    fn poll(&mut self, known: &CsrMatrix) -> Result<Poll<Ease>> {
        match &mut self.stage {
            Stage::Gram(gram) => {
                if gram.poll((known, &mut self.matrix))?.is_ready() {
                    self.regularise();
                    self.stage = Stage::Inverting(SweepInversion::new(self.items, self.options.l2)?);
                }
            }
            Stage::Inverting(inversion) => {
                if inversion.poll(&mut self.matrix)?.is_ready() {
                    let diagonal = self.matrix.iter().copied().step_by(self.items + 1).collect();
                    self.stage = Stage::Mirroring(diagonal, 0);
                }
            }
            Stage::Mirroring(diagonal, next) => {
                let (diagonal, next) = (std::mem::take(diagonal), *next);
                let next = self.mirror(next);
                let over = next == self.items;
                self.stage = if over { Stage::Dividing(diagonal, 0) } else { Stage::Mirroring(diagonal, next) };
            }
            Stage::Dividing(diagonal, next) => {
                let (diagonal, next) = (std::mem::take(diagonal), *next);
                let next = self.divide(&diagonal, next);
                if next == self.items {
                    self.stage = Stage::Over;
                    let weights = std::mem::take(&mut self.matrix);
                    return Ok(Poll::Ready(Ease { items: self.items, weights }));
                }
                self.stage = Stage::Dividing(diagonal, next);
            }
            Stage::Over => return Err(Error::JOB_OVER),
        }
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        let rows = |next: usize| next as f64 / self.items.max(1) as f64;
        match &self.stage {
            Stage::Gram(gram) => 0.1 * gram.progress(),
            Stage::Inverting(inversion) => 0.1 + 0.85 * inversion.progress(),
            Stage::Mirroring(_, next) => 0.95 + 0.03 * rows(*next),
            Stage::Dividing(_, next) => 0.98 + 0.02 * rows(*next),
            Stage::Over => 1.0,
        }
    }
}
