//! The boundary: everything that knows JavaScript. Each method is a conversion and a call.
//!
//! Small objects cross by serde-wasm-bindgen, bytes as typed arrays, errors as `{code, params}`. Long work comes in
//! bounded steps that take a budget in milliseconds.
//!
//! Two builds are made of it: the *core* (feature `core`), which owns a session, and *formats* (feature `formats`), which turns
//! files that are no text in UTF-8 or UTF-16 into such text.

mod convert;
#[cfg(feature = "core")]
mod exports;
#[cfg(feature = "formats")]
mod formats;
#[cfg(feature = "core")]
mod learning;
#[cfg(feature = "core")]
mod reading;
#[cfg(feature = "core")]
mod recommending;
#[cfg(feature = "core")]
mod session;
#[cfg(feature = "core")]
mod step;
#[cfg(feature = "core")]
mod tuning;

#[cfg(feature = "formats")]
pub use formats::{Archive, ArchiveHead, EncodingDecoder, Gunzip, Join};
#[cfg(feature = "core")]
pub use learning::recipes;
#[cfg(feature = "core")]
pub use reading::container_of;
#[cfg(feature = "core")]
pub use session::Session;
#[cfg(feature = "core")]
pub use tuning::OptionsSearch;
