//! What steps without a gradient come to, in closed form.

use crate::training::optimiser::adam::Adam;
use crate::training::optimiser::algorithm::Algorithm;
use crate::training::optimiser::idle::Idle;

/// The closed forms of idle steps.
///
/// SGD: v_k = μᵏ v, so the weight moves by v Σ μᵏ: exact.
///
/// Adam: m_k = β₁ᵏ m and v_k = β₂ᵏ v, so with r = β₁ / √β₂ the weight moves by
/// −m / (√v + ε) Σ η_{t+k} rᵏ, where ε is taken to shrink along with √v_k; since rᵏ is
/// below a thousandth after 70 steps, in which √v_k loses 3 %, that changes the sum by less than
/// 0.5 % of ε / √v. The sums are differences of F(t) = Σ_{k ≥ 1} η_{t+k} rᵏ:
/// Σ_{k ≤ n} η_{t+k} rᵏ = F(t) − rⁿ F(t + n).
pub(super) struct IdleSeries {
    algorithm: Algorithm,
    /// F(t) by t, as far as it was needed.
    tails: Vec<f64>,
    /// By n, as far as they were needed, up to [`TABLE`].
    powers: Vec<Powers>,
}

/// What n idle steps make of a number, by each of Adam's factors.
#[derive(Clone, Copy)]
struct Powers {
    /// rⁿ
    ratio: f64,
    /// β₁ⁿ
    first: f64,
    /// β₂ⁿ
    second: f64,
    /// What weight decay leaves.
    kept: f64,
}

/// Terms of F beyond which rᵏ is below 10⁻⁹ at the usual β₁ and β₂.
const TERMS: i32 = 200;
/// Where η_t has long become η, to the last digit at the usual β₁ and β₂, and F(t) a constant.
const SETTLED: i32 = 65_535;
/// How many powers are kept: columns hardly ever wait for longer.
const TABLE: usize = 4_096;
/// How many F(t) are made at once.
const BLOCK: i32 = 1_024;

impl IdleSeries {
    pub fn of(algorithm: Algorithm) -> Self {
        IdleSeries { algorithm, tails: Vec::new(), powers: Vec::new() }
    }

    /// The steps after `from` up to `to`.
    pub fn between(&mut self, from: i32, to: i32) -> Idle {
        let count = to - from;
        match self.algorithm {
            Algorithm::Sgd(sgd) => {
                let mu = sgd.momentum;
                let shrunk = mu.powi(count);
                let moved = if mu < 1.0 { mu * (1.0 - shrunk) / (1.0 - mu) } else { f64::from(count) };
                Idle { moved, first: shrunk, second: 1.0, kept: 1.0 }
            }
            Algorithm::Adam(adam) => self.adam(adam, from, to, 1.0),
            Algorithm::AdamW(adamw) => {
                self.adam(adamw.adam, from, to, 1.0 - adamw.adam.learning_rate * adamw.weight_decay)
            }
        }
    }

    fn adam(&mut self, adam: Adam, from: i32, to: i32, kept: f64) -> Idle {
        let ratio = adam.beta_1 / adam.beta_2.sqrt();
        let powers = self.powers(adam, ratio, kept, to - from);
        let moved = self.tail(adam, ratio, from) - powers.ratio * self.tail(adam, ratio, to);
        Idle { moved, first: powers.first, second: powers.second, kept: powers.kept }
    }

    fn powers(&mut self, adam: Adam, ratio: f64, kept: f64, count: i32) -> Powers {
        let make = |count: i32| Powers {
            ratio: ratio.powi(count),
            first: adam.beta_1.powi(count),
            second: adam.beta_2.powi(count),
            kept: kept.powi(count),
        };
        let place = count as usize;
        if place >= TABLE {
            return make(count);
        }
        if place >= self.powers.len() {
            let known = self.powers.len() as i32;
            self.powers.extend((known..(place + 1).next_power_of_two() as i32).map(make));
        }
        self.powers[place]
    }

    /// F(t) = r (η_{t+1} + F(t + 1)), a block at a time and backwards, the direction in which errors shrink.
    fn tail(&mut self, adam: Adam, ratio: f64, t: i32) -> f64 {
        let t = t.min(SETTLED);
        while self.tails.len() <= t as usize {
            let begin = self.tails.len() as i32;
            let beyond = (1..=TERMS).rev().fold(0.0, |sum, k| ratio * (adam.rate(begin + BLOCK + k) + sum));
            self.tails.resize(self.tails.len() + BLOCK as usize, 0.0);
            let mut next = beyond;
            for t in (begin..begin + BLOCK).rev() {
                next = ratio * (adam.rate(t + 1) + next);
                self.tails[t as usize] = next;
            }
        }
        self.tails[t as usize]
    }
}
