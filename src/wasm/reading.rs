//! The reading of files, for the worker: their heads, all of them, and what is given back of them.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::opening::choices_from;
use super::session::Session;
use super::step::{now, steps};
use super::{Outcome, bytes_to_js, failure, from_js, to_js};

#[wasm_bindgen]
impl Session {
    /// As [`super::preview_of`], and then the file can be read.
    pub fn open(&mut self, head: &[u8], whole: bool, choices: JsValue) -> Outcome {
        let choices = choices_from(choices)?;
        self.inner.open_with(head, whole, &choices).map_err(failure).and_then(|shown| to_js(&shown))
    }

    /// `split` is one of `SplitKind`; "auto" or nothing leaves it to the data.
    #[wasm_bindgen(js_name = beginReading)]
    pub fn begin_reading(&mut self, roles: JsValue, seed: f64, split: Option<String>) -> Result<(), JsValue> {
        let roles = from_js(roles, "roles")?;
        let split = match split {
            Some(kind) if kind != "auto" => Some(from_js(JsValue::from(kind), "split")?),
            _ => None,
        };
        self.inner.begin_reading_as(roles, seed, split).map_err(failure)
    }

    /// `reading` is a `Reading` of www/protocol.js, with `split` null where it is left to the data, and with the
    /// `bytes` that will come, 0 where that is unknown.
    #[wasm_bindgen(js_name = beginReadingBy)]
    pub fn begin_reading_by(&mut self, reading: JsValue) -> Result<(), JsValue> {
        self.inner.begin_reading_by(from_js(reading, "reading")?).map_err(failure)
    }

    /// Only one user in `every`.
    #[wasm_bindgen(js_name = readSample)]
    pub fn read_sample(&mut self, every: f64) -> Result<(), JsValue> {
        self.inner.read_sample(every).map_err(failure)
    }

    /// How many rows have been read.
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<f64, JsValue> {
        self.inner.read(bytes, last).map(|rows| rows as f64).map_err(failure)
    }

    /// `Dataset` of www/protocol.js.
    #[wasm_bindgen(js_name = finishReading)]
    pub fn finish_reading(&mut self) -> Outcome {
        self.inner.finish_reading().map_err(failure).and_then(|dataset| to_js(&dataset))
    }

    /// `{fraction, result}`; the data set is there at the end.
    #[wasm_bindgen(js_name = finishReadingStep)]
    pub fn finish_reading_step(&mut self, budget: f64) -> Outcome {
        steps(budget, || self.inner.finish_reading_step())
    }

    /// Begins to read the file once more, for its rejected rows.
    #[wasm_bindgen(js_name = beginRejected)]
    pub fn begin_rejected(&mut self) -> Result<(), JsValue> {
        self.inner.begin_rejected().map_err(failure)
    }

    /// Takes the file's next bytes; gives the next bytes of rejected.csv, which may be none.
    pub fn rejected(&mut self, bytes: &[u8], last: bool) -> Result<Uint8Array, JsValue> {
        bytes_to_js(self.inner.rejected(bytes, last))
    }

    #[wasm_bindgen(js_name = beginInteractionsCsv)]
    pub fn begin_interactions_csv(&mut self) -> Result<(), JsValue> {
        self.inner.begin_interactions_csv().map_err(failure)
    }

    /// The next bytes of interactions.csv; none at the end.
    #[wasm_bindgen(js_name = interactionsCsv)]
    pub fn interactions_csv(&mut self, budget: f64) -> Result<Option<Uint8Array>, JsValue> {
        let begun = now();
        let mut bytes = Vec::new();
        while let Some(part) = self.inner.interactions_csv().map_err(failure)? {
            bytes.extend_from_slice(&part);
            if now() - begun >= budget {
                break;
            }
        }
        Ok((!bytes.is_empty()).then(|| Uint8Array::from(bytes.as_slice())))
    }

    /// The share of interactions.csv that is done, 0–1.
    #[wasm_bindgen(js_name = interactionsCsvFraction)]
    pub fn interactions_csv_fraction(&self) -> f64 {
        self.inner.interactions_csv_fraction()
    }
}
