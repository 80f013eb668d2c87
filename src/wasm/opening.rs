//! All that the opening core has: the head of a file, and the recipes' defaults, without which the page has nothing
//! to show. Whatever this reaches travels before the page can be used.

use std::collections::BTreeMap;

use wasm_bindgen::prelude::*;

use super::{Outcome, failure, from_js, to_js};
use crate::ingest::csv::dialect::Choices;
use crate::ingest::schema::preview::Preview;
use crate::training::recipe::Recipe;

/// `Preview` of www/protocol.js, of a file that begins with `head`; `whole` says that there is no more of it.
/// `choices` are its `FileChoices`, or left out.
#[wasm_bindgen(js_name = previewOf)]
pub fn preview_of(head: &[u8], whole: bool, choices: JsValue) -> Outcome {
    let preview = Preview::with(head, whole, &choices_from(choices)?).map_err(failure)?;
    to_js(&preview.shown())
}

/// `Options` by recipe.
#[wasm_bindgen]
pub fn recipes() -> Outcome {
    let recipes: BTreeMap<_, _> = Recipe::ALL.iter().map(|recipe| (recipe.name(), recipe.defaults())).collect();
    to_js(&recipes)
}

/// Nothing is chosen where there are none.
pub(super) fn choices_from(choices: JsValue) -> Result<Choices, JsValue> {
    if choices.is_undefined() { Ok(Choices::default()) } else { from_js(choices, "choices") }
}
