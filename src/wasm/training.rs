//! The training, for the worker: what it would be, its steps, and its end.

use wasm_bindgen::prelude::*;

use super::session::Session;
use super::step::now;
use super::{Outcome, failure, from_js, to_js};

#[wasm_bindgen]
impl Session {
    /// `Plan` of www/protocol.js.
    pub fn plan(&self, options: JsValue) -> Outcome {
        self.inner.plan(&from_js(options, "options")?).map_err(failure).and_then(|plan| to_js(&plan))
    }

    #[wasm_bindgen(js_name = beginTraining)]
    pub fn begin_training(&mut self, options: JsValue) -> Result<(), JsValue> {
        self.inner.begin_training(&from_js(options, "options")?).map_err(failure)
    }

    /// `Progress` of [`crate::session::Progress`].
    pub fn train(&mut self, budget: f64) -> Outcome {
        self.inner.train(&now, budget).map_err(failure).and_then(|progress| to_js(&progress))
    }

    /// `Trained` of www/protocol.js.
    #[wasm_bindgen(js_name = finishTraining)]
    pub fn finish_training(&mut self) -> Outcome {
        self.inner.finish_training().map_err(failure).and_then(|trained| to_js(&trained))
    }
}
