//! What a trained model recommends: whom there is, and what each would be shown.

use js_sys::{Array, Float32Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::convert::{Converted, answer, failure, from_js};
use super::session::Session;
use super::step::steps;

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(js_name = chooseModel)]
    pub fn choose_model(&mut self, name: JsValue) -> Converted<()> {
        self.inner.choose_model(from_js(name, "model")?).map_err(failure)
    }

    /// `{fraction, result}` of the fit of the model that was chosen; the result, true, is there at the end.
    #[wasm_bindgen(js_name = pollChoice)]
    pub fn poll_choice(&mut self, budget: f64) -> Converted {
        steps(budget, || self.inner.poll_choice().map(|(fraction, end)| (fraction, end.map(|()| true))))
    }

    /// `{total, users}`.
    #[wasm_bindgen(js_name = findUsers)]
    pub fn find_users(&self, query: &str, limit: usize) -> Converted {
        answer(self.inner.find_users(query, limit))
    }

    /// `Recommendations` of www/protocol.js.
    pub fn recommend(&mut self, user: &str, k: f64) -> Converted {
        answer(self.inner.recommend(user, k))
    }

    /// `[Uint32Array, Float32Array]`: the first `k` items and their scores of each of some users, side by side. For the
    /// benchmark.
    #[wasm_bindgen(js_name = bestItems)]
    pub fn best_items(&mut self, k: f64, from: usize, to: usize) -> Converted<Array> {
        let best = self.inner.best_items(k, from, to).map_err(failure)?;
        Ok(Array::of2(&Uint32Array::from(best.items.as_slice()), &Float32Array::from(best.scores.as_slice())))
    }
}
