//! The boundary: everything that knows JavaScript. Each method is a conversion and a call.
//!
//! Small objects cross by serde-wasm-bindgen, bytes as typed arrays, errors as
//! `{code, params}`. Long work comes in bounded steps that take a budget in milliseconds.

mod containers;
mod reading;

use std::collections::BTreeMap;

use js_sys::{Array, Float32Array, Uint8Array, Uint32Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Param};
use crate::evaluation::comparison::Comparison;
use crate::evaluation::cross_validation::CrossValidation;
use crate::session;
use crate::training::candidates::sweep;
use crate::training::recipe::Recipe;

pub use containers::container_of;
#[cfg(feature = "containers")]
pub use containers::{Archive, Gunzip};

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

/// A step of something long: its result is there at the end.
#[derive(Serialize)]
struct Step<T> {
    fraction: f64,
    result: Option<T>,
}

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Session {
        Session::default()
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

    /// `Evaluation` of [`session::Evaluation`]; the result is there at the end.
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
        let begun = now();
        loop {
            let (fraction, choices) = self.inner.tune_baselines().map_err(failure)?;
            if choices.is_some() || now() - begun >= budget {
                return to_js(&Step { fraction, result: choices });
            }
        }
    }

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

    #[wasm_bindgen(js_name = adoptChoices)]
    pub fn adopt_choices(&mut self, choices: JsValue) -> Result<(), JsValue> {
        self.inner.adopt_choices(from_js(choices, "choices")?).map_err(failure)
    }

    #[wasm_bindgen(js_name = chooseModel)]
    pub fn choose_model(&mut self, name: JsValue) -> Result<(), JsValue> {
        self.inner.choose_model(from_js(name, "model")?).map_err(failure)
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

    /// `[Uint32Array, Float32Array]`: the first `k` items and their scores of each of some users, side by side.
    #[wasm_bindgen(js_name = bestItems)]
    pub fn best_items(&mut self, k: f64, from: usize, to: usize) -> Result<Array, JsValue> {
        let best = self.inner.best_items(k, from, to).map_err(failure)?;
        Ok(Array::of2(&Uint32Array::from(best.items.as_slice()), &Float32Array::from(best.scores.as_slice())))
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
