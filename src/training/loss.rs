//! Losses L from logits z, each with its gradient ∂L/∂z in the same pass and in the place of the logits.
//!
//! Targets x are sparse: the outputs that should be 1. Both losses are computed from z and not from a probability, so
//! no logarithm of a rounded 0 appears.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use crate::codec::flat_enum;
use crate::linalg::batch_layout::Logits;
use crate::linalg::gemm::LANES;
use crate::linalg::scalar::Scalar;
use crate::network::sparse_input::SparseBatch;

/// The function that training minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Mean over rows and outputs of −x ln σ(z) − (1 − x) ln(1 − σ(z)), computed as max(z, 0) − x z + ln(1 + e^−|z|).
    /// ∂L/∂z = (σ(z) − x) / (rows · outputs).
    BinaryCrossEntropy,
    /// Mean over rows of −Σ x_i ln softmax(z)_i (Liang et al. 2018).
    /// ∂L/∂z_i = (n softmax(z)_i − x_i) / rows with n = Σ x.
    Multinomial,
}

flat_enum!(Loss { BinaryCrossEntropy = 0, Multinomial = 1 });

impl Loss {
    /// L of `logits` against `targets`. ∂L/∂z replaces the logits; entries beyond the rows become 0.
    pub fn with_gradient<T: Scalar>(self, logits: &mut Logits<T>, targets: &SparseBatch<T>) -> f64 {
        self.part_with_gradient(logits, targets, targets.len())
    }

    /// [`Loss::with_gradient`] for a part of a batch of `rows` rows. The sums over the parts are the batch's L and
    /// gradient.
    pub fn part_with_gradient<T: Scalar>(self, logits: &mut Logits<T>, targets: &SparseBatch<T>, rows: usize) -> f64 {
        match self {
            Loss::BinaryCrossEntropy => {
                let entries = (rows * logits.outputs()) as f64;
                binary_cross_entropy(logits, targets, T::of(1.0 / entries)) / entries
            }
            Loss::Multinomial => multinomial(logits, targets, T::of(1.0 / rows as f64)) / rows as f64,
        }
    }
}

/// Number of outputs on the right side of σ(z) = ½.
pub(crate) fn right_answers<T: Scalar>(logits: &Logits<T>, targets: &SparseBatch<T>) -> u64 {
    let outputs = logits.values.chunks_exact(logits.stride().max(1)).enumerate();
    outputs
        .map(|(output, logits)| {
            let right = |&(row, &z): &(usize, &T)| (z > T::zero()) == targets.row(row).contains(&(output as u32));
            logits[..targets.len()].iter().enumerate().filter(right).count() as u64
        })
        .sum()
}

/// Rows that are processed side by side: a multiple of [`LANES`], so that all vectors are whole.
const ROWS: usize = 64;
/// Outputs whose sums are in f32 before they are added to sums in f64.
const FOLD: usize = 32;

/// The sum of the loss over rows and outputs; (σ(z) − x) · `share` replaces the logits.
///
/// Logarithms are computed of products: with p = σ(z), ln(1 + e^−|z|) = −ln max(p, 1 − p), and Σ ln = ln Π. The factors
/// are at least ½, so a row's product over [`FOLD`] outputs is above 2⁻³³ in f32, and that of [`LANES`] rows above 2⁻²⁶⁴
/// in f64.
fn binary_cross_entropy<T: Scalar>(logits: &mut Logits<T>, targets: &SparseBatch<T>, share: T) -> f64 {
    let (rows, stride) = (logits.rows, logits.stride());
    let mut loss = -ones(targets, stride).map(|place| logits.values[place].to_f64()).sum::<f64>();
    let constants = black_box(T::EXP_CONSTANTS);
    for outputs in logits.values.chunks_mut(FOLD * stride) {
        for first in (0..rows).step_by(LANES) {
            let (mut sums, mut products) = ([T::zero(); LANES], [T::one(); LANES]);
            for output in outputs.chunks_exact_mut(stride) {
                let values = &mut output[first..first + LANES];
                for lane in 0..LANES {
                    let z = values[lane];
                    let p = T::one() / (T::one() + (-z).exponential_by(&constants));
                    values[lane] = p * share;
                    sums[lane] += z.larger(T::zero());
                    products[lane] *= p.larger(T::one() - p);
                }
            }
            let present = LANES.min(rows - first);
            loss += sums[..present].iter().map(|sum| sum.to_f64()).sum::<f64>();
            loss -= products[..present].iter().map(|product| product.to_f64()).product::<f64>().ln();
        }
    }
    clear_beyond(logits);
    ones(targets, stride).for_each(|place| logits.values[place] -= share);
    loss
}

/// The sum of the loss over rows; (n softmax(z) − x) · `share` replaces the logits.
fn multinomial<T: Scalar>(logits: &mut Logits<T>, targets: &SparseBatch<T>, share: T) -> f64 {
    let (rows, stride) = (logits.rows, logits.stride());
    let mut loss = -ones(targets, stride).map(|place| logits.values[place].to_f64()).sum::<f64>();
    let constants = black_box(T::EXP_CONSTANTS);
    for first in (0..rows).step_by(ROWS) {
        let group = first..stride.min(first + ROWS);
        // Exponentials of z less the largest z cannot overflow.
        let mut largest = [T::of(f64::from(f32::MIN)); ROWS];
        for output in logits.values.chunks_exact(stride) {
            largest.iter_mut().zip(&output[group.clone()]).for_each(|(largest, &z)| *largest = largest.larger(z));
        }
        let mut sums = [0.0; ROWS];
        for outputs in logits.values.chunks_mut(FOLD * stride) {
            let mut partial = [T::zero(); ROWS];
            for output in outputs.chunks_exact_mut(stride) {
                for ((z, &largest), sum) in output[group.clone()].iter_mut().zip(&largest).zip(&mut partial) {
                    *z = (*z - largest).exponential_by(&constants);
                    *sum += *z;
                }
            }
            sums.iter_mut().zip(partial).for_each(|(sum, partial)| *sum += partial.to_f64());
        }
        let mut scales = [T::zero(); ROWS];
        for row in first..rows.min(group.end) {
            let (count, sum) = (targets.row(row).len() as f64, sums[row - first]);
            loss += count * (largest[row - first].to_f64() + sum.ln());
            scales[row - first] = T::of(count / sum) * share;
        }
        for output in logits.values.chunks_exact_mut(stride) {
            output[group.clone()].iter_mut().zip(&scales).for_each(|(delta, &scale)| *delta *= scale);
        }
    }
    clear_beyond(logits);
    ones(targets, stride).for_each(|place| logits.values[place] -= share);
    loss
}

/// The places, by unit, of the outputs that should be 1.
fn ones<T: Scalar>(targets: &SparseBatch<T>, stride: usize) -> impl Iterator<Item = usize> {
    (0..targets.len()).flat_map(move |row| targets.row(row).iter().map(move |&one| one as usize * stride + row))
}

/// Sets the entries beyond the rows to 0.
fn clear_beyond<T: Scalar>(logits: &mut Logits<T>) {
    let (rows, stride) = (logits.rows, logits.stride());
    if rows < stride {
        logits.values.chunks_exact_mut(stride).for_each(|output| output[rows..].fill(T::zero()));
    }
}

#[cfg(test)]
mod tests;
