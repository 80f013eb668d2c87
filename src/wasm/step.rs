//! Long work in bounded steps, for the worker: each takes a budget in milliseconds.

use serde::Serialize;
use wasm_bindgen::JsCast;

use super::convert::{Converted, failure, to_js};
use crate::error::Result;

/// A step of something long: its result is there at the end.
#[derive(Serialize)]
pub(super) struct Step<T> {
    pub fraction: f64,
    pub result: Option<T>,
}

/// Takes steps, each of which says the share that is done and the result at the end, until there is one or `budget` is spent.
pub(super) fn steps<T: Serialize>(budget: f64, mut step: impl FnMut() -> Result<(f64, Option<T>)>) -> Converted {
    let begun = now();
    loop {
        let (fraction, result) = step().map_err(failure)?;
        if result.is_some() || now() - begun >= budget {
            return to_js(&Step { fraction, result });
        }
    }
}

thread_local! {
    /// The worker's clock, looked up once: it is asked after every batch.
    static CLOCK: Option<web_sys::Performance> =
        js_sys::global().dyn_into::<web_sys::WorkerGlobalScope>().ok().and_then(|scope| scope.performance());
}

/// Milliseconds since the worker began.
pub(super) fn now() -> f64 {
    CLOCK.with(|clock| clock.as_ref().map_or_else(js_sys::Date::now, web_sys::Performance::now))
}
