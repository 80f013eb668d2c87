//! The reading of files: their heads, all of them, and what is given back of them.

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{Converted, answer, bytes_to_js, failure, from_js, to_js};
use super::session::Session;
use super::step::{now, steps};
use crate::error::Error;
use crate::ingest::container::{Container, foreign_kind};
use crate::ingest::csv::DialectOverrides;
use crate::job::run_for;

#[derive(Serialize)]
struct Packed {
    stream: bool,
    text: bool,
}

/// What a file that begins with `head` is packed in: `{stream, text}`, read by `Gunzip` of *formats* if it is a stream and by
/// `Archive` if not, decoded before if it is text; null for a table as text. Fails for what is named for what it is.
#[wasm_bindgen(js_name = containerOf)]
pub fn container_of(head: &[u8]) -> Converted {
    if let Some(kind) = foreign_kind(head) {
        return Err(failure(Error::BinaryFile { kind }));
    }
    to_js(&Container::of(head).map(|container| Packed { stream: container.is_stream(), text: container.is_text() }))
}

#[wasm_bindgen]
impl Session {
    /// `Preview` of www/protocol.js, of a file that begins with `head`; `whole` says that there is no more of it. `overrides`
    /// are its `DialectOverrides`, or left out. `decoded` names the encoding from which the text was decoded already.
    pub fn open(&mut self, head: &[u8], whole: bool, overrides: JsValue, decoded: Option<String>) -> Converted {
        let overrides = overrides_from(overrides)?;
        answer(match decoded {
            Some(encoding) => self.inner.open_decoded(head, whole, &encoding, &overrides),
            None => self.inner.open(head, whole, &overrides),
        })
    }

    #[wasm_bindgen(js_name = takeDecoded)]
    pub fn take_decoded(&mut self) -> Converted<()> {
        self.inner.take_decoded().map_err(failure)
    }

    #[wasm_bindgen(js_name = noteDecoded)]
    pub fn note_decoded(&mut self, encoding: &str, malformed: f64) -> Converted<()> {
        self.inner.note_decoded(encoding, malformed as u64).map_err(failure)
    }

    /// `options` are `ReadOptions` of www/protocol.js, with `split` null where it is left to the data, and with the
    /// `bytes` that will come, 0 where that is unknown.
    #[wasm_bindgen(js_name = beginReading)]
    pub fn begin_reading(&mut self, options: JsValue) -> Converted<()> {
        self.inner.begin_reading(from_js(options, "reading")?).map_err(failure)
    }

    /// How many rows have been read.
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Converted<f64> {
        self.inner.read(bytes, last).map(|rows| rows as f64).map_err(failure)
    }

    /// `{fraction, result}`; the result, `Dataset` of www/protocol.js, is there at the end.
    #[wasm_bindgen(js_name = pollReading)]
    pub fn poll_reading(&mut self, budget: f64) -> Converted {
        steps(budget, || self.inner.poll_reading())
    }

    /// Begins to read the file once more, for its rejected rows.
    #[wasm_bindgen(js_name = beginRejected)]
    pub fn begin_rejected(&mut self) -> Converted<()> {
        self.inner.begin_rejected().map_err(failure)
    }

    /// Takes the file's next bytes; gives the next bytes of rejected.csv, which may be none.
    pub fn rejected(&mut self, bytes: &[u8], last: bool) -> Converted<Uint8Array> {
        bytes_to_js(self.inner.rejected(bytes, last))
    }

    #[wasm_bindgen(js_name = beginInteractionsCsv)]
    pub fn begin_interactions_csv(&mut self) -> Converted<()> {
        self.inner.begin_interactions_csv().map_err(failure)
    }

    /// The next bytes of interactions.csv; none at the end.
    #[wasm_bindgen(js_name = interactionsCsv)]
    pub fn interactions_csv(&mut self, budget: f64) -> Converted<Option<Uint8Array>> {
        let mut bytes = Vec::new();
        let poll = run_for(&now, budget, || self.inner.poll_interactions_csv(&mut bytes)).map_err(failure)?;
        Ok((poll.is_pending() || !bytes.is_empty()).then(|| Uint8Array::from(bytes.as_slice())))
    }
}

fn overrides_from(overrides: JsValue) -> Converted<DialectOverrides> {
    if overrides.is_undefined() || overrides.is_null() {
        Ok(DialectOverrides::default())
    } else {
        from_js(overrides, "choices")
    }
}
