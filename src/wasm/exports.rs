//! The files to take away.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::convert::{Converted, bytes_to_js, failure, from_js};
use super::session::Session;
use super::step::now;
use crate::error::Error;
use crate::job::run_for;

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(js_name = beginRecommendationsCsv)]
    pub fn begin_recommendations_csv(&mut self, k: f64) -> Converted<()> {
        self.inner.begin_recommendations_csv(k).map_err(failure)
    }

    /// The part about the users from `from` to before `to`.
    #[wasm_bindgen(js_name = beginRecommendationsCsvOf)]
    pub fn begin_recommendations_csv_of(&mut self, k: f64, from: usize, to: usize) -> Converted<()> {
        self.inner.begin_recommendations_csv_of(k, from, to).map_err(failure)
    }

    /// The next bytes of recommendations.csv, which may be empty where users have every item; none at the end.
    #[wasm_bindgen(js_name = recommendationsCsv)]
    pub fn recommendations_csv(&mut self, budget: f64) -> Converted<Option<Uint8Array>> {
        let mut bytes = Vec::new();
        let poll = run_for(&now, budget, || self.inner.poll_recommendations_csv(&mut bytes)).map_err(failure)?;
        Ok((poll.is_pending() || !bytes.is_empty()).then(|| Uint8Array::from(bytes.as_slice())))
    }

    /// The share of the CSV under way that is done, 0–1.
    #[wasm_bindgen(js_name = exportFraction)]
    pub fn export_fraction(&self) -> f64 {
        self.inner.export_progress()
    }

    /// report.json; `context` is what the session does not know, `{date, file: {name, bytes, sha256}, k}`.
    pub fn report(&self, context: JsValue) -> Converted<String> {
        let report = self.inner.report().map_err(failure)?.within(from_js(context, "report")?);
        serde_json::to_string_pretty(&report).map_err(|_| failure(Error::WriteFailed { file: "report.json" }))
    }

    /// model.safetensors.
    #[wasm_bindgen(js_name = modelFile)]
    pub fn model_file(&self) -> Converted<Uint8Array> {
        bytes_to_js(self.inner.model_file())
    }
}
