//! Successive halving (Jamieson & Talwalkar 2016): all candidates train for a few epochs, the better part of them for
//! several times as many, and so on. The rules, and their two uses: networks that compete within one training, and sets of
//! options that are tried by several workers.

use std::cmp::Ordering;
use std::rc::Rc;
use std::task::Poll;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::models::network_model::NetworkModel;
use crate::order::sort_few;
use crate::split::Split;
use crate::training::{Options, Settings};
use crate::tuning::validated_trainer::{EpochRecord, ValidatedTrainer};

mod checkpoint;

/// How many candidates go on, and how far.
#[derive(Clone, Copy, Debug)]
struct Rules {
    /// Epochs of the first rung.
    first_epochs: u32,
    /// Each rung goes this many times as far as the one before.
    growth: u32,
    /// One in this many candidates of a rung is promoted to the next.
    one_in: usize,
}

/// Networks within one training: half of them go on, until one is left.
const NETWORKS: Rules = Rules { first_epochs: 3, growth: 3, one_in: 2 };
/// Sets of options: a third of them goes on, through at most [`MAX_RUNGS`] rungs.
const OPTIONS: Rules = Rules { first_epochs: 3, growth: 3, one_in: 3 };
const MAX_RUNGS: usize = 3;

impl Rules {
    fn promoted(self, candidates: usize) -> usize {
        candidates.div_ceil(self.one_in)
    }

    /// Epochs to which candidates train in `rung`, from 1.
    fn epochs(self, rung: u32) -> u32 {
        self.first_epochs.saturating_mul(self.growth.saturating_pow(rung.saturating_sub(1)))
    }
}

/// Networks that compete; each in turn trains up to the rung, then the better half goes on. One is left in the end, which
/// trains to its end.
pub struct NetworkSearch {
    trainers: Vec<ValidatedTrainer>,
    turn: usize,
    /// From 1.
    rung: u32,
    /// Those at the beginning.
    candidates: Vec<Settings>,
    /// Completed epochs of all.
    epochs: u32,
    /// The cost of all completed epochs.
    spent: f64,
}

/// Costs of a search; see [`NetworkSearch::costs`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkCosts {
    pub spent: f64,
    pub left: f64,
    pub again: f64,
}

