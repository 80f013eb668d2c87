//! Intervals by the bootstrap over users (Efron 1979): users are drawn with
//! replacement, as many as there are, again and again; 95 % of the means lie between the
//! 2.5 % and the 97.5 % quantile.

use serde::Serialize;

use crate::random::{Generator, below, stream};

/// How many times users are drawn.
pub const RESAMPLES: usize = 1_000;

/// A figure and its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Means of several figures of the same users, resampled together, so that differences and
/// ratios between them are paired.
pub struct Bootstrap {
    /// A column per figure, a row per user, row by row.
    rows: Vec<f64>,
    figures: usize,
    generator: Generator,
    /// Resampled means, a row of `figures` per resample.
    means: Vec<f64>,
}

impl Bootstrap {
    /// A bootstrap over `rows`, each of `figures` values.
    pub fn new(rows: Vec<f64>, figures: usize, seed: u64) -> Self {
        Bootstrap { rows, figures, generator: stream(seed, "bootstrap"), means: Vec::new() }
    }

    /// Draws once more; says whether it was the last time.
    pub fn step(&mut self) -> bool {
        let users = self.rows.len() / self.figures;
        let start = self.means.len();
        self.means.resize(start + self.figures, 0.0);
        let sums = &mut self.means[start..];
        for _ in 0..users {
            let user = below(&mut self.generator, users);
            let row = &self.rows[user * self.figures..(user + 1) * self.figures];
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        sums.iter_mut().for_each(|sum| *sum /= users as f64);
        self.means.len() == RESAMPLES * self.figures
    }

    /// The share of draws that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.means.len() as f64 / (RESAMPLES * self.figures) as f64
    }

    /// The mean of figure `figure` over all users as they are.
    pub fn mean(&self, figure: usize) -> f64 {
        let users = self.rows.len() / self.figures;
        self.rows.iter().skip(figure).step_by(self.figures).sum::<f64>() / users as f64
    }

    /// The interval of any quantity that is computed from the means of figures.
    pub fn interval(&self, quantity: impl Fn(&dyn Fn(usize) -> f64) -> f64) -> Interval {
        let value = quantity(&|figure| self.mean(figure));
        let mut values: Vec<f64> =
            self.means.chunks_exact(self.figures).map(|means| quantity(&|figure| means[figure])).collect();
        values.sort_by(f64::total_cmp);
        let quantile = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        if values.is_empty() {
            return Interval { value, low: value, high: value };
        }
        Interval { value, low: quantile(0.025), high: quantile(0.975) }
    }
}
