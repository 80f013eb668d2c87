//! Tables inside of other files, for the worker: what a file is packed in, and two ways of unpacking it.

#[cfg(feature = "containers")]
use js_sys::{Function, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Outcome, failure, to_js};
#[cfg(feature = "containers")]
use crate::error::Error;
use crate::ingest::container::signature::Container;

#[derive(Serialize)]
struct Packed {
    stream: bool,
}

/// What a file that begins with `head` is packed in: `{stream}`, read by `Gunzip` if that is true and by `Archive`
/// if not; null for text.
#[wasm_bindgen(js_name = containerOf)]
pub fn container_of(head: &[u8]) -> Outcome {
    let container = Container::of(head).map_err(failure)?;
    to_js(&container.map(|container| Packed { stream: container.is_stream() }))
}

/// See [`crate::ingest::container::gzip::Gunzip`].
#[cfg(feature = "containers")]
#[wasm_bindgen]
#[derive(Default)]
pub struct Gunzip {
    inner: crate::ingest::container::gzip::Gunzip,
}

#[cfg(feature = "containers")]
#[wasm_bindgen]
impl Gunzip {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Gunzip {
        Gunzip::default()
    }

    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<(), JsValue> {
        self.inner.push(bytes, last).map_err(failure)
    }

    /// The next bytes of the text; none where `push` has to come first, or at the end.
    pub fn pull(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        let piece = self.inner.pull().map_err(failure)?;
        Ok(piece.map(|piece| Uint8Array::from(piece.as_slice())))
    }
}

/// See [`crate::ingest::container::archive::Archive`].
#[cfg(feature = "containers")]
#[wasm_bindgen]
pub struct Archive {
    inner: crate::ingest::container::archive::Archive,
}

#[cfg(feature = "containers")]
#[wasm_bindgen]
impl Archive {
    #[wasm_bindgen(constructor)]
    pub fn new(size: f64) -> Result<Archive, JsValue> {
        let inner = crate::ingest::container::archive::Archive::new(size as u64).map_err(failure)?;
        Ok(Archive { inner })
    }

    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.inner.push(bytes).map_err(failure)
    }

    /// Hands the table to `sink(bytes, fraction)` piece by piece; `Contents` of www/protocol.js.
    pub fn table(&self, sink: &Function) -> Outcome {
        let mut give = |bytes: &[u8], fraction: f64| {
            let piece = Uint8Array::from(bytes);
            sink.call2(&JsValue::NULL, &piece, &fraction.into()).map(|_| ()).map_err(|_| Error::WrongOrder)
        };
        self.inner.table(&mut give).map_err(failure).and_then(|contents| to_js(&contents))
    }
}
