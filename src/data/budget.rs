//! How large a data set may become: asked while it grows, before the memory is taken.

use crate::error::{Error, Result};

/// The most bytes that the data set of one file may take, in all its forms: WebAssembly addresses 4 GiB, and the
/// training wants its share.
pub const DATA_BUDGET: u64 = 2 << 30;
/// Bytes that one event is taken for: up to 21 as it stands in the file, with room for as many again, which stay to the end; 8 while
/// they are sorted, of which 4 stay; and up to 17 in matrices, times and counts, with room for as many again.
pub const EVENT_BYTES: u64 = 80;

/// Whether a data set of `found` events fits, which takes `beside` bytes besides them. To be asked before they are held.
///
/// # Errors
/// [`Error::TooMany`] interactions beyond [`DATA_BUDGET`], with how many would fit.
pub fn check_budget(found: u64, beside: u64) -> Result<()> {
    let limit = DATA_BUDGET.saturating_sub(beside) / EVENT_BYTES;
    if found > limit { Err(Error::TooMany { what: "interactions", found, limit }) } else { Ok(()) }
}
