//! Seconds until a run is over, foreseen from the work that each of its phases takes and from how fast it has gone so far.

use crate::models::ease::Ease;
use crate::pipeline::split_context::SplitContext;
use crate::tuning::{MAX_CLOSED_FORM_ITEMS, TUNING_USERS};

/// Fits of a tuning, about: EASE's, with those of item-kNN, which are cheaper.
const TUNING_FITS: f64 = 8.0;
/// Multiply-adds that scoring and ranking one item of one user take, about; a list is looked at in many ways in the end.
const SCORE: f64 = 300.0;
/// Models of an evaluation, and multiply-adds of its intervals for each user.
const MODELS: f64 = 4.0;
const INTERVALS: f64 = 200_000.0;
/// The share of a phase from which on its own speed is all that counts for the rest of it.
const OWN_SPEED: f64 = 0.1;
/// Seconds before which nothing is foreseen.
const FIRST: f64 = 0.5;
/// How much of the time so far an estimate is smoothed over, and how many seconds at least.
const SMOOTHING: f64 = 0.1;
const MIN_SMOOTHING: f64 = 0.3;

/// The phases of a run, in their order.
#[derive(Clone, Copy, PartialEq)]
pub enum RunPhase {
    Tuning,
    Linear,
    Networks,
    Evaluation,
}

/// A tuning in another worker, which is waited for in the end.
#[derive(Clone, Copy)]
struct Elsewhere {
    /// Multiply-adds, about.
    work: f64,
    /// The share that was done when it was heard of last, and when that was.
    done: f64,
    heard: f64,
}

/// What is foreseen of a run.
pub struct TimeLeft {
    /// Multiply-adds of each phase, about; 0 of one that is not done here.
    work: [f64; 4],
    /// Seconds of each phase so far, and the share of it that is done.
    spent: [f64; 4],
    done: [f64; 4],
    /// When that was.
    now: f64,
    /// The tuning that another worker does at the same time.
    elsewhere: Option<Elsewhere>,
    /// The seconds left that were told last, and when.
    told: Option<(f64, f64)>,
}

/// An evaluation alone.
impl Default for TimeLeft {
    fn default() -> Self {
        let work = [0.0, 0.0, 0.0, 1.0];
        TimeLeft { work, spent: [0.0; 4], done: [0.0; 4], now: 0.0, elsewhere: None, told: None }
    }
}

impl TimeLeft {
    /// Of a run whose linear path and networks take these multiply-adds.
    pub fn of_run([linear, networks]: [f64; 2], context: &SplitContext) -> TimeLeft {
        let split = &context.split;
        let (users, items) = (split.test.rows() as f64, split.train.width() as f64);
        let fit = Ease::work(split.train.width().min(MAX_CLOSED_FORM_ITEMS));
        let is_tuned = context.baselines.params.is_some();
        let measured = users.min(TUNING_USERS as f64) * items * SCORE;
        let tuning = if is_tuned { 0.0 } else { TUNING_FITS * (fit + measured) };
        let evaluation = fit + users * (MODELS * items * SCORE + INTERVALS);
        TimeLeft { work: [tuning, linear, networks, evaluation], ..TimeLeft::default() }
    }

    /// The same of a run whose training goes on after that many seconds of it.
    pub fn resumed(mut self, seconds: f64) -> TimeLeft {
        self.now = seconds;
        self.spent[RunPhase::Networks as usize] = seconds;
        self
    }

    /// Says that another worker tunes the baselines.
    pub fn leave_tuning_to_others(&mut self) {
        let work = std::mem::take(&mut self.work[RunPhase::Tuning as usize]);
        self.elsewhere = Some(Elsewhere { work, done: 0.0, heard: self.now });
    }

    /// Hears that the other worker has done this share of the tuning.
    pub fn hear_of_tuning(&mut self, share: f64) {
        if let Some(elsewhere) = &mut self.elsewhere {
            (elsewhere.done, elsewhere.heard) = (share, self.now);
        }
    }

    /// Says that nothing more comes from the other worker; where it has failed, the tuning is done here, before the training
    /// or within the evaluation.
    pub fn end_tuning_elsewhere(&mut self, has_failed: bool, is_first: bool) {
        let Some(elsewhere) = self.elsewhere.take().filter(|_| has_failed) else { return };
        let phase = if is_first { RunPhase::Tuning } else { RunPhase::Evaluation };
        self.work[phase as usize] += elsewhere.work;
    }

    /// Says that for some seconds there was nothing to do but to wait.
    pub fn wait(&mut self, seconds: f64) {
        self.now += seconds;
    }

    /// The share of the work before the evaluation that is done: `share` of the phase, `trained` of the training.
    pub fn share_before_evaluation(&self, phase: RunPhase, share: f64, trained: f64) -> f64 {
        let [tuning, linear, networks, _] = self.work;
        let tuned = tuning / (tuning + linear + networks).max(1.0);
        // The end is exactly 1.
        if phase == RunPhase::Tuning { tuned * share } else { 1.0 - (1.0 - tuned) * (1.0 - trained) }
    }

    /// The seconds left after `now` seconds of work and waiting, where `fraction` of `phase` is done; none at the beginning, when
    /// nothing can be foreseen.
    pub fn at(&mut self, now: f64, phase: RunPhase, fraction: f64) -> Option<f64> {
        let phase = phase as usize;
        self.spent[phase] += now - self.now;
        self.now = now;
        self.done[phase] = fraction;
        self.done[..phase].fill(1.0);
        if now < FIRST {
            return None;
        }
        let estimate = self.estimate(phase);
        let left = match self.told {
            None => estimate,
            Some((left, then)) => {
                let passed = now - then;
                let expected = left - passed;
                let weight = 1.0 - (-passed / (SMOOTHING * now).max(MIN_SMOOTHING)).exp();
                // However wrong it was, it doubles no faster than within a second.
                (expected + weight * (estimate - expected)).min(left * (1.0 + passed) + passed)
            }
        };
        let left = left.max(0.0);
        self.told = Some((left, now));
        Some(left)
    }

    /// What is left of the phase under way at its own speed, and of later ones at the speed of all so far. The evaluation waits
    /// for the tuning elsewhere.
    fn estimate(&self, phase: usize) -> f64 {
        let worked: f64 = self.work.iter().zip(self.done).map(|(work, done)| work * done).sum();
        let each = self.spent.iter().sum::<f64>() / worked.max(1.0);
        let by_work = self.work[phase] * (1.0 - self.done[phase]) * each;
        let own = self.spent[phase] / self.done[phase].max(1e-9) * (1.0 - self.done[phase]);
        // The speed of a phase shows only once some of it is done.
        let trust = (self.done[phase] / OWN_SPEED).min(1.0);
        let under_way = trust * own + (1.0 - trust) * by_work;
        let elsewhere = self.elsewhere.map_or(0.0, |elsewhere| elsewhere.left(self.now, each));
        let evaluation = RunPhase::Evaluation as usize;
        if phase == evaluation {
            return elsewhere + under_way;
        }
        let later = |phases: &[f64]| phases.iter().sum::<f64>() * each;
        (under_way + later(&self.work[phase + 1..evaluation])).max(elsewhere) + later(&self.work[evaluation..])
    }
}

impl Elsewhere {
    /// Seconds left at `now`; `each` is what a multiply-add takes here, as long as nothing was heard from there.
    fn left(self, now: f64, each: f64) -> f64 {
        let whole = if self.done > 0.0 { self.heard / self.done } else { self.work * each };
        (whole - now).max(0.0)
    }
}
