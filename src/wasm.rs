//! The boundary: everything that knows JavaScript. Each method is a conversion and a call.
//!
//! Small objects cross by serde-wasm-bindgen, bytes as typed arrays, errors as
//! `{code, params}`. Long work comes in bounded steps that take a budget in milliseconds.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Param};
use crate::evaluation::comparison::Comparison;
use crate::session;
use crate::training::recipe::Recipe;

type Outcome = Result<JsValue, JsValue>;

/// One file, from its bytes to its recommendations; see [`session::Session`].
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    inner: session::Session,
}

#[derive(Serialize)]
struct Failure {
    code: &'static str,
    params: BTreeMap<&'static str, Param>,
}

#[derive(Serialize)]
struct Evaluation {
    fraction: f64,
    result: Option<Comparison>,
}

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Session {
        Session::default()
    }

    /// `Preview` of www/protocol.js.
    pub fn open(&mut self, head: &[u8], whole: bool) -> Outcome {
        self.inner.open(head, whole).map_err(failure).and_then(|shown| to_js(&shown))
    }

    #[wasm_bindgen(js_name = beginReading)]
    pub fn begin_reading(&mut self, roles: JsValue, seed: f64, meaning: Option<JsValue>) -> Result<(), JsValue> {
        let roles = from_js(roles, "roles")?;
        let meaning = meaning.filter(|meaning| !meaning.is_null() && !meaning.is_undefined());
        let meaning = meaning.map(|meaning| from_js(meaning, "meaning")).transpose()?.unwrap_or_default();
        self.inner.begin_reading_as(roles, meaning, seed).map_err(failure)
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

    /// Begins to read the file once more, for its rejected rows.
    #[wasm_bindgen(js_name = beginRejected)]
    pub fn begin_rejected(&mut self) -> Result<(), JsValue> {
        self.inner.begin_rejected().map_err(failure)
    }

    /// Takes the file's next bytes; gives the next bytes of rejected.csv, which may be none.
    pub fn rejected(&mut self, bytes: &[u8], last: bool) -> Result<Uint8Array, JsValue> {
        self.inner.rejected(bytes, last).map(|csv| Uint8Array::from(csv.as_slice())).map_err(failure)
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

    /// `Options` by recipe.
    pub fn recipes() -> Outcome {
        let recipes: BTreeMap<_, _> = Recipe::ALL.iter().map(|recipe| (recipe.name(), recipe.defaults())).collect();
        to_js(&recipes)
    }

    /// `Plan` of www/protocol.js.
    pub fn plan(&self, options: JsValue) -> Outcome {
        self.inner.plan(&from_js(options, "options")?).map_err(failure).and_then(|plan| to_js(&plan))
    }

    #[wasm_bindgen(js_name = beginTraining)]
    pub fn begin_training(&mut self, options: JsValue) -> Result<(), JsValue> {
        self.inner.begin_training(&from_js(options, "options")?).map_err(failure)
    }

    /// `Progress` of [`session::Progress`].
    pub fn train(&mut self, budget: f64) -> Outcome {
        self.inner.train(&now, budget).map_err(failure).and_then(|progress| to_js(&progress))
    }

    /// `Trained` of www/protocol.js.
    #[wasm_bindgen(js_name = finishTraining)]
    pub fn finish_training(&mut self) -> Outcome {
        self.inner.finish_training().map_err(failure).and_then(|trained| to_js(&trained))
    }

    #[wasm_bindgen(js_name = beginEvaluation)]
    pub fn begin_evaluation(&mut self) -> Result<(), JsValue> {
        self.inner.begin_evaluation().map_err(failure)
    }

    /// `{fraction, result}`; the result is there at the end.
    pub fn evaluate(&mut self, budget: f64) -> Outcome {
        let begun = now();
        loop {
            let (fraction, result) = self.inner.evaluate().map_err(failure)?;
            if result.is_some() || now() - begun >= budget {
                return to_js(&Evaluation { fraction, result });
            }
        }
    }

    /// `{total, users}`.
    #[wasm_bindgen(js_name = findUsers)]
    pub fn find_users(&self, query: &str, limit: usize) -> Outcome {
        self.inner.find_users(query, limit).map_err(failure).and_then(|found| to_js(&found))
    }

    /// `Recommendations` of www/protocol.js.
    pub fn recommend(&mut self, user: &str, k: f64) -> Outcome {
        self.inner.recommend(user, k).map_err(failure).and_then(|list| to_js(&list))
    }

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

    /// The data, for another instance.
    #[wasm_bindgen(js_name = dataSnapshot)]
    pub fn data_snapshot(&self) -> Result<Uint8Array, JsValue> {
        self.inner.data_snapshot().map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(failure)
    }

    #[wasm_bindgen(js_name = restoreData)]
    pub fn restore_data(&mut self, snapshot: &[u8]) -> Result<(), JsValue> {
        self.inner.restore_data(snapshot).map_err(failure)
    }

    /// The trained network, for another instance with the same data.
    #[wasm_bindgen(js_name = modelSnapshot)]
    pub fn model_snapshot(&self) -> Result<Uint8Array, JsValue> {
        self.inner.model_snapshot().map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(failure)
    }

    #[wasm_bindgen(js_name = restoreModel)]
    pub fn restore_model(&mut self, snapshot: &[u8]) -> Result<(), JsValue> {
        self.inner.restore_model(snapshot).map_err(failure)
    }

    /// report.json.
    pub fn report(&self) -> Result<String, JsValue> {
        let report = self.inner.report().map_err(failure)?;
        serde_json::to_string_pretty(&report).map_err(|_| failure(Error::WrongOrder))
    }

    /// model.safetensors.
    #[wasm_bindgen(js_name = modelFile)]
    pub fn model_file(&self) -> Result<Uint8Array, JsValue> {
        self.inner.model_file().map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(failure)
    }
}

/// Milliseconds since the worker began.
fn now() -> f64 {
    js_sys::global()
        .dyn_into::<web_sys::WorkerGlobalScope>()
        .ok()
        .and_then(|scope| scope.performance())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

fn to_js(value: &impl Serialize) -> Outcome {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

fn from_js<T: DeserializeOwned>(value: JsValue, option: &'static str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| failure(Error::OptionUnknown { option, value: error.to_string() }))
}

fn failure(error: Error) -> JsValue {
    let failure = Failure { code: error.code(), params: error.params().into_iter().collect() };
    to_js(&failure).unwrap_or_else(|error| error)
}
