//! The test of any number of models, one after another, so that only one need be in memory.

use crate::error::{Error, Result};
use crate::evaluation::bootstrap::Bootstrap;
use crate::evaluation::catalogue::Catalogue;
use crate::evaluation::comparison::{Comparison, SegmentMetrics, Summary};
use crate::evaluation::measurement::{FIGURES, Measured, Measurement, NDCG_10, RECALL_10};
use crate::evaluation::segments::{Segment, by_activity};
use crate::linalg::csr::SparseRows;
use crate::memory::try_reserve;
use crate::models::Model;

/// How many figures of each model are told by segment.
const TOLD: usize = 2;

/// A test in bounded steps: for each model [`Test::begin`], then [`Test::step`] until it is done; after the last
/// [`Test::conclude`] until the comparison is there.
pub struct Test {
    /// Those with something held out.
    users: Vec<u32>,
    interactions: usize,
    seed: u64,
    segments: Vec<Segment>,
    /// Per user the popularity of what is held out.
    bought: Vec<f32>,
    names: Vec<String>,
    under_way: Option<Measurement>,
    measured: Vec<Measured>,
    conclusion: Option<Conclusion>,
}

/// The drawing of users: all of them, then those of each segment.
struct Conclusion {
    bootstrap: Bootstrap,
    /// Of all users the figures that are told by segment, a row of [`TOLD`] per model.
    told: Vec<f32>,
    comparison: Option<Comparison>,
    segments: Vec<SegmentMetrics>,
}

impl Test {
    /// A test on what is held out of all users, by what is known of them; each model gets the same. Users are
    /// drawn by `seed`, and told apart by activity.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn new(known: &SparseRows, held_out: &SparseRows, seed: u64) -> Result<Self> {
        if held_out.ones() == 0 {
            return Err(Error::NothingHeldOut);
        }
        let tested = |&user: &u32| !held_out.row(user as usize).is_empty();
        let users: Vec<u32> = (0..held_out.rows() as u32).filter(tested).collect();
        let catalogue = Catalogue::of(known);
        let bought = users.iter().map(|&user| catalogue.popularity(held_out.row(user as usize)) as f32).collect();
        Ok(Test {
            interactions: held_out.ones(),
            seed,
            segments: by_activity(&users, known),
            bought,
            users,
            names: Vec::new(),
            under_way: None,
            measured: Vec::new(),
            conclusion: None,
        })
    }

    /// Those with something held out, ascending.
    pub fn users(&self) -> &[u32] {
        &self.users
    }

    /// Tells apart a further group of users, beside those by activity; of its users those count who have something
    /// held out. Without any it is left out.
    pub fn tell_apart(&mut self, mut segment: Segment) {
        segment.users.retain(|user| self.users.binary_search(user).is_ok());
        if !segment.users.is_empty() {
            self.segments.push(segment);
        }
    }

    /// Begins with the model `name`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongOrder`] while another is under way, or after the conclusion has begun.
    pub fn begin(&mut self, name: &str, known: &SparseRows, held_out: &SparseRows) -> Result<()> {
        if self.under_way.is_some() || self.conclusion.is_some() {
            return Err(Error::WrongOrder);
        }
        self.under_way = Some(Measurement::new(self.users.iter().copied(), known, held_out)?);
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Measures the model on the next block of users; says whether all are done. `known` and `held_out` are
    /// those of [`Test::new`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongOrder`] without [`Test::begin`].
    pub fn step(&mut self, model: &mut dyn Model, known: &SparseRows, held_out: &SparseRows) -> Result<bool> {
        let measurement = self.under_way.as_mut().ok_or(Error::WrongOrder)?;
        let over = measurement.step(model, known, held_out)?;
        if over {
            self.measured.extend(self.under_way.take().map(Measurement::finish));
        }
        Ok(over)
    }

    /// The next bounded step of the intervals; the comparison when it was the last.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongOrder`] without any model, while one is under way, or after the end.
    pub fn conclude(&mut self) -> Result<Option<Comparison>> {
        if self.under_way.is_some() || self.measured.is_empty() {
            return Err(Error::WrongOrder);
        }
        let Some(conclusion) = &mut self.conclusion else {
            self.conclusion = Some(self.begin_conclusion()?);
            return Ok(None);
        };
        if conclusion.segments.len() == self.segments.len() && conclusion.comparison.is_some() {
            return Err(Error::WrongOrder);
        }
        if !conclusion.bootstrap.step()? {
            return Ok(None);
        }
        let bootstrap = &conclusion.bootstrap;
        if conclusion.comparison.is_none() {
            let summary = Summary::of_all(bootstrap, &self.names);
            conclusion.comparison = Some(summary.comparison(&self.measured, self.users.len(), self.interactions));
        } else if let Some(segment) = self.segments.get(conclusion.segments.len()) {
            let summary = Summary::of_two(bootstrap, &self.names);
            conclusion.segments.push(summary.segment(segment.name.clone(), segment.users.len()));
        }
        let Some(segment) = self.segments.get(conclusion.segments.len()) else {
            let segments = conclusion.segments.clone();
            return Ok(conclusion.comparison.clone().map(|comparison| Comparison { segments, ..comparison }));
        };
        let width = TOLD * self.names.len();
        let mut rows = Vec::new();
        try_reserve(&mut rows, segment.users.len() * width)?;
        for user in &segment.users {
            let row = self.users.binary_search(user).unwrap_or_default();
            rows.extend_from_slice(&conclusion.told[row * width..(row + 1) * width]);
        }
        conclusion.bootstrap = Bootstrap::new(vec![rows], segment.users.len(), self.seed)?;
        Ok(None)
    }

    fn begin_conclusion(&mut self) -> Result<Conclusion> {
        let mut told = Vec::new();
        try_reserve(&mut told, self.users.len() * TOLD * self.names.len())?;
        for user in 0..self.users.len() {
            for measured in &self.measured {
                told.extend([NDCG_10, RECALL_10].map(|figure| measured.figures[user * FIGURES + figure]));
            }
        }
        let figures = self.measured.iter_mut().map(|measured| std::mem::take(&mut measured.figures));
        let tables = figures.chain([std::mem::take(&mut self.bought)]).collect();
        let bootstrap = Bootstrap::new(tables, self.users.len(), self.seed)?;
        Ok(Conclusion { bootstrap, told, comparison: None, segments: Vec::new() })
    }

    /// The share that is done, 0–1: of the model under way, or of the conclusion.
    pub fn fraction(&self) -> f64 {
        if let Some(measurement) = &self.under_way {
            return measurement.fraction();
        }
        let Some(conclusion) = &self.conclusion else {
            return if self.measured.is_empty() { 0.0 } else { 1.0 };
        };
        // All users have many figures, segments only a few.
        let drawn = conclusion.bootstrap.fraction();
        match conclusion.comparison {
            None => 0.8 * drawn,
            Some(_) => {
                let done = conclusion.segments.len() as f64 + drawn;
                0.8 + 0.2 * (done / self.segments.len().max(1) as f64).min(1.0)
            }
        }
    }
}
