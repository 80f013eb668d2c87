//! How well known each item is, for how surprising and how popular a list is.

use crate::linalg::csr::CsrMatrix;

/// Of each item, from who has it.
pub struct Catalogue {
    /// Users who have the item / all users.
    shares: Vec<f64>,
    /// −log₂ of the share, bits.
    information: Vec<f64>,
}

impl Catalogue {
    /// Counts who has what. An item that nobody has is as surprising as one that a single user has,
    /// log₂(users): its share is 0, whose logarithm is no number to take a mean of.
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
