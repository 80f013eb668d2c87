//! The session, for the worker: one file, from its bytes to its recommendations. Its steps stand in the files beside
//! this one; here is what makes one session out of another's memory.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::convert::{Converted, bytes_to_js, failure};
use crate::session;

/// See [`session::Session`].
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    pub(super) inner: session::Session,
}

#[wasm_bindgen]
impl Session {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Session {
        Session::default()
    }

    /// The data, for another instance.
    #[wasm_bindgen(js_name = dataSnapshot)]
    pub fn data_snapshot(&self) -> Converted<Uint8Array> {
        bytes_to_js(self.inner.data_snapshot())
    }

    #[wasm_bindgen(js_name = restoreData)]
    pub fn restore_data(&mut self, snapshot: &[u8]) -> Converted<()> {
        self.inner.restore_data(snapshot).map_err(failure)
    }

    /// The trained network, for another instance with the same data.
    #[wasm_bindgen(js_name = modelSnapshot)]
    pub fn model_snapshot(&self) -> Converted<Uint8Array> {
        bytes_to_js(self.inner.model_snapshot())
    }

    #[wasm_bindgen(js_name = restoreModel)]
    pub fn restore_model(&mut self, snapshot: &[u8]) -> Converted<()> {
        self.inner.restore_model(snapshot).map_err(failure)
    }
}
