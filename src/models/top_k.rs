//! The best K of many scores, without sorting all.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// An item and its score; the greater the better: by score, among equals the lower index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pick {
    pub item: u32,
    pub score: f32,
}

impl Eq for Pick {}
impl PartialOrd for Pick {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Pick {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.item.cmp(&self.item))
    }
}

/// The `k` best of `scores` in order, without the items in `excluded` (ascending) and
/// without scores that are no numbers; fewer where fewer are left.
pub fn top_k(scores: &[f32], excluded: &[u32], k: usize) -> Vec<Pick> {
    if k == 0 {
        return Vec::new();
    }
    let mut heap: BinaryHeap<Reverse<Pick>> = BinaryHeap::with_capacity(k.min(scores.len()) + 1);
    let mut excluded = excluded.iter().copied().peekable();
    // The score to beat; an equal score at a higher index never does.
    let mut threshold = f32::NEG_INFINITY;
    for (item, &score) in scores.iter().enumerate() {
        let item = item as u32;
        if excluded.next_if_eq(&item).is_some() || score.is_nan() {
            continue;
        }
        // Both zeros are the same score, but not to `total_cmp`; −0 + 0 is 0.
        let score = score + 0.0;
        if heap.len() < k {
            heap.push(Reverse(Pick { item, score }));
        } else if score > threshold {
            heap.pop();
            heap.push(Reverse(Pick { item, score }));
        } else {
            continue;
        }
        if heap.len() == k {
            threshold = heap.peek().map_or(threshold, |worst| worst.0.score);
        }
    }
    heap.into_sorted_vec().into_iter().map(|Reverse(pick)| pick).collect()
}
