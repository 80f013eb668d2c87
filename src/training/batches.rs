//! From the split to batches: what goes in, what should come out.

use std::ops::Range;

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::try_reserve;
use crate::network::sparse_input::SparseBatch;
use crate::rng::{Generator, below, shuffle, unit};
use crate::training::options::Settings;
use crate::training::recipe::Recipe;

/// A batch: sparse inputs, and the outputs that should be 1.
pub struct Batch<T> {
    pub inputs: SparseBatch<T>,
    pub targets: SparseBatch<T>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Batch { inputs: SparseBatch::default(), targets: SparseBatch::default() }
    }
}

/// What a row of a batch is made of.
enum Examples {
    /// A user's items in, the same items out; the user indices in random order.
    Profiles(Vec<u32>),
    /// A user and an item in, 1 out if they belong together; (user, item) in random order, each
    /// followed by `negatives` items drawn at random that the user does not have, for which 0 comes out.
    Pairs { positives: Vec<(u32, u32)>, negatives: usize },
}

/// The rows of an epoch, batch by batch.
pub struct Batches {
    examples: Examples,
    batch_size: usize,
    normalise_input: bool,
    input_dropout: f64,
}

impl Batches {
    /// Batches over the users of `train` as `settings` say.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
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

    /// How many rows an epoch has.
    pub fn rows(&self) -> usize {
        match &self.examples {
            Examples::Profiles(users) => users.len(),
            Examples::Pairs { positives, negatives } => positives.len() * (1 + negatives),
        }
    }

    /// How many batches an epoch has; the last may be smaller.
    pub fn len(&self) -> usize {
        self.rows().div_ceil(self.batch_size)
    }

    /// Whether there is nothing to learn from.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Puts the rows into a new random order.
    pub fn shuffle(&mut self, generator: &mut Generator) {
        match &mut self.examples {
            Examples::Profiles(users) => shuffle(generator, users),
            Examples::Pairs { positives, .. } => shuffle(generator, positives),
        }
    }

    /// The rows of batch `index` of the epoch.
    pub fn batch(&self, index: usize) -> Range<usize> {
        let first = index * self.batch_size;
        first..(first + self.batch_size).min(self.rows())
    }

    /// Makes a batch, or a part of one, of some rows of the epoch.
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
                    let item = if positive { item } else { negative(train, user, generator) };
                    batch.inputs.push([user, train.rows() as u32 + item], T::one());
                    batch.targets.push(positive.then_some(0), T::one());
                }
            }
        }
    }

    fn push_profile<T: Scalar>(&self, items: &[u32], generator: &mut Generator, batch: &mut Batch<T>) {
        // The length is that of the whole profile, so that dropout changes which items are
        // seen and not how loud the others are, but for its own 1 / (1 − p).
        let scale = input_scale::<T>(items.len(), self.normalise_input);
        if self.input_dropout > 0.0 {
            let kept = T::of(1.0 / (1.0 - self.input_dropout));
            let seen = items.iter().copied().filter(|_| unit(generator) >= self.input_dropout);
            batch.inputs.push(seen, scale * kept);
        } else {
            batch.inputs.push(items.iter().copied(), scale);
        }
        batch.targets.push(items.iter().copied(), T::one());
    }
}

/// The value that stands for a 1 in the input of a user with `count` items:
/// 1, or 1 / √count where inputs are normalised.
pub fn input_scale<T: Scalar>(count: usize, normalise: bool) -> T {
    if normalise && count > 0 { T::of(1.0 / (count as f64).sqrt()) } else { T::one() }
}

/// An item, uniformly among those that the user does not have; after 100 draws in vain
/// (a user who has nearly all) any.
fn negative(train: &CsrMatrix, user: u32, generator: &mut Generator) -> u32 {
    let had = train.row(user as usize);
    let mut item = 0;
    for _ in 0..100 {
        item = below(generator, train.width()) as u32;
        if had.binary_search(&item).is_err() {
            break;
        }
    }
    item
}
