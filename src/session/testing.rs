//! The measurement of the trained network and of the baselines, all on the same test interactions.

use serde::Serialize;

use super::Session;
use super::baselines::{Baseline, BaselineChoices, BaselineTuning, EASE, ITEM_KNN};
use crate::error::{Error, Result};
use crate::evaluation::comparison::{Comparison, NETWORK, POPULARITY};
use crate::evaluation::test::Test;

/// The models in the order in which they are measured: those that wait for the tuning of baselines last.
const TURNS: [Turn; 4] = [
    Turn::Baseline(Baseline::Popularity, POPULARITY),
    Turn::Network,
    Turn::Baseline(Baseline::ItemKnn, ITEM_KNN),
    Turn::Baseline(Baseline::Ease, EASE),
];
/// The share of the time that all models take; the rest is for the intervals.
const MODELS: f64 = 0.85;

#[derive(Clone, Copy)]
enum Turn {
    Network,
    Baseline(Baseline, &'static str),
}

/// A test under way.
pub(super) struct Testing {
    test: Test,
    turn: usize,
    /// Whether the model whose turn it is, is being measured and not fitted any more.
    begun: bool,
}

/// How far a measurement has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// 0–1.
    pub fraction: f64,
    /// The model whose turn it is; none at the end.
    pub model: Option<&'static str>,
    /// Nothing can be done before the baselines are tuned.
    pub wants_choices: bool,
    pub result: Option<Comparison>,
}

impl Session {
    /// Begins to tune the baselines on the data's present split.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read.
    pub fn begin_tuning_baselines(&mut self) -> Result<()> {
        self.data()?;
        self.tuning = Some(BaselineTuning::new());
        Ok(())
    }

    /// The next bounded step of their tuning: the share that is done, and what was chosen at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_tuning_baselines`]; [`Error::OutOfMemory`].
    pub fn tune_baselines(&mut self) -> Result<(f64, Option<BaselineChoices>)> {
        let data = self.data.as_ref().ok_or(Error::WrongOrder)?;
        let tuning = self.tuning.as_mut().ok_or(Error::WrongOrder)?;
        let outcome = tuning.step(&data.split);
        let fraction = tuning.fraction();
        if !matches!(outcome, Ok(None)) {
            self.tuning = None;
        }
        outcome.map(|choices| (fraction, choices))
    }

    /// Whether the baselines still have to be tuned for the present split.
    pub fn wants_choices(&self) -> bool {
        self.data.as_ref().is_some_and(|data| data.baselines.choices.is_none())
    }

    /// Takes over what a tuning here or in another instance came to. Of another split it is of no use, and left aside.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read.
    pub fn adopt_choices(&mut self, choices: BaselineChoices) -> Result<()> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        if choices.seed == data.split.seed && data.baselines.choices.is_none() {
            data.baselines.choices = Some(choices);
        }
        Ok(())
    }

    /// Begins to measure the trained network and the baselines on the test interactions.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::NothingHeldOut`].
    pub fn begin_evaluation(&mut self) -> Result<()> {
        let fitted = self.fitted.as_ref().ok_or(Error::NotTrained)?;
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        // A later training that came to nothing may have split by another seed: what this
        // network has learned from must not be its test.
        data.split_by(fitted.split.seed)?;
        let split = &data.split;
        let mut test = Test::new(&split.known, &split.test, split.seed)?;
        for segment in data.segments() {
            test.tell_apart(segment);
        }
        self.test = Some(Testing { test, turn: 0, begun: false });
        Ok(())
    }

    /// The next bounded step of the measurement.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_evaluation`]; [`Error::OutOfMemory`].
    pub fn evaluate(&mut self) -> Result<Evaluation> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let testing = self.test.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        let mut result = None;
        let mut wants_choices = false;
        let mut model = None;
        match TURNS.get(testing.turn) {
            Some(&turn) => {
                let (split, baselines) = (&data.split, &mut data.baselines);
                let name = turn.name();
                model = Some(name);
                if let Turn::Baseline(baseline, _) = turn
                    && !testing.begun
                {
                    wants_choices = baseline != Baseline::Popularity && baselines.choices.is_none();
                    if wants_choices || !baselines.fit(baseline, split)? {
                        return Ok(Evaluation {
                            fraction: testing.fraction(baselines.fraction()),
                            model,
                            wants_choices,
                            result,
                        });
                    }
                    if baselines.is_skipped(baseline) {
                        testing.turn += 1;
                        return Ok(Evaluation { fraction: testing.fraction(0.0), model, wants_choices, result });
                    }
                }
                if !testing.begun {
                    testing.test.begin(name, &split.known, &split.test)?;
                    testing.begun = true;
                }
                let over = match turn {
                    Turn::Network => testing.test.step(&mut fitted.model(), &split.known, &split.test)?,
                    Turn::Baseline(baseline, _) => {
                        let model = baselines.model(baseline).ok_or(Error::WrongOrder)?;
                        testing.test.step(model, &split.known, &split.test)?
                    }
                };
                if over {
                    (testing.turn, testing.begun) = (testing.turn + 1, false);
                }
            }
            None => result = testing.test.conclude()?,
        }
        let fraction = testing.fraction(0.0);
        if let Some(comparison) = &result {
            fitted.comparison = Some(comparison.clone());
            self.test = None;
        }
        Ok(Evaluation { fraction, model, wants_choices, result })
    }
}

impl Turn {
    fn name(self) -> &'static str {
        match self {
            Turn::Network => NETWORK,
            Turn::Baseline(_, name) => name,
        }
    }
}

impl Testing {
    /// The share that is done, 0–1; `fitted` of the fit of the model whose turn it is. A fit counts as a half of
    /// its model's turn.
    fn fraction(&self, fitted: f64) -> f64 {
        if self.turn == TURNS.len() {
            return MODELS + (1.0 - MODELS) * self.test.fraction();
        }
        let own = match (TURNS[self.turn], self.begun) {
            (Turn::Network, false) => 0.0,
            (Turn::Network, true) => self.test.fraction(),
            (_, false) => 0.5 * fitted,
            (_, true) => 0.5 + 0.5 * self.test.fraction(),
        };
        MODELS * (self.turn as f64 + own) / TURNS.len() as f64
    }
}
