//! The measurement of what was trained, for the worker, and the tuning of the baselines that it is measured against.

use wasm_bindgen::prelude::*;

use super::session::Session;
use super::step::{now, steps};
use super::{Outcome, failure, from_js, to_js};

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(js_name = beginEvaluation)]
    pub fn begin_evaluation(&mut self) -> Result<(), JsValue> {
        self.inner.begin_evaluation().map_err(failure)
    }

    /// `Evaluation` of [`crate::session::Evaluation`]; the result is there at the end.
    pub fn evaluate(&mut self, budget: f64) -> Outcome {
        let begun = now();
        loop {
            let evaluation = self.inner.evaluate().map_err(failure)?;
            if evaluation.result.is_some() || evaluation.wants_choices || now() - begun >= budget {
                return to_js(&evaluation);
            }
        }
    }

    #[wasm_bindgen(js_name = wantsChoices)]
    pub fn wants_choices(&self) -> bool {
        self.inner.wants_choices()
    }

    /// What was chosen for the baselines, for `adoptChoices` elsewhere; null before it is.
    #[wasm_bindgen(js_name = baselineChoices)]
    pub fn baseline_choices(&self) -> Outcome {
        to_js(&self.inner.choices())
    }

    #[wasm_bindgen(js_name = beginTuningBaselines)]
    pub fn begin_tuning_baselines(&mut self) -> Result<(), JsValue> {
        self.inner.begin_tuning_baselines().map_err(failure)
    }

    /// `{fraction, result}`; the result, what was chosen, is there at the end.
    #[wasm_bindgen(js_name = tuneBaselines)]
    pub fn tune_baselines(&mut self, budget: f64) -> Outcome {
        steps(budget, || self.inner.tune_baselines())
    }

    #[wasm_bindgen(js_name = adoptChoices)]
    pub fn adopt_choices(&mut self, choices: JsValue) -> Result<(), JsValue> {
        self.inner.adopt_choices(from_js(choices, "choices")?).map_err(failure)
    }
}
