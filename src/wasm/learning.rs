//! The training with the evaluation that follows it.

use std::collections::BTreeMap;

use wasm_bindgen::prelude::*;

use super::convert::{Converted, answer, failure, from_js, to_js};
use super::session::Session;
use super::step::now;
use crate::codec::Flat;
use crate::training::Recipe;

/// `Options` by recipe: the defaults.
#[wasm_bindgen]
pub fn recipes() -> Converted {
    let recipes: BTreeMap<_, _> = Recipe::ALL.iter().map(|recipe| (recipe.name(), recipe.defaults())).collect();
    to_js(&recipes)
}

#[wasm_bindgen]
impl Session {
    /// `Plan` of www/protocol.js.
    pub fn plan(&self, options: JsValue) -> Converted {
        answer(self.inner.plan(&from_js(options, "options")?))
    }

    /// `Plan` of www/protocol.js, by which the training begins.
    #[wasm_bindgen(js_name = beginTraining)]
    pub fn begin_training(&mut self, options: JsValue) -> Converted {
        answer(self.inner.begin_training(&from_js(options, "options")?))
    }

    /// Begins the evaluation of what was trained, where it was given up.
    #[wasm_bindgen(js_name = beginEvaluation)]
    pub fn begin_evaluation(&mut self) -> Converted<()> {
        self.inner.begin_evaluation().map_err(failure)
    }

    /// [`RunProgress`](crate::pipeline::RunProgress), also of an evaluation alone.
    pub fn train(&mut self, budget: f64) -> Converted {
        answer(self.inner.train(&now, budget))
    }

    /// Ends the training part with the next call of `train`; the evaluation follows all the same.
    #[wasm_bindgen(js_name = stopTraining)]
    pub fn stop_training(&mut self) -> Converted<()> {
        self.inner.stop_training().map_err(failure)
    }

    #[wasm_bindgen(js_name = wantsBaselines)]
    pub fn wants_baselines(&self) -> bool {
        self.inner.wants_baselines()
    }

    /// Says that a helper tunes the baselines for the run under way.
    #[wasm_bindgen(js_name = awaitBaselines)]
    pub fn await_baselines(&mut self) -> Converted<()> {
        self.inner.await_baselines().map_err(failure)
    }

    /// Hears which share of it the helper has done, 0–1.
    #[wasm_bindgen(js_name = hearOfBaselines)]
    pub fn hear_of_baselines(&mut self, share: f64) -> Converted<()> {
        self.inner.hear_of_baselines(share).map_err(failure)
    }

    /// Takes what a helper's tuning came to; none where it failed.
    #[wasm_bindgen(js_name = handInBaselines)]
    pub fn hand_in_baselines(&mut self, params: Option<Vec<u8>>) -> Converted<()> {
        let params = params.map(|params| Flat::of_bytes(&params)).transpose();
        params.and_then(|params| self.inner.hand_in_baselines(params)).map_err(failure)
    }

    /// What was chosen for the baselines, for `handInBaselines` elsewhere; none before it is.
    #[wasm_bindgen(js_name = baselineParams)]
    pub fn baseline_params(&self) -> Converted<Option<Vec<u8>>> {
        self.inner.baseline_params().map(|params| params.to_bytes()).transpose().map_err(failure)
    }
}
