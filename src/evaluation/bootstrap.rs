//! Intervals by the bootstrap over users (Efron 1979): users are drawn with
//! replacement, as many as there are, again and again; 95 % of the means lie between the
//! 2.5 % and the 97.5 % quantile.
//!
//! A resample is a vector that says how often each user was drawn, and the sums of all figures over it are products
//! of that vector with the figures. Many resamples at a time are a product of matrices.

use std::task::Poll;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::gemm::{MatrixRef, PackedMatrix};
use crate::memory::try_zeroed;
use crate::rng::{Generator, stream, unit};

/// Resamples of the users.
pub const RESAMPLES: usize = 1_000;
/// Draws in one step, at most; a step has at least one resample, with as many draws as there are users.
const DRAWS: usize = 500_000;
/// Counts of users that are kept at once, at most; at least those of one resample.
const COUNTS: usize = 2_000_000;
/// Multiplications in one step, about.
const PRODUCTS: usize = 16_000_000;

/// A figure and its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// A figure that is no mean over users, and whose spread is not known: nothing on either side.
    pub fn point(value: f64) -> Self {
        Interval { value, low: value, high: value }
    }
}

/// Means of several figures of the same users, resampled together, so that differences and
/// ratios between them are paired.
pub struct Bootstrap {
    users: usize,
    tables: Vec<Table>,
    /// The means over all users as they are, table by table.
    means: Vec<f64>,
    /// A row per resample, in the order of `means`: sums of what users are above the mean.
    sums: Vec<f64>,
    generator: Generator,
    /// How often each user was drawn, resample by resample of the block under way.
    counts: Vec<f32>,
    /// How many resamples a block has.
    block: usize,
    /// Resamples that are done, those of the block under way that are drawn, and its users that are in the sums.
    done: usize,
    drawn: usize,
    next_user: usize,
    packed: PackedMatrix<f32>,
    over: bool,
}

/// Figures side by side: a row per user.
struct Table {
    rows: Vec<f32>,
    figures: usize,
}

impl Bootstrap {
    /// A bootstrap over `users` users (at least one). Each table has a row per user, all of the same number of
    /// figures; figures are numbered from 0 through all tables.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(tables: Vec<Vec<f32>>, users: usize, seed: u64) -> Result<Self> {
        let table = |rows: Vec<f32>| Table { figures: rows.len() / users.max(1), rows };
        let mut tables: Vec<Table> = tables.into_iter().map(table).collect();
        let means: Vec<f64> = tables.iter_mut().flat_map(Table::centre).collect();
        let widest = tables.iter().map(|table| table.figures).max().unwrap_or(0);
        let block = (COUNTS / users.max(1)).clamp(1, RESAMPLES);
        let mut bootstrap = Bootstrap {
            users,
            sums: try_zeroed(0.0, RESAMPLES * means.len())?,
            tables,
            means,
            generator: stream(seed, "bootstrap"),
            counts: try_zeroed(0.0, block * users)?,
            block,
            done: 0,
            drawn: 0,
            next_user: 0,
            packed: PackedMatrix::new(0, 0)?,
            over: false,
        };
        bootstrap.packed = PackedMatrix::new(widest, bootstrap.chunk())?;
        Ok(bootstrap)
    }

    /// How many users a step takes into the sums.
    fn chunk(&self) -> usize {
        // So few that their sum in f32 is as good as in f64.
        (PRODUCTS / (self.block * self.means.len()).max(1)).clamp(64, 4_096).min(self.users)
    }

    /// Draws `resamples` more of the block under way.
    fn draw(&mut self, resamples: usize) {
        for counts in self.counts.chunks_exact_mut(self.users.max(1)).skip(self.drawn).take(resamples) {
            counts.fill(0.0);
            for _ in 0..counts.len() {
                // 53 random bits leave no user a chance that is off by more than 2⁻⁵³.
                let user = (unit(&mut self.generator) * counts.len() as f64) as usize;
                counts[user.min(counts.len() - 1)] += 1.0;
            }
        }
        self.drawn += resamples;
    }

    /// The mean of figure `figure` over all users as they are.
    pub fn mean(&self, figure: usize) -> f64 {
        self.means[figure]
    }

    /// The interval of any quantity that is computed from the means of figures, once all steps are done.
    pub fn interval(&self, quantity: impl Fn(&dyn Fn(usize) -> f64) -> f64) -> Interval {
        let value = quantity(&|figure| self.means[figure]);
        let resample = |sums: &[f64]| quantity(&|figure| self.means[figure] + sums[figure] / self.users as f64);
        let sums = self.sums.chunks_exact(self.means.len().max(1));
        let mut values: Vec<f64> = sums.take(self.done).map(resample).collect();
        if values.is_empty() {
            return Interval::point(value);
        }
        let last = (values.len() - 1) as f64;
        let mut quantile =
            |share: f64| *values.select_nth_unstable_by((last * share).round() as usize, f64::total_cmp).1;
        Interval { value, low: quantile(0.025), high: quantile(0.975) }
    }
}

