//! Trials of options and folds of the data, for the worker and its helpers.

use wasm_bindgen::prelude::*;

use super::session::Session;
use super::step::{Step, now};
use super::{Outcome, failure, from_js, to_js};
use crate::evaluation::comparison::Comparison;
use crate::evaluation::cross_validation::CrossValidation;
use crate::training::candidates::sweep;

#[wasm_bindgen]
impl Session {
    /// Options worth comparing: a list of them, those given first.
    pub fn sweep(options: JsValue) -> Outcome {
        to_js(&sweep(&from_js(options, "options")?))
    }

    #[wasm_bindgen(js_name = prepareTrials)]
    pub fn prepare_trials(&mut self, options: JsValue) -> Result<(), JsValue> {
        self.inner.prepare_trials(&from_js(options, "options")?).map_err(failure)
    }

    /// The linear path that was chosen, for `adoptLinear` elsewhere; null before it is.
    #[wasm_bindgen(js_name = linearChoice)]
    pub fn linear_choice(&self) -> Outcome {
        to_js(&self.inner.linear_choice())
    }

    #[wasm_bindgen(js_name = adoptLinear)]
    pub fn adopt_linear(&mut self, chosen: JsValue) -> Result<(), JsValue> {
        self.inner.adopt_linear(from_js(chosen, "linear")?).map_err(failure)
    }

    #[wasm_bindgen(js_name = beginTrial)]
    pub fn begin_trial(&mut self, options: JsValue, epochs: f64) -> Result<(), JsValue> {
        self.inner.begin_trial(&from_js(options, "options")?, epochs).map_err(failure)
    }

    /// `{fraction, result}`; the result, `{validation, epochs, seconds}`, is there at the end.
    #[wasm_bindgen(js_name = tryOn)]
    pub fn try_on(&mut self, budget: f64) -> Outcome {
        let (fraction, result) = self.inner.try_on(&now, budget).map_err(failure)?;
        to_js(&Step { fraction, result })
    }

    #[wasm_bindgen(js_name = beginFold)]
    pub fn begin_fold(&mut self, options: JsValue, index: usize, folds: usize) -> Result<(), JsValue> {
        self.inner.begin_fold(&from_js(options, "options")?, index, folds).map_err(failure)
    }

    /// `{fraction, result}`; the result, a test as after a training, is there at the end.
    #[wasm_bindgen(js_name = advanceFold)]
    pub fn advance_fold(&mut self, budget: f64) -> Outcome {
        let (fraction, result) = self.inner.advance_fold(&now, budget).map_err(failure)?;
        to_js(&Step { fraction, result })
    }

    /// `CrossValidation` of www/protocol.js, from the results of folds.
    #[wasm_bindgen(js_name = crossValidation)]
    pub fn cross_validation(tests: JsValue) -> Outcome {
        let tests: Vec<Comparison> = from_js(tests, "tests")?;
        to_js(&CrossValidation::of(&tests))
    }
}