impl NetworkSearch {
    /// A search among `candidates`, at least one.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(candidates: &[Settings], split: &Split, validated: &Rc<[u32]>) -> Result<NetworkSearch> {
        let trainers =
            candidates.iter().map(|settings| ValidatedTrainer::new(settings.clone(), split, validated.clone()));
        let trainers = trainers.collect::<Result<Vec<_>>>()?;
        Ok(NetworkSearch { trainers, turn: 0, rung: 1, candidates: candidates.to_vec(), epochs: 0, spent: 0.0 })
    }

    /// The turn goes to the next; after the last the better half goes on.
    fn pass(&mut self) {
        self.turn += 1;
        if self.turn < self.trainers.len() {
            return;
        }
        // Stable: among equals the first stays.
        sort_few(&mut self.trainers, |one, other| other.best().total_cmp(&one.best()));
        self.trainers.truncate(NETWORKS.promoted(self.trainers.len()));
        (self.turn, self.rung) = (0, self.rung + 1);
    }

    /// Whether one is left.
    pub fn is_decided(&self) -> bool {
        self.trainers.len() == 1
    }

    /// Whether the one that is left has come to its end.
    pub fn is_over(&self) -> bool {
        self.is_decided() && self.current().is_over()
    }

    /// The network whose turn it is.
    pub fn current(&self) -> &ValidatedTrainer {
        &self.trainers[self.turn]
    }

    /// NDCG@10 on validation of the best network so far; none before the first epoch.
    pub fn best_ndcg(&self) -> Option<f64> {
        let best = self.trainers.iter().map(ValidatedTrainer::best).filter(|ndcg| ndcg.is_finite());
        best.max_by(f64::total_cmp)
    }

    /// Completed epochs of all networks.
    pub fn epochs(&self) -> u32 {
        self.epochs
    }

    /// The epochs that are worth telling of: those of the winner, once there is one.
    pub fn records(&self) -> &[EpochRecord] {
        if self.is_decided() { self.current().history() } else { &[] }
    }

    /// Which network of how many is training, from 1.
    pub fn place(&self) -> (usize, usize) {
        (self.turn + 1, self.trainers.len())
    }

    /// What tells one completed epoch from another: the rung, the turn, and how many epochs the network has; none before the
    /// first.
    pub fn completed(&self) -> Option<(u32, usize, usize)> {
        let epochs = self.current().history().len();
        (epochs > 0).then_some((self.rung, self.turn, epochs))
    }

    /// The first items of [`ValidatedTrainer::first_items`], by the network at hand.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn first_items(&mut self, known: &CsrMatrix, user: u32, count: usize) -> Result<Option<Vec<u32>>> {
        self.trainers[self.turn].first_items(known, user, count)
    }

    /// The network at hand, as a model.
    pub fn model(&mut self) -> NetworkModel<'_> {
        self.trainers[self.turn].model()
    }

    /// What has been done, what is still to come, and what a training anew up to the best epoch would take, each in
    /// [`ValidatedTrainer::epoch_cost`], about.
    pub fn costs(&self) -> NetworkCosts {
        let (all, done, before) = self.rung_epochs();
        let current = self.current();
        let spent = self.spent + current.epochs_done().fract() * current.epoch_cost();
        if self.is_decided() {
            let left = (current.expected_epochs() - current.epochs_done()).max(0.0) * current.epoch_cost();
            return NetworkCosts { spent, left, again: f64::from(current.kept_epoch()) * current.epoch_cost() };
        }
        let mean = self.trainers.iter().map(ValidatedTrainer::epoch_cost).sum::<f64>() / self.trainers.len() as f64;
        let leader = self.trainers.iter().reduce(|best, next| if next.best() > best.best() { next } else { best });
        let leader = leader.unwrap_or(current);
        let last = (leader.expected_epochs() - f64::from(before)).max(0.0);
        let left = (all - done) * mean + last * leader.epoch_cost();
        NetworkCosts { spent, left, again: f64::from(before) * leader.epoch_cost() }
    }

    /// Epochs of all rungs, those of them that are done, and how many the network has by then that is left.
    fn rung_epochs(&self) -> (f64, f64, u32) {
        let (mut all, mut done) = (0.0, 0.0);
        let (mut left, mut rung, mut before) = (self.candidates.len(), 1, 0);
        while left > 1 {
            let epochs = f64::from(NETWORKS.epochs(rung) - before);
            all += left as f64 * epochs;
            match rung.cmp(&self.rung) {
                Ordering::Less => done += left as f64 * epochs,
                Ordering::Equal => {
                    let own = (self.current().epochs_done() - f64::from(before)).clamp(0.0, epochs);
                    done += self.turn as f64 * epochs + own;
                }
                Ordering::Greater => {}
            }
            (left, before, rung) = (NETWORKS.promoted(left), NETWORKS.epochs(rung), rung + 1);
        }
        (all, done, before)
    }

    /// The best network so far.
    pub fn finish(mut self) -> ValidatedTrainer {
        // In the midst of the search: the one with the best validation.
        let best = (0..self.trainers.len())
            .reduce(|best, next| if self.trainers[next].best() > self.trainers[best].best() { next } else { best });
        self.trainers.swap_remove(best.unwrap_or(0))
    }
}

impl Job for NetworkSearch {
    /// The split, and the seconds of work so far.
    type Input<'a> = (&'a Split, f64);
    type Output = ();

    fn poll(&mut self, input: (&Split, f64)) -> Result<Poll<()>> {
        if self.is_over() {
            return Err(Error::JOB_OVER);
        }
        let decided = self.is_decided();
        let trainer = &mut self.trainers[self.turn];
        // A network that has stopped waits for the others.
        if !decided && trainer.is_over() {
            self.pass();
        } else {
            let before = trainer.history().len();
            let _ = trainer.poll(input)?;
            let epochs = trainer.history().len();
            if epochs > before {
                self.spent += trainer.epoch_cost();
                self.epochs = self.epochs.saturating_add(1);
            }
            if !decided && epochs > before && epochs as u32 >= NETWORKS.epochs(self.rung) {
                self.pass();
            }
        }
        Ok(if self.is_over() { Poll::Ready(()) } else { Poll::Pending })
    }

    /// The rungs before one is left count for a third.
    fn progress(&self) -> f64 {
        const RUNGS: f64 = 1.0 / 3.0;
        let epochs = self.current().progress();
        match (self.candidates.len(), self.is_decided()) {
            (1, _) => epochs,
            (_, true) => epochs.max(RUNGS),
            (_, false) => {
                let (all, done, _) = self.rung_epochs();
                RUNGS * done / all
            }
        }
    }
}

/// A set of options to be tried, for that many epochs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionsTrial {
    pub options: Options,
    /// From 1.
    pub rung: u32,
    pub epochs: u32,
}

