//! Bytes of any encoding to UTF-8. Those from before Unicode are in the feature `formats`.

pub mod decoder;
#[cfg(feature = "formats")]
pub(crate) mod detection;
#[cfg(feature = "formats")]
pub(crate) mod frequent;
#[cfg(feature = "formats")]
pub mod legacy;
pub mod unicode;
