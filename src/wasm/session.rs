//! The session, for the worker: one file, from its bytes to its recommendations. Its steps stand in the files beside
//! this one; here is what is kept of it, and what makes one session out of another's memory.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::convert::{Converted, answer, failure};
use crate::pipeline::ModelName;
use crate::session;
use crate::training::Recipe;

#[derive(Serialize)]
struct RestoredData {
    users: usize,
    items: usize,
}

#[derive(Serialize)]
struct RestoredModel {
    model: ModelName,
    recipe: Recipe,
}

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

    /// The data, to be kept or for another instance.
    #[wasm_bindgen(js_name = dataSnapshot)]
    pub fn data_snapshot(&self) -> Converted<Vec<u8>> {
        self.inner.data_snapshot().map_err(failure)
    }

    /// `{users, items}`.
    #[wasm_bindgen(js_name = restoreData)]
    pub fn restore_data(&mut self, snapshot: &[u8]) -> Converted {
        answer(self.inner.restore_data(snapshot).map(|(users, items)| RestoredData { users, items }))
    }

    /// The trained network with all that is known of it, to be kept or for another instance with the same data.
    #[wasm_bindgen(js_name = modelSnapshot)]
    pub fn model_snapshot(&self) -> Converted<Vec<u8>> {
        self.inner.model_snapshot().map_err(failure)
    }

    /// `{model, recipe}`: the model that was chosen, and the network's recipe.
    #[wasm_bindgen(js_name = restoreModel)]
    pub fn restore_model(&mut self, snapshot: &[u8]) -> Converted {
        answer(self.inner.restore_model(snapshot).map(|(model, recipe)| RestoredModel { model, recipe }))
    }

    /// How many pieces a checkpoint of the training under way has; 0 where none can be made now.
    #[wasm_bindgen(js_name = checkpointPieces)]
    pub fn checkpoint_pieces(&self) -> usize {
        self.inner.checkpoint_pieces()
    }

    /// One of them, for `beginResumed`.
    #[wasm_bindgen(js_name = checkpointPiece)]
    pub fn checkpoint_piece(&self, index: usize) -> Converted<Vec<u8>> {
        self.inner.checkpoint_piece(index).map_err(failure)
    }

    /// `Plan` of www/protocol.js, of a training that goes on from the pieces of a checkpoint, each a `Uint8Array`.
    #[wasm_bindgen(js_name = beginResumed)]
    pub fn begin_resumed(&mut self, pieces: &Array) -> Converted {
        let bytes = |piece: JsValue| piece.dyn_into::<Uint8Array>().ok();
        answer(self.inner.begin_resumed(&mut pieces.iter().map_while(bytes).map(|piece| piece.to_vec())))
    }
}