/// A set of options that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TriedOptions {
    pub options: Options,
    pub rung: u32,
    /// Completed epochs.
    pub epochs: u32,
    /// NDCG@10 on validation of the best epoch; none where nothing is held out.
    pub validation: Option<f64>,
    pub seconds: f64,
}

struct Rung {
    /// How many trials it will have.
    size: usize,
    waiting: Vec<Options>,
    /// Those that were ever waiting.
    promoted: Vec<Options>,
    tried: Vec<TriedOptions>,
}

/// Which options are tried next, and for how long. Options that are certain to be in the next rung, however the rest of
/// theirs turns out, begin there at once: no worker waits for the last trial of a rung, and the trials are the same.
pub struct OptionsSearch {
    rungs: Vec<Rung>,
}

impl OptionsSearch {
    /// A search among `candidates`.
    pub fn new(candidates: Vec<Options>) -> OptionsSearch {
        let mut sizes = vec![candidates.len()];
        let mut next = OPTIONS.promoted(candidates.len());
        // One alone is tried once more, and then is the best.
        while sizes.len() < MAX_RUNGS && (sizes.len() == 1 || next > 1) {
            sizes.push(next);
            next = OPTIONS.promoted(next);
        }
        let rung = |size: usize| Rung { size, waiting: Vec::new(), promoted: Vec::new(), tried: Vec::new() };
        let mut rungs: Vec<Rung> = sizes.into_iter().map(rung).collect();
        if let Some(first) = rungs.first_mut() {
            first.waiting = in_turn(candidates);
        }
        OptionsSearch { rungs }
    }

    /// How many trials there will be.
    pub fn planned(&self) -> usize {
        self.rungs.iter().map(|rung| rung.size).sum()
    }

    /// How many trials are done.
    pub fn done(&self) -> usize {
        self.rungs.iter().map(|rung| rung.tried.len()).sum()
    }

    /// What can be tried now, the furthest rung first; none while that depends on trials under way, or at the end.
    pub fn next_trial(&mut self) -> Option<OptionsTrial> {
        for (index, rung) in self.rungs.iter_mut().enumerate().rev() {
            if !rung.waiting.is_empty() {
                let (options, rung) = (rung.waiting.remove(0), index as u32 + 1);
                return Some(OptionsTrial { options, rung, epochs: OPTIONS.epochs(rung) });
            }
        }
        None
    }

    /// Takes what a trial came to.
    pub fn found(&mut self, found: TriedOptions) {
        let index = found.rung.max(1) as usize - 1;
        let Some(rung) = self.rungs.get_mut(index) else { return };
        rung.tried.push(found);
        sort_few(&mut rung.tried, by_validation);
        let missing = rung.size.saturating_sub(rung.tried.len());
        let best: Vec<Options> = rung.tried.iter().map(|tried| tried.options.clone()).collect();
        let Some(next) = self.rungs.get_mut(index + 1) else { return };
        // However good those are that are still missing, this many of the best stay among the promoted.
        for options in best.into_iter().take(next.size.saturating_sub(missing)) {
            if !next.promoted.contains(&options) {
                next.promoted.push(options.clone());
                next.waiting.push(options);
            }
        }
        next.waiting = in_turn(std::mem::take(&mut next.waiting));
    }

    /// All trials, the last rung first, in each the best first.
    pub fn tried(&self) -> Vec<TriedOptions> {
        self.rungs.iter().rev().flat_map(|rung| &rung.tried).cloned().collect()
    }

    /// The best options of the furthest rung; none where validation says nothing.
    pub fn best(&self) -> Option<&Options> {
        let first = self.rungs.iter().rev().find_map(|rung| rung.tried.first())?;
        first.validation.map(|_| &first.options)
    }
}

/// One with a linear path first, for the worker that chooses it; then those without one, for helpers meanwhile; then the
/// longest first, so that all end together.
fn in_turn(mut options: Vec<Options>) -> Vec<Options> {
    let width = |options: &Options| options.hidden.iter().sum::<f64>();
    sort_few(&mut options, |one, other| width(other).total_cmp(&width(one)));
    let (mut with, without): (Vec<Options>, Vec<Options>) = options.into_iter().partition(|options| options.linear);
    let rest = if with.is_empty() { Vec::new() } else { with.split_off(1) };
    with.into_iter().chain(without).chain(rest).collect()
}

fn by_validation(one: &TriedOptions, other: &TriedOptions) -> Ordering {
    let value = |tried: &TriedOptions| tried.validation.unwrap_or(-1.0);
    let name = |tried: &TriedOptions| serde_json::to_string(&tried.options).unwrap_or_default();
    value(other).total_cmp(&value(one)).then_with(|| name(one).cmp(&name(other)))
}
