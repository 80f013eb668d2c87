//! The best K of many scores, without sorting all.
//!
//! A threshold is estimated from a sample of the scores, so low that at least K scores nearly always reach it, and so
//! high that few others do. Nearly all scores are only compared with it, a block at a time. The rest is selected and
//! sorted. Where fewer than K reach the threshold, all scores are collected.

/// An item and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pick {
    pub item: u32,
    pub score: f32,
}

/// Scores that are compared at once: one per bit of a mask.
const BLOCK: usize = 64;
/// Scores that the threshold is estimated from, where there are at least four times as many.
const SAMPLE: usize = 256;

/// Buffers of a selection, reused for the next.
#[derive(Default)]
pub struct TopK {
    sample: Vec<u32>,
    /// [`rank`] of the score in the high bits, the item in the low bits: the smaller, the better.
    keys: Vec<u64>,
    picks: Vec<Pick>,
}

/// The `k` best of `scores` in order, without the items `excluded` (ascending) and without NaN; fewer where fewer are
/// left. Of equal scores the one of the lower index is better.
pub fn top_k(scores: &[f32], excluded: &[u32], k: usize) -> Vec<Pick> {
    TopK::default().of(scores, excluded, k).to_vec()
}

impl TopK {
    /// [`top_k`] in these buffers.
    pub fn of(&mut self, scores: &[f32], excluded: &[u32], k: usize) -> &[Pick] {
        self.picks.clear();
        if k == 0 {
            return &self.picks;
        }
        let threshold = self.threshold(scores, k.saturating_add(excluded.len()));
        self.collect(scores, excluded, threshold);
        if self.keys.len() < k && threshold > f32::NEG_INFINITY {
            self.collect(scores, excluded, f32::NEG_INFINITY);
        }
        if self.keys.len() > k {
            self.keys.select_nth_unstable(k - 1);
            self.keys.truncate(k);
        }
        self.keys.sort_unstable();
        let pick = |&key: &u64| Pick { item: key as u32, score: score_of((key >> 32) as u32) };
        self.picks.extend(self.keys.iter().map(pick));
        &self.picks
    }

    /// A score that `wanted` of `scores` probably reach, and not many more; −∞ where a sample is not worth it.
    fn threshold(&mut self, scores: &[f32], wanted: usize) -> f32 {
        if scores.len() < 4 * SAMPLE || wanted > scores.len() / 4 {
            return f32::NEG_INFINITY;
        }
        let sampled = scores.iter().step_by(scores.len() / SAMPLE).filter(|score| !score.is_nan());
        self.sample.clear();
        self.sample.extend(sampled.map(|&score| rank(score)));
        // The number of sampled scores among the wanted is about Poisson: its mean and three standard deviations.
        let expected = (self.sample.len() * wanted) as f64 / scores.len() as f64;
        let place = (expected + 3.0 * expected.sqrt() + 2.0) as usize;
        if place >= self.sample.len() {
            return f32::NEG_INFINITY;
        }
        score_of(*self.sample.select_nth_unstable(place).1)
    }

    /// Collects the keys of the scores that reach the threshold, without the excluded items.
    fn collect(&mut self, scores: &[f32], excluded: &[u32], threshold: f32) {
        let keys = &mut self.keys;
        keys.clear();
        for (block, scores) in scores.chunks(BLOCK).enumerate() {
            let mut found = reaching(scores, threshold);
            while found != 0 {
                let offset = found.trailing_zeros() as usize;
                found &= found - 1;
                keys.push(u64::from(rank(scores[offset])) << 32 | (block * BLOCK + offset) as u64);
            }
        }
        let mut excluded = excluded.iter().copied().peekable();
        if excluded.peek().is_some() {
            keys.retain(|&key| {
                while excluded.next_if(|&other| other < key as u32).is_some() {}
                excluded.peek() != Some(&(key as u32))
            });
        }
    }
}

/// A bit per score, of at most [`BLOCK`]: whether it reaches the threshold. NaN does not.
#[inline(always)]
fn reaching(scores: &[f32], threshold: f32) -> u64 {
    let mut filled = [f32::NAN; BLOCK];
    let block = scores.first_chunk().unwrap_or_else(|| {
        filled[..scores.len()].copy_from_slice(scores);
        &filled
    });
    let reached = block.map(|score| u8::from(score >= threshold));
    let (eights, _) = reached.as_chunks::<8>();
    eights.iter().enumerate().fold(0, |mask, (index, &eight)| {
        // With bytes of 0 or 1 this product has byte i in bit 56 + i.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | bits << (8 * index)
    })
}

/// The order of a score as a number: the greater the score, the smaller.
fn rank(score: f32) -> u32 {
    // −0 + 0 is 0, so both zeros have the same rank.
    let bits = (score + 0.0).to_bits();
    // Among negative numbers, the greater has the smaller bits.
    if bits >> 31 == 0 { !(bits | 1 << 31) } else { bits }
}

/// The score of a [`rank`].
fn score_of(rank: u32) -> f32 {
    f32::from_bits(if rank >> 31 == 0 { !rank & !(1 << 31) } else { rank })
}

#[cfg(test)]
mod tests;
