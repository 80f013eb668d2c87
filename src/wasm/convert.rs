//! Values and errors over the boundary.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Param, Result};

/// A value for JavaScript, or a failure as it sees it.
pub(super) type Converted<T = JsValue> = std::result::Result<T, JsValue>;

#[derive(Serialize)]
struct Failure {
    code: &'static str,
    params: BTreeMap<&'static str, Param>,
}

pub(super) fn to_js(value: &impl Serialize) -> Converted {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// The value of a call, or its failure.
pub(super) fn answer<T: Serialize>(outcome: Result<T>) -> Converted {
    outcome.map_err(failure).and_then(|value| to_js(&value))
}

pub(super) fn bytes_to_js(bytes: Result<Vec<u8>>) -> Converted<Uint8Array> {
    bytes.map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(failure)
}

pub(super) fn from_js<T: DeserializeOwned>(value: JsValue, option: &'static str) -> Converted<T> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| failure(Error::OptionUnknown { option, value: error.to_string() }))
}

/// A number that JavaScript can hold: what a hostile file claims may be larger.
fn representable(param: Param) -> Param {
    const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
    match param {
        Param::Whole(number) => Param::Whole(number.min(MAX_SAFE_INTEGER)),
        other => other,
    }
}

pub(super) fn failure(error: Error) -> JsValue {
    let params = error.params().into_iter().map(|(name, param)| (name, representable(param)));
    let failure = Failure { code: error.code(), params: params.collect() };
    to_js(&failure).unwrap_or_else(|error| error)
}
