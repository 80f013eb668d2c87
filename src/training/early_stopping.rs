//! Stopping when validation no longer gets better, and keeping what was best.

/// Watches a score of which more is better.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyStopping {
    patience: u32,
    best: Option<(u32, f64)>,
    last: u32,
}

impl EarlyStopping {
    /// Stops after `patience` epochs without a better score; 0 never stops.
    pub fn new(patience: u32) -> Self {
        EarlyStopping { patience, best: None, last: 0 }
    }

    /// Takes an epoch's score; says whether it is the best so far. The first of equal scores counts.
    pub fn record(&mut self, epoch: u32, score: f64) -> bool {
        self.last = epoch;
        let better = self.best.is_none_or(|(_, best)| score > best);
        if better {
            self.best = Some((epoch, score));
        }
        better
    }

    /// Whether it is time to stop.
    pub fn is_over(&self) -> bool {
        self.patience > 0 && self.best.is_some_and(|(epoch, _)| self.last - epoch >= self.patience)
    }

    /// The epoch with the best score.
    pub fn best_epoch(&self) -> Option<u32> {
        self.best.map(|(epoch, _)| epoch)
    }
}
