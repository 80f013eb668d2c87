//! What stands in for `legacy.rs` where the feature `encodings` is off: no encoding at all.

use crate::error::{Error, Result};

/// There is none.
pub enum Legacy {}

impl Legacy {
    /// # Errors
    /// Always [`Error::EncodingsMissing`].
    pub fn of(_sample: &[u8], _whole: bool) -> Result<Legacy> {
        Err(Error::EncodingsMissing)
    }

    /// # Errors
    /// Always [`Error::EncodingsMissing`].
    pub fn named(_label: &str) -> Result<Legacy> {
        Err(Error::EncodingsMissing)
    }

    pub fn malformed(&self) -> u64 {
        match *self {}
    }

    pub fn name(&self) -> &'static str {
        match *self {}
    }

    pub fn push(&mut self, _: &[u8], _: bool, _: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        match *self {}
    }
}
