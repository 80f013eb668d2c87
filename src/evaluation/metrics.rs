//! Metrics of one user's ranked list, and of the lists of all users together.
//!
//! A list holds items that the user does not have yet, best first; rank 1 is the first. H are the items
//! held out for the user, which are to be found. All metrics take K as the length of the list.

use std::sync::LazyLock;

/// The list lengths that are measured.
pub const LIST_LENGTHS: [usize; 5] = [5, 10, 20, 50, 100];
/// The longest of them.
pub const MAX_MEASURED_LENGTH: usize = LIST_LENGTHS[LIST_LENGTHS.len() - 1];

/// The list length of a catalogue of `items` items, at which purchases are counted: 10 places, or a third of a smaller
/// catalogue. A list of all items would find everything, whatever the model.
pub fn list_length(items: usize) -> usize {
    (items / 3).clamp(1, 10)
}

/// The discounts of the ranks from 1 to [`MAX_MEASURED_LENGTH`], and at K the sum of the first K.
static DISCOUNTS: LazyLock<([f64; MAX_MEASURED_LENGTH], [f64; MAX_MEASURED_LENGTH + 1])> = LazyLock::new(|| {
    let each = std::array::from_fn(|index| 1.0 / ((index + 2) as f64).log2());
    let mut sums = [0.0; MAX_MEASURED_LENGTH + 1];
    (0..MAX_MEASURED_LENGTH).for_each(|index| sums[index + 1] = sums[index] + each[index]);
    (each, sums)
});

/// Where in a list the held-out items stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Ascending, from 1.
    ranks: Vec<usize>,
    /// |H|.
    held_out: usize,
}

impl Hits {
    /// The hits of `ranked`, best first, of which the first [`MAX_MEASURED_LENGTH`] count; `held_out` is ascending.
    pub fn of(ranked: &[u32], held_out: &[u32]) -> Self {
        let places = ranked.iter().take(MAX_MEASURED_LENGTH).enumerate();
        let hits = places.filter(|(_, item)| held_out.binary_search(item).is_ok());
        Hits { ranks: hits.map(|(index, _)| index + 1).collect(), held_out: held_out.len() }
    }

    /// The ranks of the hits among the first `k`.
    fn within(&self, k: usize) -> &[usize] {
        &self.ranks[..self.ranks.partition_point(|&rank| rank <= k)]
    }

    /// Hits@K: how many of H stand in the first K places.
    pub fn count(&self, k: usize) -> usize {
        self.within(k).len()
    }

    /// min(K, |H|), the most hits that K places can have; 1 where nothing is held out.
    fn possible(&self, k: usize) -> f64 {
        k.min(self.held_out).max(1) as f64
    }

    /// Recall@K = hits / min(K, |H|): the share of what could be found.
    pub fn recall(&self, k: usize) -> f64 {
        self.within(k).len() as f64 / self.possible(k)
    }

    /// Precision@K = hits / K.
    pub fn precision(&self, k: usize) -> f64 {
        self.within(k).len() as f64 / k.max(1) as f64
    }

    /// Hit rate@K = 1 where there is a hit, else 0.
    pub fn hit_rate(&self, k: usize) -> f64 {
        if self.within(k).is_empty() { 0.0 } else { 1.0 }
    }

    /// The reciprocal rank: 1 / the rank of the first hit, 0 without one. Its mean over users is MRR@K.
    pub fn reciprocal_rank(&self, k: usize) -> f64 {
        self.within(k).first().map_or(0.0, |&rank| 1.0 / rank as f64)
    }

    /// The average precision: Σ over hits of (hits up to that rank / rank) / min(K, |H|). Its mean over
    /// users is MAP@K.
    pub fn average_precision(&self, k: usize) -> f64 {
        let precisions = self.within(k).iter().enumerate().map(|(before, &rank)| (before + 1) as f64 / rank as f64);
        precisions.sum::<f64>() / self.possible(k)
    }