impl Job for Bootstrap {
    type Input<'a> = ();
    type Output = ();

    /// Draws some resamples or takes some users into their sums.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongState`] after the end.
    fn poll(&mut self, (): ()) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
        let resamples = self.block.min(RESAMPLES - self.done);
        if self.drawn < resamples {
            self.draw((DRAWS / self.users.max(1)).clamp(1, resamples - self.drawn));
            self.over = self.users == 0;
            return Ok(if self.over { Poll::Ready(()) } else { Poll::Pending });
        }
        let chunk = self.chunk().min(self.users - self.next_user);
        let zeros = try_zeroed(0.0, resamples)?;
        let counts = MatrixRef { values: &self.counts[self.next_user..], stride: self.users };
        let mut offset = 0;
        for table in &self.tables {
            let figures = table.figures;
            let mut products = try_zeroed(0.0_f32, resamples * figures)?;
            let rows = &table.rows[self.next_user * figures..(self.next_user + chunk) * figures];
            self.packed.pack(figures, chunk, MatrixRef { values: rows, stride: figures });
            self.packed.multiply_from(&zeros, counts, &mut products, figures);
            let sums = self.sums.chunks_exact_mut(self.means.len().max(1)).skip(self.done);
            for (sums, products) in sums.zip(products.chunks_exact(figures.max(1))) {
                sums[offset..].iter_mut().zip(products).for_each(|(sum, &product)| *sum += f64::from(product));
            }
            offset += figures;
        }
        self.next_user += chunk;
        if self.next_user == self.users {
            self.done += resamples;
            (self.drawn, self.next_user) = (0, 0);
        }
        self.over = self.done == RESAMPLES;
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.over {
            return 1.0;
        }
        let block = self.block.min(RESAMPLES - self.done) as f64;
        let within = 0.2 * self.drawn as f64 + 0.8 * block * self.next_user as f64 / self.users.max(1) as f64;
        (self.done as f64 + within) / RESAMPLES as f64
    }
}

impl Table {
    /// Takes the mean off each figure and gives the means: sums of what is left are small, and so are their errors.
    fn centre(&mut self) -> Vec<f64> {
        let figures = self.figures.max(1);
        let users = self.rows.len() / figures;
        let mut means = vec![0.0; self.figures];
        for row in self.rows.chunks_exact(figures) {
            means.iter_mut().zip(row).for_each(|(mean, &value)| *mean += f64::from(value));
        }
        means.iter_mut().for_each(|mean| *mean /= users as f64);
        for row in self.rows.chunks_exact_mut(figures) {
            row.iter_mut().zip(&means).for_each(|(value, mean)| *value = (f64::from(*value) - mean) as f32);
        }
        means
    }
}
