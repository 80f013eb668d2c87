//! The files to take away, for the worker.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::session::Session;
use super::step::now;
use super::{bytes_to_js, failure};
use crate::error::Error;

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(js_name = beginRecommendationsCsv)]
    pub fn begin_recommendations_csv(&mut self, k: f64) -> Result<(), JsValue> {
        self.inner.begin_recommendations_csv(k).map_err(failure)
    }

    /// The part about the users from `from` to before `to`.
    #[wasm_bindgen(js_name = beginRecommendationsCsvOf)]
    pub fn begin_recommendations_csv_of(&mut self, k: f64, from: usize, to: usize) -> Result<(), JsValue> {
        self.inner.begin_recommendations_csv_of(k, from, to).map_err(failure)
    }

    /// The next bytes of recommendations.csv, which may be empty where users have every item; none at the end.
    #[wasm_bindgen(js_name = recommendationsCsv)]
    pub fn recommendations_csv(&mut self, budget: f64) -> Result<Option<Uint8Array>, JsValue> {
        let begun = now();
        let mut bytes = Vec::new();
        loop {
            match self.inner.recommendations_csv().map_err(failure)? {
                Some(part) => bytes.extend_from_slice(&part),
                None if bytes.is_empty() => return Ok(None),
                None => break,
            }
            if now() - begun >= budget {
                break;
            }
        }
        Ok(Some(Uint8Array::from(bytes.as_slice())))
    }

    /// The share of recommendations.csv, or of the part of it, that is done, 0–1.
    #[wasm_bindgen(js_name = recommendationsCsvFraction)]
    pub fn recommendations_csv_fraction(&self) -> f64 {
        self.inner.recommendations_csv_fraction()
    }

    /// report.json.
    pub fn report(&self) -> Result<String, JsValue> {
        let report = self.inner.report().map_err(failure)?;
        serde_json::to_string_pretty(&report).map_err(|_| failure(Error::WrongOrder))
    }

    /// model.safetensors.
    #[wasm_bindgen(js_name = modelFile)]
    pub fn model_file(&self) -> Result<Uint8Array, JsValue> {
        bytes_to_js(self.inner.model_file())
    }
}
