//! The choice among several networks by successive halving (Jamieson & Talwalkar 2016): all train for a
//! few epochs, the better half goes on for three times as many, and so on until one is left, which then
//! trains to its end.

use std::rc::Rc;

use super::runner::{EpochRecord, Runner};
use crate::error::Result;
use crate::models::network_model::NetworkModel;
use crate::split::Split;
use crate::training::options::Settings;

/// Epochs of the first rung.
const FIRST_RUNG: u32 = 3;
/// How much further each rung goes than the one before.
const GROWTH: u32 = 3;

/// Networks in competition; each in turn up to the rung, then the better half goes on.
pub(super) struct Search {
    runners: Vec<Runner>,
    turn: usize,
    rung: u32,
    /// How many there were at the beginning.
    candidates: usize,
}

impl Search {
    /// A search among `candidates`, at least one.
    pub fn new(candidates: Vec<Settings>, split: &Split, validated: Rc<[u32]>) -> Result<Search> {
        let runners = candidates.into_iter().map(|settings| Runner::new(settings, split, validated.clone()));
        let runners = runners.collect::<Result<Vec<_>>>()?;
        Ok(Search { candidates: runners.len(), runners, turn: 0, rung: FIRST_RUNG })
    }

    /// One step of the network whose turn it is. The epochs that are to be told of: those of the winner, all that it
    /// has at once when it has won, and then each as it ends.
    pub fn step(&mut self, split: &Split, seconds: f64) -> Result<Vec<EpochRecord>> {
        let decided = self.is_decided();
        let runner = &mut self.runners[self.turn];
        // A network that has stopped waits for the others.
        if !decided && runner.is_over() {
            return Ok(self.pass());
        }
        let Some(mut record) = runner.step(split)? else { return Ok(Vec::new()) };
        runner.took(seconds);
        record.seconds = seconds;
        if decided {
            return Ok(vec![record]);
        }
        Ok(if record.epoch < self.rung { Vec::new() } else { self.pass() })
    }

    /// The turn goes to the next; after the last the better half goes on.
    fn pass(&mut self) -> Vec<EpochRecord> {
        self.turn += 1;
        if self.turn < self.runners.len() {
            return Vec::new();
        }
        // Stable: among equals the first stays.
        self.runners.sort_by(|one, other| other.best().total_cmp(&one.best()));
        self.runners.truncate(self.runners.len().div_ceil(2));
        (self.turn, self.rung) = (0, self.rung * GROWTH);
        if self.is_decided() { self.current().history().to_vec() } else { Vec::new() }
    }

    /// Whether one is left.
    pub fn is_decided(&self) -> bool {
        self.runners.len() == 1
    }

    /// Whether the one that is left has come to its end.
    pub fn is_over(&self) -> bool {
        self.is_decided() && self.current().is_over()
    }

    /// The network whose turn it is.
    pub fn current(&self) -> &Runner {
        &self.runners[self.turn]
    }

    /// Which network of how many is training, from 1.
    pub fn place(&self) -> (usize, usize) {
        (self.turn + 1, self.runners.len())
    }

    /// The network at hand, as a model.
    pub fn model(&mut self) -> NetworkModel<'_> {
        self.runners[self.turn].model()
    }

    /// The share of all networks' work that is done, 0–1: the rungs before one is left count for a third.
    pub fn progress(&self) -> f64 {
        const RUNGS: f64 = 1.0 / 3.0;
        let epochs = self.current().epochs_done() / f64::from(self.current().settings().epochs);
        match (self.candidates, self.is_decided()) {
            (1, _) => epochs,
            (_, true) => epochs.max(RUNGS),
            (_, false) => RUNGS * self.rungs_done(),
        }
    }

    /// The share of the rungs' epochs that is done, 0–1.
    fn rungs_done(&self) -> f64 {
        let (mut all, mut done) = (0.0, 0.0);
        let (mut left, mut rung, mut before) = (self.candidates, FIRST_RUNG, 0);
        while left > 1 {
            let epochs = f64::from(rung - before);
            all += left as f64 * epochs;
            if rung < self.rung {
                done += left as f64 * epochs;
            } else if rung == self.rung {
                let own = (self.current().epochs_done() - f64::from(before)).clamp(0.0, epochs);
                done += self.turn as f64 * epochs + own;
            }
            (left, before, rung) = (left.div_ceil(2), rung, rung * GROWTH);
        }
        done / all
    }

    /// The best network so far.
    pub fn finish(mut self) -> Runner {
        // In the midst of the search: the one with the best validation.
        let best = (0..self.runners.len())
            .reduce(|best, next| if self.runners[next].best() > self.runners[best].best() { next } else { best });
        self.runners.swap_remove(best.unwrap_or(0))
    }
}
