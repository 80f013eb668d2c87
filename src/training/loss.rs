//! Losses from logits, each with its gradient in the same pass.
//!
//! Targets are sparse: the outputs that should be 1. Both are computed from the logit z and
//! never from a probability, so that no logarithm of a rounded 0 can appear.

use serde::{Deserialize, Serialize};

use crate::network::scalar::Scalar;
use crate::network::sparse_input::SparseBatch;

/// What training makes small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Mean over rows and outputs of −x ln σ(z) − (1 − x) ln(1 − σ(z)),
    /// computed as max(z, 0) − x z + ln(1 + e^−|z|). ∂/∂z = (σ(z) − x) / (rows · outputs).
    BinaryCrossEntropy,
    /// Mean over rows of −Σ x_i ln softmax(z)_i (Liang et al. 2018).
    /// ∂/∂z_i = (n softmax(z)_i − x_i) / rows, with n = Σ x.
    Multinomial,
}

impl Loss {
    /// The loss of `logits` (outputs × rows, column-major) against `targets`; ∂L/∂z into `delta`.
    pub fn with_gradient<T: Scalar>(self, logits: &[T], targets: &SparseBatch<T>, delta: &mut [T]) -> f64 {
        self.part_with_gradient(logits, targets, targets.len(), delta)
    }

    /// As [`Loss::with_gradient`], for a part of a batch that has `rows` rows in all: what the parts come to
    /// adds up to what the batch comes to.
    pub fn part_with_gradient<T: Scalar>(
        self,
        logits: &[T],
        targets: &SparseBatch<T>,
        rows: usize,
        delta: &mut [T],
    ) -> f64 {
        let outputs = logits.len() / targets.len().max(1);
        let columns = logits.chunks_exact(outputs).zip(delta.chunks_exact_mut(outputs));
        let losses = columns.enumerate().map(|(row, (logits, delta))| {
            let ones = targets.row(row);
            match self {
                Loss::BinaryCrossEntropy => {
                    let entries = (rows * outputs) as f64;
                    binary_cross_entropy(logits, ones, T::of(1.0 / entries), delta) / entries
                }
                Loss::Multinomial => multinomial(logits, ones, T::of(1.0 / rows as f64), delta) / rows as f64,
            }
        });
        losses.sum()
    }
}

/// How many outputs are on the right side of σ(z) = ½.
pub fn right_answers<T: Scalar>(logits: &[T], targets: &SparseBatch<T>) -> u64 {
    let outputs = logits.len() / targets.len().max(1);
    let rows = logits.chunks_exact(outputs).enumerate();
    rows.map(|(row, logits)| {
        let ones = targets.row(row);
        let right = |(output, &z): (usize, &T)| (z > T::zero()) == ones.contains(&(output as u32));
        logits.iter().enumerate().filter(|&entry| right(entry)).count() as u64
    })
    .sum()
}

/// Numbers that are summed side by side, so that a sum keeps as many SIMD lanes busy.
const LANES: usize = 16;
/// Sums of some hundred numbers in T, their sum in f64: as fast as T, nearly as exact as f64.
const BLOCK: usize = 32 * LANES;

/// Σ over outputs of the loss; `delta` = (σ(z) − x) · `share`.
///
/// The logarithms are taken of products: Σ ln(1 + e^−|z|) = ln Π (1 + e^−|z|), whose factors are at most 2, so that a
/// lane's share of a block stays below 2³² and a whole block, in f64, below 2⁵¹².
fn binary_cross_entropy<T: Scalar>(logits: &[T], ones: &[u32], share: T, delta: &mut [T]) -> f64 {
    let mut loss = sum(logits, delta, |z, delta| {
        let e = (-z.abs()).exponential();
        let inverse = T::one() / (T::one() + e);
        *delta = if z < T::zero() { e * inverse } else { inverse } * share;
        (z.larger(T::zero()), T::one() + e)
    });
    for &one in ones {
        delta[one as usize] -= share;
        loss -= logits[one as usize].to_f64();
    }
    loss
}

/// Σ of the first and of the logarithms of the second of what `entry` makes of each logit and its delta.
#[inline(always)]
fn sum<T: Scalar>(logits: &[T], delta: &mut [T], entry: impl Fn(T, &mut T) -> (T, T)) -> f64 {
    let mut total = 0.0;
    for (logits, delta) in logits.chunks(BLOCK).zip(delta.chunks_mut(BLOCK)) {
        let mut sums = [T::zero(); LANES];
        let mut products = [T::one(); LANES];
        let rest = logits.chunks_exact(LANES).remainder();
        let mut deltas = delta.chunks_exact_mut(LANES);
        for (logits, delta) in logits.chunks_exact(LANES).zip(deltas.by_ref()) {
            for lane in 0..LANES {
                let (term, factor) = entry(logits[lane], &mut delta[lane]);
                sums[lane] += term;
                products[lane] *= factor;
            }
        }
        for (lane, (&z, delta)) in rest.iter().zip(deltas.into_remainder()).enumerate() {
            let (term, factor) = entry(z, delta);
            sums[lane] += term;
            products[lane] *= factor;
        }
        total += sums.iter().fold(T::zero(), |total, &sum| total + sum).to_f64();
        total += products.iter().map(|product| product.to_f64()).product::<f64>().ln();
    }
    total
}

fn largest<T: Scalar>(values: &[T]) -> T {
    let mut lanes = [values[0]; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            lanes[lane] = lanes[lane].larger(chunk[lane]);
        }
    }
    lanes.iter().chain(rest).fold(values[0], |largest, &value| largest.larger(value))
}

/// The loss of one row; `delta` = (n softmax(z) − x) · `share`.
fn multinomial<T: Scalar>(logits: &[T], ones: &[u32], share: T, delta: &mut [T]) -> f64 {
    // Shifted by the largest logit, no exponential overflows.
    let largest = largest(logits);
    let sum = sum(logits, delta, |z, delta| {
        *delta = (z - largest).exponential();
        (*delta, T::one())
    });
    let scale = T::of(ones.len() as f64 / sum) * share;
    delta.iter_mut().for_each(|delta| *delta *= scale);
    let log_sum = largest.to_f64() + sum.ln();
    let mut loss = 0.0;
    for &one in ones {
        delta[one as usize] -= share;
        loss += log_sum - logits[one as usize].to_f64();
    }
    loss
}
