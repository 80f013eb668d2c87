//! Popularity and self-information of each item, for the popularity and the novelty of lists.

use crate::linalg::csr::CsrMatrix;

/// Figures of each item, from the users who have it.
pub struct Catalogue {
    /// Users who have the item / all users.
    shares: Vec<f64>,
    /// −log₂ of the share, bits.
    information: Vec<f64>,
}

impl Catalogue {
    /// Figures from what users have. An item without users counts as one with a single user, log₂(users) bits:
    /// its share is 0, whose logarithm has no mean.
    pub fn of(known: &CsrMatrix) -> Self {
        let (counts, users) = (known.column_counts(), known.rows().max(1) as f64);
        Catalogue {
            shares: counts.iter().map(|&count| f64::from(count) / users).collect(),
            information: counts.iter().map(|&count| (users / f64::from(count.max(1))).log2()).collect(),
        }
    }

    /// Novelty: the mean self-information −log₂(share) of `items` (Zhou et al. 2010), in bits; 0 of none.
    pub fn novelty(&self, items: &[u32]) -> f64 {
        mean(&self.information, items)
    }

    /// Popularity: the mean share of users who have the item, of `items`; 0 of none.
    pub fn popularity(&self, items: &[u32]) -> f64 {
        mean(&self.shares, items)
    }
}

fn mean(values: &[f64], items: &[u32]) -> f64 {
    items.iter().map(|&item| values[item as usize]).sum::<f64>() / items.len().max(1) as f64
}
