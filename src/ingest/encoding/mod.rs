//! Encodings: bytes of any encoding to UTF-8.
//!
//! `decoder` decides which encoding a file has and decodes it. `unicode` are UTF-8 and UTF-16. Encodings from before
//! Unicode need tables and are in the feature `formats`: `legacy` decodes them, `detection` finds out which one it is
//! by the `frequent` characters of each language, and `european` by the accents that languages use together.

mod decoder;
#[cfg(feature = "formats")]
mod detection;
#[cfg(feature = "formats")]
mod european;
#[cfg(feature = "formats")]
mod frequent;
#[cfg(feature = "formats")]
mod legacy;
mod unicode;

pub use decoder::{ENCODING_SAMPLE, TextDecoder};
pub use unicode::{ByteOrder, Utf8, Utf16};
