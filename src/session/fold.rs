//! One fold of a cross-validation: a whole training and its measurement on a division of its own.
//!
//! Baselines are tuned once, on the split at hand, and not again in each fold: they take part with those
//! options, where there are any, which is to their advantage and not to the network's.

use super::study::Study;
use super::testing::Testing;
use super::training::{Clock, Training};
use super::{Fitted, Session};
use crate::error::{Error, Result};
use crate::evaluation::comparison::Comparison;
use crate::split::folds::Folds;
use crate::training::options::Options;

/// The training's share of a fold's time, about.
const TRAINING: f64 = 0.9;

/// A fold under way.
pub(super) struct Fold {
    study: Study,
    stage: Stage,
}

enum Stage {
    Training(Box<Training>),
    Testing(Box<Fitted>, Box<Testing>),
}

impl Session {
    /// Begins fold `index` of `folds`, with a training by `options`. What was trained before stays as it is.
    ///
    /// # Errors
    /// As [`Session::plan`]; [`Error::OptionOutOfRange`] for the folds.
    pub fn begin_fold(&mut self, options: &Options, index: usize, folds: usize) -> Result<()> {
        self.fold = None;
        let data = self.data.as_ref().ok_or(Error::WrongOrder)?;
        let split = Folds::of(&data.interactions, folds, options.check()?.seed)?.split(index)?;
        let mut study = Study::new(split);
        study.baselines.choices = data.study.baselines.choices.clone();
        let stage = Stage::Training(Box::new(Training::new(options, &mut study)?));
        self.fold = Some(Fold { study, stage });
        Ok(())
    }

    /// Works on it for about `budget` milliseconds of `clock`: the share that is done, and what the test came to at
    /// the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_fold`]; [`Error::Diverged`]; [`Error::OutOfMemory`].
    pub fn advance_fold(&mut self, clock: &Clock, budget: f64) -> Result<(f64, Option<Comparison>)> {
        let Fold { mut study, stage } = self.fold.take().ok_or(Error::WrongOrder)?;
        let (stage, fraction) = match stage {
            Stage::Training(mut training) => {
                let progress = training.advance(&mut study, clock, budget)?;
                if progress.over {
                    let (_, fitted) = training.finish(&study.split)?;
                    let testing = Testing::of(&study)?;
                    (Stage::Testing(Box::new(fitted), Box::new(testing)), TRAINING)
                } else {
                    (Stage::Training(training), TRAINING * progress.fraction)
                }
            }
            Stage::Testing(mut fitted, mut testing) => {
                let begun = clock();
                while clock() - begun < budget {
                    if let Some(comparison) = testing.advance(&mut fitted, &mut study)? {
                        return Ok((1.0, Some(comparison)));
                    }
                }
                let fraction = TRAINING + (1.0 - TRAINING) * testing.fraction(study.baselines.fraction());
                (Stage::Testing(fitted, testing), fraction)
            }
        };
        self.fold = Some(Fold { study, stage });
        Ok((fraction, None))
    }
}
