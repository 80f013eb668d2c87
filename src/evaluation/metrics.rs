//! Metrics of one user's ranked list.
//!
//! `ranked` are all items that the user does not have yet, best first (the first K suffice);
//! `held_out` are those that are to be found, ascending.

/// The list lengths that are measured.
pub const LENGTHS: [usize; 4] = [5, 10, 20, 100];

/// Recall@K = hits among the first K / min(K, |held out|): the share of what could be found.
pub fn recall(ranked: &[u32], held_out: &[u32], k: usize) -> f64 {
    let hits = ranked.iter().take(k).filter(|item| held_out.binary_search(item).is_ok()).count();
    hits as f64 / k.min(held_out.len()).max(1) as f64
}

/// NDCG@K = DCG / ideal DCG, DCG = Σ over hits of 1 / log₂(rank + 1), the ideal having
/// min(K, |held out|) hits in front (Järvelin & Kekäläinen 2002, binary relevance).
pub fn ndcg(ranked: &[u32], held_out: &[u32], k: usize) -> f64 {
    let discount = |index: usize| 1.0 / ((index + 2) as f64).log2();
    let hits = ranked.iter().take(k).enumerate().filter(|(_, item)| held_out.binary_search(item).is_ok());
    let ideal: f64 = (0..k.min(held_out.len())).map(discount).sum();
    if ideal == 0.0 { 0.0 } else { hits.map(|(index, _)| discount(index)).sum::<f64>() / ideal }
}
