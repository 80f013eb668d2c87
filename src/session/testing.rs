//! The measurement of the trained network and of the baselines, all on the same test interactions.

use serde::Serialize;

use super::baselines::{Baseline, BaselineChoices, BaselineTuning, EASE, ITEM_KNN, Skipped};
use super::study::Study;
use super::{Fitted, Session};
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
    pub result: Option<Outcome>,
}

/// What a measurement came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Baselines that were left out, with the reason.
    pub skipped: Vec<Skipped>,
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
        let outcome = tuning.step(&data.study.split);
        let fraction = tuning.fraction();
        if !matches!(outcome, Ok(None)) {
            self.tuning = None;
        }
        outcome.map(|choices| (fraction, choices))
    }

    /// Whether the baselines still have to be tuned for the present split.
    pub fn wants_choices(&self) -> bool {
        self.data.as_ref().is_some_and(|data| data.study.baselines.choices.is_none())
    }

    /// What was chosen for the baselines on the present split, for another instance; none before it is.
    pub fn choices(&self) -> Option<&BaselineChoices> {
        self.data.as_ref()?.study.baselines.choices.as_ref()
    }

    /// Takes over what a tuning here or in another instance came to. Of another split it is of no use, and left aside.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read.
    pub fn adopt_choices(&mut self, choices: BaselineChoices) -> Result<()> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        if choices.seed == data.study.split.seed && data.study.baselines.choices.is_none() {
            data.study.baselines.choices = Some(choices);
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
        let mut testing = Testing::of(&data.study)?;
        let segments = data.segments(testing.test.users());
        segments.into_iter().for_each(|segment| testing.test.tell_apart(segment));
        self.test = Some(testing);
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
        let model = TURNS.get(testing.turn).copied().map(Turn::name);
        let wants_choices = testing.wants_choices(&data.study);
        let comparison = if wants_choices { None } else { testing.advance(fitted, &mut data.study)? };
        let fraction = testing.fraction(data.study.baselines.fraction());
        let result = comparison.map(|comparison| {
            fitted.comparison = Some(comparison.clone());
            Outcome { comparison, skipped: data.study.baselines.skipped() }
        });
        if result.is_some() {
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
    /// A test of all models on the split of `study`.
    ///
    /// # Errors
    /// [`Error::NothingHeldOut`].
    pub fn of(study: &Study) -> Result<Testing> {
        let split = &study.split;
        let test = Test::new(split.known_for_test(), &split.test, split.seed)?;
        Ok(Testing { test, turn: 0, begun: false })
    }

    /// Whether it is the turn of a baseline that has to be tuned first.
    fn wants_choices(&self, study: &Study) -> bool {
        let untuned = study.baselines.choices.is_none();
        untuned && matches!(TURNS.get(self.turn), Some(Turn::Baseline(Baseline::ItemKnn | Baseline::Ease, _)))
    }

    /// The next bounded step; baselines that nobody has tuned are passed over.
    pub fn advance(&mut self, fitted: &mut Fitted, study: &mut Study) -> Result<Option<Comparison>> {
        if self.wants_choices(study) {
            self.turn += 1;
            return Ok(None);
        }
        match TURNS.get(self.turn) {
            Some(&turn) => self.take_turn(turn, fitted, study).map(|()| None),
            None => self.test.conclude(),
        }
    }

    /// Fits the model whose turn it is a little further, or measures it on some users.
    fn take_turn(&mut self, turn: Turn, fitted: &mut Fitted, study: &mut Study) -> Result<()> {
        let (split, baselines) = (&study.split, &mut study.baselines);
        let (known, held_out) = (split.known_for_test(), &split.test);
        if let (Turn::Baseline(baseline, _), false) = (turn, self.begun) {
            if !baselines.fit(baseline, split)? {
                return Ok(());
            }
            if baselines.is_skipped(baseline) {
                self.turn += 1;
                return Ok(());
            }
        }
        if !self.begun {
            self.test.begin(turn.name(), known, held_out)?;
            self.begun = true;
        }
        let over = match turn {
            Turn::Network => self.test.step(&mut fitted.model(), known, held_out)?,
            Turn::Baseline(baseline, _) => {
                let model = baselines.model(baseline).ok_or(Error::WrongOrder)?;
                self.test.step(model, known, held_out)?
            }
        };
        if over {
            (self.turn, self.begun) = (self.turn + 1, false);
        }
        Ok(())
    }

    /// The share that is done, 0–1; `fitted` of the fit of the model whose turn it is. A fit counts as a half of
    /// its model's turn.
    pub fn fraction(&self, fitted: f64) -> f64 {
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
