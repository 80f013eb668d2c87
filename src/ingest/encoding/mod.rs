//! Bytes of any encoding to UTF-8.

pub mod decoder;
#[cfg(feature = "encodings")]
pub(crate) mod detection;
#[cfg(feature = "encodings")]
pub(crate) mod frequent;
#[cfg_attr(not(feature = "encodings"), path = "no_legacy.rs")]
pub mod legacy;
pub mod unicode;
