//! A linear path beside a deep one (Cheng et al. 2016, *Wide & Deep Learning*): the recommended network.
//!
//! ```text
//! score of j for u = (1 − s) · z(x_u B)_j + s · z(deep(x_u))_j
//! ```
//!
//! z standardises a user's scores to mean 0 and standard deviation 1 over all items, so that paths of different scales
//! can be added. s, the share of the deep path, is chosen on validation. The linear path has the exact weights of all
//! pairs of items; only the deep path learns from several items together. Without a linear path the model is the deep
//! network alone, and its scores stay as they are.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::linear::Linear;
use crate::models::model::{Model, Scale};
use crate::models::network_model::NetworkModel;

/// A linear path, and the share of the deep path beside it.
pub struct Wide {
    pub linear: Linear,
    /// s, 0–1.
    pub deep_share: f64,
}

/// Both paths together; the deep one alone without a wide one.
pub struct WideDeep<'a> {
    pub wide: Option<&'a Wide>,
    pub deep: NetworkModel<'a>,
}

impl Model for WideDeep<'_> {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
        let Some(Wide { linear, deep_share }) = self.wide else { return self.deep.score(known, users, scores) };
        let share = *deep_share as f32;
        if share > 0.0 {
            self.deep.score(known, users, scores)?;
        }
        let mut wide_scores = try_zeroed(0.0, known.width())?;
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(known.width().max(1))) {
            linear.score_one(known.row(user as usize), &mut wide_scores);
            standardise(&mut wide_scores);
            if share > 0.0 {
                standardise(scores);
                mix(&wide_scores, scores, share);
            } else {
                scores.copy_from_slice(&wide_scores);
            }
        }
        Ok(())
    }

    /// With both paths, the mean and deviation of z are those of the first of `users`: callers compare profiles that
    /// differ by an item, and a z per profile would hide the contribution of this item.
    fn score_items(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) -> Result<()> {
        let Some(Wide { linear, deep_share }) = self.wide else {
            return self.deep.score_items(known, users, items, scores);
        };
        let Some(first) = users.first() else { return Ok(()) };
        let share = *deep_share as f32;
        let mut all = try_zeroed(0.0, known.width())?;
        self.deep.score(known, &[*first], &mut all)?;
        let deep_scale = Standard::of(&all);
        linear.score_one(known.row(*first as usize), &mut all);
        let linear_scale = Standard::of(&all);
        self.deep.score_items(known, users, items, scores)?;
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(items.len().max(1))) {
            let owned = known.row(user as usize);
            for (score, &target) in scores.iter_mut().zip(items) {
                let wide: f32 = owned.iter().map(|&item| linear.weight(item, target)).sum();
                *score = share * deep_scale.of_one(*score) + (1.0 - share) * linear_scale.of_one(wide);
            }
        }
        Ok(())
    }

    /// Relative with both paths: a sum of standardised scores is not a probability.
    fn scale(&self, scores: &[f32]) -> Scale {
        if self.wide.is_some() { Scale::Relative } else { self.deep.scale(scores) }
    }

    fn block(&self) -> usize {
        self.deep.block()
    }
}

/// z: (score − mean) / standard deviation; 0 where all scores are equal.
pub fn standardise(scores: &mut [f32]) {
    let standard = Standard::of(scores);
    scores.iter_mut().for_each(|score| *score = standard.of_one(*score));
}

/// The mean of scores, and 1 / their standard deviation (0 where all are equal).
#[derive(Clone, Copy)]
struct Standard {
    mean: f32,
    scale: f32,
}

impl Standard {
    fn of(scores: &[f32]) -> Self {
        let count = scores.len().max(1) as f64;
        let mean = (sum(scores, |score| score) / count) as f32;
        let variance = sum(scores, |score| (score - mean) * (score - mean)) / count;
        let scale = if variance > 0.0 && variance.is_finite() { (1.0 / variance.sqrt()) as f32 } else { 0.0 };
        Standard { mean, scale }
    }

    fn of_one(self, score: f32) -> f32 {
        (score - self.mean) * self.scale
    }
}

/// Σ `term` over all scores: in f32 for a few blocks, so that compilers can vectorise it, then in f64.
fn sum(scores: &[f32], term: impl Fn(f32) -> f32) -> f64 {
    const LANES: usize = 8;
    const F32_BLOCKS: usize = 64;
    let (blocks, rest) = scores.as_chunks::<LANES>();
    let mut total = rest.iter().map(|&score| f64::from(term(score))).sum::<f64>();
    for blocks in blocks.chunks(F32_BLOCKS) {
        let mut sums = [0.0; LANES];
        for block in blocks {
            sums.iter_mut().zip(block).for_each(|(sum, &score)| *sum += term(score));
        }
        total += sums.iter().map(|&sum| f64::from(sum)).sum::<f64>();
    }
    total
}

/// (1 − share) · wide + share · deep, in the place of `deep`.
pub fn mix(wide: &[f32], deep: &mut [f32], share: f32) {
    deep.iter_mut().zip(wide).for_each(|(deep, &wide)| *deep = share * *deep + (1.0 - share) * wide);
}

#[cfg(test)]
mod tests;
