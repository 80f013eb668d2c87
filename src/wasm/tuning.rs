//! Trials of options, folds of the data, and the tuning of the baselines: what helpers do as well.

use wasm_bindgen::prelude::*;

use super::convert::{Converted, failure, from_js, to_js};
use super::session::Session;
use super::step::{Step, now, steps};
use crate::codec::Flat;
use crate::evaluation::{CrossValidation, FoldTest};
use crate::tuning::{self, option_candidates};

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(js_name = prepareTrials)]
    pub fn prepare_trials(&mut self, options: JsValue) -> Converted<()> {
        self.inner.prepare_trials(&from_js(options, "options")?).map_err(failure)
    }

    /// The linear path that was chosen, for `adoptLinear` elsewhere; none before it is.
    #[wasm_bindgen(js_name = linearChoice)]
    pub fn linear_choice(&self) -> Converted<Option<Vec<u8>>> {
        self.inner.linear_choice().map(|chosen| chosen.to_bytes()).transpose().map_err(failure)
    }

    #[wasm_bindgen(js_name = adoptLinear)]
    pub fn adopt_linear(&mut self, chosen: &[u8]) -> Converted<()> {
        Flat::of_bytes(chosen).and_then(|chosen| self.inner.adopt_linear(chosen)).map_err(failure)
    }

    #[wasm_bindgen(js_name = beginTrial)]
    pub fn begin_trial(&mut self, options: JsValue, epochs: f64) -> Converted<()> {
        self.inner.begin_trial(&from_js(options, "options")?, epochs).map_err(failure)
    }

    /// `{fraction, result}`; the result, `{validation, epochs, seconds}`, is there at the end.
    #[wasm_bindgen(js_name = advanceTrial)]
    pub fn advance_trial(&mut self, budget: f64) -> Converted {
        let (fraction, result) = self.inner.advance_trial(&now, budget).map_err(failure)?;
        to_js(&Step { fraction, result })
    }

    #[wasm_bindgen(js_name = beginFold)]
    pub fn begin_fold(&mut self, options: JsValue, index: usize, folds: usize) -> Converted<()> {
        self.inner.begin_fold(&from_js(options, "options")?, index, folds).map_err(failure)
    }

    /// `{fraction, result}`; the result, an evaluation as after a training, is there at the end.
    #[wasm_bindgen(js_name = advanceFold)]
    pub fn advance_fold(&mut self, budget: f64) -> Converted {
        let (fraction, result) = self.inner.advance_fold(&now, budget).map_err(failure)?;
        to_js(&Step { fraction, result })
    }

    #[wasm_bindgen(js_name = beginTuningBaselines)]
    pub fn begin_tuning_baselines(&mut self) -> Converted<()> {
        self.inner.begin_tuning_baselines().map_err(failure)
    }

    /// `{fraction, result}`; the result, for `handInBaselines`, is there at the end.
    #[wasm_bindgen(js_name = tuneBaselines)]
    pub fn tune_baselines(&mut self, budget: f64) -> Converted {
        steps(budget, || {
            let (fraction, params) = self.inner.poll_tuning_baselines()?;
            Ok((fraction, params.map(|params| params.to_bytes()).transpose()?))
        })
    }

    /// `Standing[]` of www/protocol.js: how the baselines stand in that tuning.
    pub fn standings(&self) -> Converted {
        to_js(&self.inner.standings())
    }

    /// `CrossValidation` of www/protocol.js, from the results of folds.
    #[wasm_bindgen(js_name = crossValidation)]
    pub fn cross_validation(tests: JsValue) -> Converted {
        let tests: Vec<FoldTest> = from_js(tests, "tests")?;
        to_js(&CrossValidation::of(&tests))
    }
}

/// See [`tuning::OptionsSearch`].
#[wasm_bindgen]
pub struct OptionsSearch {
    inner: tuning::OptionsSearch,
}

#[wasm_bindgen]
impl OptionsSearch {
    /// A search among options that are worth comparing: those given, and others.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Converted<OptionsSearch> {
        Ok(OptionsSearch { inner: tuning::OptionsSearch::new(option_candidates(&from_js(options, "options")?)) })
    }

    /// The same among these.
    #[wasm_bindgen(js_name = among)]
    pub fn among(candidates: JsValue) -> Converted<OptionsSearch> {
        Ok(OptionsSearch { inner: tuning::OptionsSearch::new(from_js(candidates, "options")?) })
    }

    /// How many trials there will be.
    #[wasm_bindgen(getter)]
    pub fn planned(&self) -> usize {
        self.inner.planned()
    }

    /// How many trials are done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.inner.done()
    }

    /// What can be tried now, `{options, rung, epochs}`; null while that depends on trials under way, or at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn next_trial(&mut self) -> Converted {
        to_js(&self.inner.next_trial())
    }

    /// Takes what a trial came to: `{options, rung, epochs, validation, seconds}`.
    pub fn found(&mut self, trial: JsValue) -> Converted<()> {
        self.inner.found(from_js(trial, "trial")?);
        Ok(())
    }

    /// All trials, the last rung first, in each the best first.
    pub fn tried(&self) -> Converted {
        to_js(&self.inner.tried())
    }

    /// The best options; null where validation says nothing.
    pub fn best(&self) -> Converted {
        to_js(&self.inner.best())
    }
}
