//! Models side by side on the same users and the same held-out items.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::data::sparse::SparseRows;
use crate::data::split::Split;
use crate::error::{Error, Result};
use crate::evaluation::bootstrap::{Bootstrap, Interval};
use crate::evaluation::metrics::LENGTHS;
use crate::evaluation::ranking::Ranking;
use crate::models::Model;

/// Figures per model and user: NDCG and recall at each length.
const FIGURES: usize = 2 * LENGTHS.len();
const NETWORK: usize = 0;
const POPULARITY: usize = 1;
const NAMES: [&str; 2] = ["network", "popularity"];
/// Which of [`LENGTHS`] is 10.
const TEN: usize = 1;

/// A model's figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelMetrics {
    pub name: &'static str,
    /// `ndcg@10` and so on.
    pub metrics: BTreeMap<String, Interval>,
}

/// What the test came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Users with something held out.
    pub users: usize,
    /// Interactions held out.
    pub interactions: usize,
    pub models: Vec<ModelMetrics>,
    /// Recall@10 of the network over that of popularity, paired; none where popularity finds nothing
    /// in a resample that counts for the interval.
    pub lift: Option<Interval>,
    /// NDCG@10 of the network minus that of popularity, paired.
    pub difference: Interval,
}

/// The comparison of a network with the bestseller list on the test interactions, in steps.
pub struct Test {
    rankings: [Ranking; 2],
    bootstrap: Option<Bootstrap>,
    seed: u64,
}

impl Test {
    /// A test over all users of `split`.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn new(split: &Split) -> Result<Self> {
        if split.test.ones() == 0 {
            return Err(Error::NothingHeldOut);
        }
        let ranking = || Ranking::new(0..split.test.rows() as u32, &split.test, LENGTHS[LENGTHS.len() - 1]);
        Ok(Test { rankings: [ranking(), ranking()], bootstrap: None, seed: split.seed })
    }

    /// The next bounded step; the result when it was the last.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn step<'a>(
        &mut self,
        network: &'a mut dyn Model,
        popularity: &'a mut dyn Model,
        known: &SparseRows,
        held_out: &SparseRows,
    ) -> Result<Option<Comparison>> {
        if let Some(bootstrap) = &mut self.bootstrap {
            let over = bootstrap.step();
            return Ok(if over { self.comparison(held_out) } else { None });
        }
        for (ranking, model) in self.rankings.iter_mut().zip([network, popularity]) {
            if ranking.fraction() < 1.0 {
                ranking.step(model, known, held_out)?;
                return Ok(None);
            }
        }
        let [network, popularity] = &self.rankings;
        let mut rows = Vec::new();
        for (network, popularity) in network.metrics().iter().zip(popularity.metrics()) {
            for metrics in [network, popularity] {
                rows.extend(metrics.ndcg);
                rows.extend(metrics.recall);
            }
        }
        self.bootstrap = Some(Bootstrap::new(rows, 2 * FIGURES, self.seed));
        Ok(None)
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        let bootstrap = self.bootstrap.as_ref().map_or(0.0, Bootstrap::fraction);
        0.8 * self.rankings[0].fraction() + 0.1 * self.rankings[1].fraction() + 0.1 * bootstrap
    }

    fn comparison(&self, held_out: &SparseRows) -> Option<Comparison> {
        let bootstrap = self.bootstrap.as_ref()?;
        let models = NAMES.iter().enumerate().map(|(model, &name)| {
            let coverage = self.rankings[model].coverage();
            let mut metrics = BTreeMap::new();
            for (index, k) in LENGTHS.iter().enumerate() {
                let interval = |figure: usize| bootstrap.interval(|mean| mean(model * FIGURES + figure));
                metrics.insert(format!("ndcg@{k}"), interval(index));
                metrics.insert(format!("recall@{k}"), interval(LENGTHS.len() + index));
                // Coverage is no mean over users but a count for just these users: it has no spread.
                let value = coverage[index];
                metrics.insert(format!("coverage@{k}"), Interval { value, low: value, high: value });
            }
            ModelMetrics { name, metrics }
        });
        let recall = |model: usize| model * FIGURES + LENGTHS.len() + TEN;
        let lift = bootstrap.interval(|mean| mean(recall(NETWORK)) / mean(recall(POPULARITY)));
        let finite = lift.value.is_finite() && lift.low.is_finite() && lift.high.is_finite();
        Some(Comparison {
            users: self.rankings[0].users(),
            interactions: held_out.ones(),
            models: models.collect(),
            lift: finite.then_some(lift),
            difference: bootstrap.interval(|mean| mean(NETWORK * FIGURES + TEN) - mean(POPULARITY * FIGURES + TEN)),
        })
    }
}
