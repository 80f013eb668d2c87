//! The build *formats*: what turns files that are no text in UTF-8 or UTF-16 into such text.

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

use super::convert::{Converted, answer, bytes_to_js, failure, from_js};
use crate::error::Error;
use crate::ingest::container;
use crate::ingest::encoding::TextDecoder;
use crate::ingest::join;

/// See [`container::Gunzip`].
#[wasm_bindgen]
#[derive(Default)]
pub struct Gunzip {
    inner: container::Gunzip,
}

#[wasm_bindgen]
impl Gunzip {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Gunzip {
        Gunzip::default()
    }

    pub fn push(&mut self, bytes: &[u8], last: bool) -> Converted<()> {
        self.inner.push(bytes, last).map_err(failure)
    }

    /// The next bytes of the text; none where `push` has to come first, or at the end.
    pub fn pull(&mut self) -> Converted<Option<Uint8Array>> {
        let piece = self.inner.pull().map_err(failure)?;
        Ok(piece.map(|piece| Uint8Array::from(piece.as_slice())))
    }
}

/// See [`container::Archive`].
#[wasm_bindgen]
pub struct Archive {
    inner: container::Archive,
}

#[wasm_bindgen]
impl Archive {
    #[wasm_bindgen(constructor)]
    pub fn new(size: f64) -> Converted<Archive> {
        Ok(Archive { inner: container::Archive::new(size as u64).map_err(failure)? })
    }

    pub fn push(&mut self, bytes: &[u8]) -> Converted<()> {
        self.inner.push(bytes).map_err(failure)
    }

    /// `{kind, parts}` of `Contents` of www/protocol.js, once all bytes have come.
    pub fn open(&mut self) -> Converted {
        answer(self.inner.open())
    }

    /// The first bytes of the table at `part`: at least `limit` of them, or all.
    pub fn head(&mut self, part: u32, limit: u32) -> Converted<ArchiveHead> {
        let head = self.inner.head(part as usize, limit as usize).map_err(failure)?;
        Ok(ArchiveHead { bytes: Uint8Array::from(head.bytes.as_slice()), whole: head.whole })
    }

    /// Hands the table at `part` to `sink(bytes, fraction)` piece by piece.
    pub fn table(&mut self, part: u32, sink: &Function) -> Converted<()> {
        let mut give = |bytes: &[u8], fraction: f64| {
            let piece = Uint8Array::from(bytes);
            let given = sink.call2(&JsValue::NULL, &piece, &fraction.into());
            given.map(|_| ()).map_err(|_| Error::WriteFailed { file: "table.csv" })
        };
        self.inner.table(part as usize, &mut give).map_err(failure)
    }
}

/// The beginning of a table.
#[wasm_bindgen]
pub struct ArchiveHead {
    bytes: Uint8Array,
    whole: bool,
}

#[wasm_bindgen]
impl ArchiveHead {
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Uint8Array {
        self.bytes.clone()
    }

    #[wasm_bindgen(getter)]
    pub fn whole(&self) -> bool {
        self.whole
    }
}

/// See [`join::Join`].
#[wasm_bindgen]
pub struct Join {
    inner: join::Join,
}

#[wasm_bindgen]
impl Join {
    /// `options` are [`join::JoinOptions`].
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Converted<Join> {
        Ok(Join { inner: join::Join::new(from_js(options, "join")?).map_err(failure)? })
    }

    #[wasm_bindgen(js_name = pushLookup)]
    pub fn push_lookup(&mut self, bytes: &[u8], last: bool) -> Converted<()> {
        self.inner.push_lookup(bytes, last).map_err(failure)
    }

    /// Takes the next bytes of the table; gives the next bytes of the joined one.
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Converted<Uint8Array> {
        bytes_to_js(self.inner.push(bytes, last))
    }
}

/// See [`TextDecoder`].
#[wasm_bindgen]
pub struct EncodingDecoder {
    inner: TextDecoder,
}

#[wasm_bindgen]
impl EncodingDecoder {
    /// `label` is one of the Encoding Standard; without one, the encoding is told by the content.
    #[wasm_bindgen(constructor)]
    pub fn new(label: Option<String>) -> Converted<EncodingDecoder> {
        Ok(EncodingDecoder { inner: TextDecoder::of(label.as_deref()).map_err(failure)? })
    }

    /// Takes the file's next bytes; gives the next bytes of the text, in UTF-8.
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Converted<Uint8Array> {
        let mut text = Vec::new();
        let outcome = self.inner.push(bytes, last, &mut |part| {
            crate::memory::try_reserve(&mut text, part.len())?;
            text.extend_from_slice(part);
            Ok(())
        });
        bytes_to_js(outcome.map(|()| text))
    }

    /// The name of the encoding, as far as it is known.
    pub fn encoding(&self) -> String {
        self.inner.encoding().to_owned()
    }

    /// How many characters could not be read so far.
    pub fn malformed(&self) -> f64 {
        self.inner.malformed() as f64
    }
}
