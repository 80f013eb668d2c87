//! Long work in bounded steps, for the worker: each takes a budget in milliseconds.

use serde::Serialize;
use wasm_bindgen::JsCast;

/// A step of something long: its result is there at the end.
#[derive(Serialize)]
pub(super) struct Step<T> {
    pub fraction: f64,
    pub result: Option<T>,
}

/// Milliseconds since the worker began.
pub(super) fn now() -> f64 {
    js_sys::global()
        .dyn_into::<web_sys::WorkerGlobalScope>()
        .ok()
        .and_then(|scope| scope.performance())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}
