//! Early stopping: the end of a training whose validation score no longer improves.

/// The course of a score of which more is better.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyStopping {
    patience: u32,
    /// The best epoch and its score.
    best: Option<(u32, f64)>,
    last: u32,
}

impl EarlyStopping {
    /// Stopping after `patience` epochs without a better score; 0 never stops.
    pub fn new(patience: u32) -> Self {
        EarlyStopping { patience, best: None, last: 0 }
    }

    /// Records an epoch's score. Whether it is the best so far; of equal scores the first is the best.
    pub fn record(&mut self, epoch: u32, score: f64) -> bool {
        self.last = epoch;
        let better = self.best.is_none_or(|(_, best)| score > best);
        if better {
            self.best = Some((epoch, score));
        }
        better
    }

    /// Whether the patience is used up.
    pub fn is_over(&self) -> bool {
        self.patience > 0 && self.best.is_some_and(|(epoch, _)| self.last - epoch >= self.patience)
    }
}

#[cfg(test)]
mod tests;
