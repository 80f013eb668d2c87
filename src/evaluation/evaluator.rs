//! The evaluation of any number of models on the same held-out interactions, one after another, so that only one need be in
//! memory.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::evaluation::bootstrap::Bootstrap;
use crate::evaluation::catalogue::Catalogue;
use crate::evaluation::comparison::{Comparison, SegmentMetrics, Summary};
use crate::evaluation::measurement::{FIGURES_PER_USER, Measurement, NDCG_10, RECALL_10, UserFigures};
use crate::evaluation::metrics::list_length;
use crate::evaluation::segments::{Segment, segments_by_activity};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;

/// Figures of each model in a segment: NDCG@10, recall@10 and the hits.
const TOLD: usize = 3;

/// Gathers what models come to: for each of them an [`Evaluator::measurement`], whose output is given to
/// [`Evaluator::add`]; after the last [`Evaluator::conclude`].
pub struct Evaluator {
    /// Those with something held out.
    users: Vec<u32>,
    interactions: usize,
    seed: u64,
    segments: Vec<Segment>,
    /// Places in which hits are counted.
    list_length: usize,
    /// Per user the popularity of what is held out, and how much that is.
    bought: Vec<f32>,
    held_out: Vec<f32>,
    names: Vec<String>,
    measured: Vec<UserFigures>,
}

/// The intervals of all figures: users are drawn again and again, all of them first, then those of each segment.
pub struct Conclusion {
    users: Vec<u32>,
    interactions: usize,
    list_length: usize,
    seed: u64,
    names: Vec<String>,
    measured: Vec<UserFigures>,
    segments: Vec<Segment>,
    bootstrap: Bootstrap,
    /// Figures of all users that are also shown by segment: for each [`TOLD`] per model, then the number held out.
    told: Vec<f32>,
    comparison: Option<Comparison>,
    concluded: Vec<SegmentMetrics>,
}

impl Evaluator {
    /// An evaluation on what is held out of all users, by what is known of them; each model gets the same. Users are
    /// drawn by `seed`, and told apart by activity.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn new(known: &CsrMatrix, held_out: &CsrMatrix, seed: u64) -> Result<Self> {
        if held_out.ones() == 0 {
            return Err(Error::NothingHeldOut);
        }
        let tested = |&user: &u32| !held_out.row(user as usize).is_empty();
        let users: Vec<u32> = (0..held_out.rows() as u32).filter(tested).collect();
        let catalogue = Catalogue::of(known);
        let bought = users.iter().map(|&user| catalogue.popularity(held_out.row(user as usize)) as f32).collect();
        let segments = segments_by_activity(&users, known);
        let (interactions, list_length) = (held_out.ones(), list_length(held_out.width()));
        let held_out = users.iter().map(|&user| held_out.row(user as usize).len() as f32).collect();
        let (names, measured) = (Vec::new(), Vec::new());
        Ok(Evaluator { interactions, seed, segments, list_length, bought, held_out, users, names, measured })
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

    /// The measurement of a model; `known` and `held_out` are those of [`Evaluator::new`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn measurement(&self, known: &CsrMatrix, held_out: &CsrMatrix) -> Result<Measurement> {
        Measurement::new(self.users.iter().copied(), known, held_out)
    }

    /// Takes what the model `name` came to.
    pub fn add(&mut self, name: &str, figures: UserFigures) {
        self.names.push(name.to_owned());
        self.measured.push(figures);
    }

    /// The intervals of all models that were added.
    ///
    /// # Errors
    /// [`Error::WrongState`] without any model; [`Error::OutOfMemory`].
    pub fn conclude(self) -> Result<Conclusion> {
        let Evaluator { users, interactions, seed, segments, list_length, bought, held_out, names, mut measured } =
            self;
        if measured.is_empty() {
            return Err(Error::WrongState { call: "conclude", needs: "a measured model", state: "without models" });
        }
        let (mut told, mut found) = (Vec::new(), Vec::new());
        try_reserve(&mut told, users.len() * (TOLD * names.len() + 1))?;
        try_reserve(&mut found, users.len() * (names.len() + 1))?;
        for (user, &held_out) in held_out.iter().enumerate() {
            for UserFigures { figures, hits, .. } in &measured {
                let figure = |figure: usize| figures[user * FIGURES_PER_USER + figure];
                told.extend([figure(NDCG_10), figure(RECALL_10), hits[user]]);
                found.push(hits[user]);
            }
            told.push(held_out);
            found.push(held_out);
        }
        let figures = measured.iter_mut().map(|measured| std::mem::take(&mut measured.figures));
        let tables = figures.chain([found, bought]).collect();
        let bootstrap = Bootstrap::new(tables, users.len(), seed)?;
        let (comparison, concluded) = (None, Vec::new());
        Ok(Conclusion {
            users,
            interactions,
            list_length,
            seed,
            names,
            measured,
            segments,
            bootstrap,
            told,
            comparison,
            concluded,
        })
    }
}

impl Job for Conclusion {
    type Input<'a> = ();
    type Output = Comparison;

    fn poll(&mut self, (): ()) -> Result<Poll<Comparison>> {
        if self.concluded.len() == self.segments.len() && self.comparison.is_some() {
            return Err(Error::JOB_OVER);
        }
        if self.bootstrap.poll(())?.is_pending() {
            return Ok(Poll::Pending);
        }
        let Conclusion { users, names, segments, bootstrap, told, comparison, concluded, .. } = self;
        if comparison.is_none() {
            let summary = Summary::of_all(bootstrap, names, self.list_length);
            *comparison = Some(summary.comparison(&self.measured, users.len(), self.interactions));
        } else if let Some(segment) = segments.get(concluded.len()) {
            let summary = Summary::of_told(bootstrap, names, self.list_length);
            concluded.push(summary.segment(segment.name.clone(), segment.users.len()));
        }
        let Some(segment) = segments.get(concluded.len()) else {
            let comparison = comparison.clone().unwrap_or_default();
            return Ok(Poll::Ready(Comparison { segments: concluded.clone(), ..comparison }));
        };
        let width = TOLD * names.len() + 1;
        let mut rows = Vec::new();
        try_reserve(&mut rows, segment.users.len() * width)?;
        for user in &segment.users {
            let row = users.binary_search(user).unwrap_or_default();
            rows.extend_from_slice(&told[row * width..(row + 1) * width]);
        }
        *bootstrap = Bootstrap::new(vec![rows], segment.users.len(), self.seed)?;
        Ok(Poll::Pending)
    }

    /// All users have many figures, segments only a few.
    fn progress(&self) -> f64 {
        let drawn = self.bootstrap.progress();
        match self.comparison {
            None => 0.8 * drawn,
            Some(_) => {
                let done = self.concluded.len() as f64 + drawn;
                0.8 + 0.2 * (done / self.segments.len().max(1) as f64).min(1.0)
            }
        }
    }
}