    /// NDCG@K = DCG / ideal DCG, DCG = Σ over hits of 1 / log₂(rank + 1), the ideal having
    /// min(K, |H|) hits in front (Järvelin & Kekäläinen 2002, binary relevance); K is at most [`MAX_MEASURED_LENGTH`].
    pub fn ndcg(&self, k: usize) -> f64 {
        let (each, sums) = &*DISCOUNTS;
        let gain: f64 = self.within(k).iter().map(|&rank| each[rank - 1]).sum();
        if gain == 0.0 { 0.0 } else { gain / sums[k.min(self.held_out).min(MAX_MEASURED_LENGTH)] }
    }
}

/// More held-out items than this are looked up for each candidate instead of the other way round.
const COUNTED: usize = 32;

/// AUC, the area under the ROC curve: the share of pairs of a held-out item and another candidate in which the
/// held-out one has the higher score, equal scores counting a half (Hanley & McNeil 1982). Candidates
/// are all items but the `known` ones; without others than the held-out ones there is nothing to tell apart, and
/// it is ½. A score that is no number is below all others. `known` and `held_out` are ascending and have no
/// item in common; `room` is overwritten.
pub fn auc(scores: &[f32], known: &[u32], held_out: &[u32], room: &mut Vec<f32>) -> f64 {
    let number = |score: f32| if score.is_nan() { f32::NEG_INFINITY } else { score };
    let mut found: Vec<f32> = held_out.iter().map(|&item| number(scores[item as usize])).collect();
    room.clear();
    room.extend(scores.iter().map(|&score| number(score)));
    // What is no number compares false with every score, and so counts nowhere.
    known.iter().chain(held_out).for_each(|&item| room[item as usize] = f32::NAN);
    let others = scores.len() - known.len() - held_out.len();
    if others == 0 || found.is_empty() {
        return 0.5;
    }
    // Twice the number of pairs in the right order, ties counting once.
    let doubled: u64 = if found.len() <= COUNTED {
        found.iter().map(|&score| below(room, score)).sum()
    } else {
        found.sort_unstable_by(f32::total_cmp);
        above(room, &found)
    };
    doubled as f64 / 2.0 / (found.len() as f64 * others as f64)
}

/// Twice the number of `scores` below `score`, and once the number of equal ones: no branch, for vectors of four.
fn below(scores: &[f32], score: f32) -> u64 {
    let blocks = scores.chunks(1 << 16).map(|block| {
        let points = block.iter().map(|&other| u32::from(other < score) + u32::from(other <= score));
        u64::from(points.sum::<u32>())
    });
    blocks.sum()
}

/// For each of `scores` that is a number, twice the number of `found` above it, and once that of equal ones;
/// `found` is ascending.
fn above(scores: &[f32], found: &[f32]) -> u64 {
    // How many of `found` from each on are equal to it.
    let mut equal = vec![1; found.len()];
    for index in (1..found.len()).rev() {
        if found[index - 1] == found[index] {
            equal[index - 1] += equal[index];
        }
    }
    let points = |&score: &f32| {
        let first = found.partition_point(|&other| other < score);
        let ties = if found.get(first) == Some(&score) { equal[first] } else { 0 };
        2 * (found.len() - first) as u64 - ties
    };
    scores.iter().filter(|score| !score.is_nan()).map(points).sum()
}

/// Coverage: the share of all items that stand in any user's list, from the number of lists of each.
pub fn coverage(exposure: &[u32]) -> f64 {
    exposure.iter().filter(|&&times| times > 0).count() as f64 / exposure.len().max(1) as f64
}

/// The Gini coefficient of exposure, Σᵢ (2i − n − 1) xᵢ / (n Σ xᵢ) with xᵢ ascending, i from 1 to n: 0 where all items
/// stand in lists equally often, near 1 where few take all places; 0 where nothing is shown.
pub fn gini(exposure: &[u32]) -> f64 {
    let mut ascending = exposure.to_vec();
    ascending.sort_unstable();
    let count = ascending.len() as f64;
    let sum: f64 = ascending.iter().map(|&times| f64::from(times)).sum();
    let weighted = |(index, &times): (usize, &u32)| (2.0 * (index + 1) as f64 - count - 1.0) * f64::from(times);
    if sum == 0.0 { 0.0 } else { ascending.iter().enumerate().map(weighted).sum::<f64>() / (count * sum) }
}
