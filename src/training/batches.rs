//! Batches of training rows: sparse inputs, and targets.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::{try_reserve, try_zeroed};
use crate::network::sparse_input::SparseBatch;
use crate::rng::{Generator, below, shuffle, unit};
use crate::training::options::Settings;
use crate::training::recipe::Recipe;

/// Draws of a negative item, at most: a user may have nearly all items.
const MAX_DRAWS: usize = 100;

/// Sparse inputs, and the outputs that should be 1.
pub struct Batch<T> {
    pub inputs: SparseBatch<T>,
    pub targets: SparseBatch<T>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Batch { inputs: SparseBatch::default(), targets: SparseBatch::default() }
    }
}

/// The rows of an epoch, in random order.
enum Examples {
    /// Users. A row's input and target are the user's items.
    Profiles(Vec<u32>),
    /// Pairs (user, item). A row's input is a pair, its target 1. Each pair is followed by `negatives` rows of target 0:
    /// the user with random items that the user does not have.
    Pairs { positives: Vec<(u32, u32)>, negatives: usize },
}

/// The batches of an epoch.
pub struct Batches {
    examples: Examples,
    batch_size: usize,
    normalise_input: bool,
    input_dropout: f64,
}

impl Batches {
    /// Batches over the users of `train`, by `settings`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(settings: &Settings, train: &CsrMatrix) -> Result<Self> {
        let users = (0..train.rows()).filter(|&user| !train.row(user).is_empty());
        let examples = if settings.recipe == Recipe::Pair {
            let mut positives = Vec::new();
            try_reserve(&mut positives, train.ones())?;
            positives.extend(users.flat_map(|user| train.row(user).iter().map(move |&item| (user as u32, item))));
            Examples::Pairs { positives, negatives: settings.negatives }
        } else {
            Examples::Profiles(users.map(|user| user as u32).collect())
        };
        Ok(Batches {
            examples,
            batch_size: settings.batch_size,
            normalise_input: settings.normalise_input,
            input_dropout: settings.input_dropout,
        })
    }

    /// Number of rows of an epoch.
    pub fn rows(&self) -> usize {
        match &self.examples {
            Examples::Profiles(users) => users.len(),
            Examples::Pairs { positives, negatives } => positives.len() * (1 + negatives),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Draws a new order of the rows.
    pub fn shuffle(&mut self, generator: &mut Generator) {
        match &mut self.examples {
            Examples::Profiles(users) => shuffle(generator, users),
            Examples::Pairs { positives, .. } => shuffle(generator, positives),
        }
    }

    /// The order of the rows: users, or the places of pairs in `train`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn order(&self, train: &CsrMatrix) -> Result<Vec<u32>> {
        let mut order = Vec::new();
        match &self.examples {
            Examples::Profiles(users) => {
                try_reserve(&mut order, users.len())?;
                order.extend_from_slice(users);
            }
            Examples::Pairs { positives, .. } => {
                try_reserve(&mut order, positives.len())?;
                let place = |&(user, item): &(u32, u32)| train.place(user as usize, item).unwrap_or_default() as u32;
                order.extend(positives.iter().map(place));
            }
        }
        Ok(order)
    }

    /// Puts new batches into an order that [`Batches::order`] gave.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`] where it is no order of these rows; [`Error::OutOfMemory`].
    pub fn set_order(&mut self, train: &CsrMatrix, order: &[u32]) -> Result<()> {
        let (count, range) = match &self.examples {
            Examples::Profiles(users) => (users.len(), train.rows()),
            Examples::Pairs { positives, .. } => (positives.len(), positives.len()),
        };
        let mut is_seen = try_zeroed(false, range)?;
        if let Examples::Profiles(users) = &self.examples {
            // Users without items are no rows: as if each had been seen.
            is_seen.fill(true);
            users.iter().for_each(|&user| is_seen[user as usize] = false);
        }
        let is_new = |&place: &u32| is_seen.get_mut(place as usize).is_some_and(|seen| !std::mem::replace(seen, true));
        if order.len() != count || !order.iter().all(is_new) {
            return Err(Error::SnapshotBroken);
        }
        match &mut self.examples {
            Examples::Profiles(users) => users.copy_from_slice(order),
            Examples::Pairs { positives, .. } => {
                let former = positives.clone();
                positives.iter_mut().zip(order).for_each(|(pair, &place)| *pair = former[place as usize]);
            }
        }
        Ok(())
    }

    /// The rows of batch `index` of the epoch, the last of which may be smaller.
    pub fn batch(&self, index: usize) -> Range<usize> {
        let first = index * self.batch_size;
        first..(first + self.batch_size).min(self.rows())
    }

    /// Fills a batch, or a part of one, with the rows `rows` of the epoch.
    pub fn fill<T: Scalar>(
        &self,
        rows: Range<usize>,
        train: &CsrMatrix,
        generator: &mut Generator,
        batch: &mut Batch<T>,
    ) {
        batch.inputs.clear();
        batch.targets.clear();
        match &self.examples {
            Examples::Profiles(users) => {
                for &user in &users[rows] {
                    self.push_profile(train.row(user as usize), generator, batch);
                }
            }
            Examples::Pairs { positives, negatives } => {
                for row in rows {
                    let (user, item) = positives[row / (1 + negatives)];
                    let positive = row % (1 + negatives) == 0;
                    let item = if positive { item } else { negative_item(train, user, generator) };
                    batch.inputs.push([user, train.rows() as u32 + item], T::one());
                    batch.targets.push(positive.then_some(0), T::one());
                }
            }
        }
    }

    fn push_profile<T: Scalar>(&self, items: &[u32], generator: &mut Generator, batch: &mut Batch<T>) {
        // The scale is that of the whole profile: dropout changes the others' values by its 1 / (1 − p) alone.
        let scale = input_scale::<T>(items.len(), self.normalise_input);
        if self.input_dropout > 0.0 {
            let kept = T::of(1.0 / (1.0 - self.input_dropout));
            let visible = items.iter().copied().filter(|_| unit(generator) >= self.input_dropout);
            batch.inputs.push(visible, scale * kept);
        } else {
            batch.inputs.push(items.iter().copied(), scale);
        }
        batch.targets.push(items.iter().copied(), T::one());
    }
}

/// The value of each item in the input of a user with `count` items: 1, or 1 / √count for normalised inputs.
pub fn input_scale<T: Scalar>(count: usize, normalise: bool) -> T {
    if normalise && count > 0 { T::of(1.0 / (count as f64).sqrt()) } else { T::one() }
}

/// A random item that the user does not have, uniformly; any item after [`MAX_DRAWS`] draws.
fn negative_item(train: &CsrMatrix, user: u32, generator: &mut Generator) -> u32 {
    let owned = train.row(user as usize);
    let mut item = 0;
    for _ in 0..MAX_DRAWS {
        item = below(generator, train.width()) as u32;
        if owned.binary_search(&item).is_err() {
            break;
        }
    }
    item
}

#[cfg(test)]
mod tests;
