//! The boundary: everything that knows JavaScript. Each method is a conversion and a call.
//!
//! Small objects cross by serde-wasm-bindgen, bytes as typed arrays, errors as
//! `{code, params}`. Long work comes in bounded steps that take a budget in milliseconds.
//!
//! It is built twice: without the feature `lab` only what opens a file is exported, and the linker
//! leaves out whatever that does not reach; that is the opening core, with which the page begins.

mod containers;
#[cfg(feature = "lab")]
mod evaluation;
#[cfg(feature = "lab")]
mod exports;
mod opening;
#[cfg(feature = "lab")]
mod reading;
#[cfg(feature = "lab")]
mod session;
#[cfg(feature = "lab")]
mod showing;
#[cfg(feature = "lab")]
mod step;
#[cfg(feature = "lab")]
mod training;
#[cfg(feature = "lab")]
mod trials;

use std::collections::BTreeMap;

#[cfg(feature = "lab")]
use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Param};

pub use containers::container_of;
#[cfg(feature = "containers")]
pub use containers::{Archive, Gunzip};
pub use opening::{preview_of, recipes};
#[cfg(feature = "lab")]
pub use session::Session;

type Outcome = Result<JsValue, JsValue>;

#[derive(Serialize)]
struct Failure {
    code: &'static str,
    params: BTreeMap<&'static str, Param>,
}

fn to_js(value: &impl Serialize) -> Outcome {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

#[cfg(feature = "lab")]
fn bytes_to_js(bytes: Result<Vec<u8>, Error>) -> Result<Uint8Array, JsValue> {
    bytes.map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(failure)
}

fn from_js<T: DeserializeOwned>(value: JsValue, option: &'static str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| failure(Error::OptionUnknown { option, value: error.to_string() }))
}

fn failure(error: Error) -> JsValue {
    let failure = Failure { code: error.code(), params: error.params().into_iter().collect() };
    to_js(&failure).unwrap_or_else(|error| error)
}
