//! A linear path beside a deep one (Cheng et al. 2016, *Wide & Deep Learning*): the recommended network.
//!
//! ```text
//! score of j for u = (1 − s) · z(x_u B)_j + s · z(deep(x_u))_j
//! ```
//!
//! z takes a user's scores to mean 0 and standard deviation 1 over all items, so that two paths with scales of
//! their own can be added; s, the deep path's share, is chosen on validation. Which items belong together the
//! linear path knows exactly and for all pairs at once; what several items mean together only the deep path can
//! learn. With s = 1, or without a linear path, this is the deep network alone, and its scores are left as they are.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::linear::Linear;
use crate::models::network_model::NetworkModel;
use crate::models::{Model, Scale};

/// A linear path and the share of the deep one beside it.
pub struct Wide {
    pub linear: Linear,
    /// s, 0–1.
    pub deep_share: f64,
}

/// Both paths together.
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
        let mut room = try_zeroed(0.0, known.width())?;
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(known.width().max(1))) {
            linear.score_one(known.row(user as usize), &mut room);
            standardise(&mut room);
            if share > 0.0 {
                standardise(scores);
                mix(&room, scores, share);
            } else {
                scores.copy_from_slice(&room);
            }
        }
        Ok(())
    }

    /// Of a mixture, all on the scale of the first of `users`: profiles that differ by an item are to be compared, and a
    /// scale of each one's own would hide what that item adds.
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

    /// The mixture is no probability.
    fn scale(&self, scores: &[f32]) -> Scale {
        if self.wide.is_some() { Scale::Relative } else { self.deep.scale(scores) }
    }

    fn block(&self) -> usize {
        self.deep.block()
    }
}

/// z: scores less their mean, over their standard deviation; zeros where all are equal.
pub fn standardise(scores: &mut [f32]) {
    let standard = Standard::of(scores);
    scores.iter_mut().for_each(|score| *score = standard.of_one(*score));
}

/// What z takes off and what it multiplies by.
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

/// Σ `term` of all scores: side by side in single precision for a while, so that vectors can be used, then in double.
fn sum(scores: &[f32], term: impl Fn(f32) -> f32) -> f64 {
    const LANES: usize = 8;
    const WHILE: usize = 64;
    let (blocks, rest) = scores.as_chunks::<LANES>();
    let mut total = rest.iter().map(|&score| f64::from(term(score))).sum::<f64>();
    for blocks in blocks.chunks(WHILE) {
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
