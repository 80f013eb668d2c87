//! What columns are called.

pub(crate) mod dictionary;
pub mod header;
