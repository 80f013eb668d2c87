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

/// What one batch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BatchLoss {
    /// Mean over the batch's rows, as the loss defines it.
    pub loss: f64,
    /// How many outputs are on the right side of σ(z) = ½; binary cross-entropy only.
    pub right: u64,
}

impl Loss {
    /// The loss of `logits` (outputs × rows, column-major) against `targets`; ∂L/∂z into `delta`.
    pub fn with_gradient<T: Scalar>(self, logits: &[T], targets: &SparseBatch<T>, delta: &mut [T]) -> BatchLoss {
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
    ) -> BatchLoss {
        let outputs = logits.len() / targets.len().max(1);
        let columns = logits.chunks_exact(outputs).zip(delta.chunks_exact_mut(outputs));
        let mut total = BatchLoss::default();
        for (row, (logits, delta)) in columns.enumerate() {
            let ones = targets.row(row);
            match self {
                Loss::BinaryCrossEntropy => {
                    let loss = binary_cross_entropy(logits, ones, T::of(1.0 / (rows * outputs) as f64), delta);
                    total.loss += loss / (rows * outputs) as f64;
                    total.right += right_sides(logits, ones);
                }
                Loss::Multinomial => {
                    total.loss += multinomial(logits, ones, T::of(1.0 / rows as f64), delta) / rows as f64;
                }
            }
        }
        total
    }
}

/// Numbers that are summed side by side, so that a sum keeps as many SIMD lanes busy.
const LANES: usize = 16;
/// Sums of some hundred numbers in T, their sum in f64: as fast as T, nearly as exact as f64.
const BLOCK: usize = 32 * LANES;

/// Σ over outputs of the loss; `delta` = (σ(z) − x) · `share`.
fn binary_cross_entropy<T: Scalar>(logits: &[T], ones: &[u32], share: T, delta: &mut [T]) -> f64 {
    let mut loss = sum(logits, delta, |z, delta| {
        let e = (-z.abs()).exponential();
        let inverse = T::one() / (T::one() + e);
        *delta = if z < T::zero() { e * inverse } else { inverse } * share;
        z.larger(T::zero()) + e.log_one_plus()
    });
    for &one in ones {
        delta[one as usize] -= share;
        loss -= logits[one as usize].to_f64();
    }
    loss
}

/// Σ of what `entry` makes of each logit and its delta.
#[inline(always)]
fn sum<T: Scalar>(logits: &[T], delta: &mut [T], entry: impl Fn(T, &mut T) -> T) -> f64 {
    let mut total = 0.0;
    for (logits, delta) in logits.chunks(BLOCK).zip(delta.chunks_mut(BLOCK)) {
        let mut sums = [T::zero(); LANES];
        let (logits, delta) = (logits.chunks_exact(LANES), delta.chunks_exact_mut(LANES));
        let rest = logits.remainder();
        let mut delta = delta;
        for (logits, delta) in logits.zip(delta.by_ref()) {
            for lane in 0..LANES {
                sums[lane] += entry(logits[lane], &mut delta[lane]);
            }
        }
        for (lane, (&z, delta)) in rest.iter().zip(delta.into_remainder()).enumerate() {
            sums[lane] += entry(z, delta);
        }
        total += sums.iter().fold(T::zero(), |total, &sum| total + sum).to_f64();
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

fn right_sides<T: Scalar>(logits: &[T], ones: &[u32]) -> u64 {
    let positive = |z: T| z > T::zero();
    let zeros_right = logits.iter().filter(|&&z| !positive(z)).count() as i64;
    let ones_right = ones.iter().filter(|&&one| positive(logits[one as usize])).count() as i64;
    let ones_wrong = ones.len() as i64 - ones_right;
    (zeros_right - ones_wrong + ones_right) as u64
}

/// The loss of one row; `delta` = (n softmax(z) − x) · `share`.
fn multinomial<T: Scalar>(logits: &[T], ones: &[u32], share: T, delta: &mut [T]) -> f64 {
    // Shifted by the largest logit, no exponential overflows.
    let largest = largest(logits);
    let sum = sum(logits, delta, |z, delta| {
        *delta = (z - largest).exponential();
        *delta
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
