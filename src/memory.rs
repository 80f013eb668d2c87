//! Memory: data-sized allocations that fail with an error instead of ending the tab, and the budget that they are
//! checked against before they are made.

use crate::error::{Error, Result};

/// Ceiling on any single data-sized allocation, in bytes. WebAssembly addresses
/// 4 GiB in all, and a browser's tab rarely gets it; 1.5 GiB leaves room for the rest.
pub const MEMORY_BUDGET: u64 = 1_610_612_736;

/// A zeroed vector of `len`, or [`Error::OutOfMemory`] instead of an abort.
pub fn try_zeroed<T: Clone>(zero: T, len: usize) -> Result<Vec<T>> {
    let mut vector = Vec::new();
    try_reserve(&mut vector, len)?;
    vector.resize(len, zero);
    Ok(vector)
}

/// Room for `additional` more elements, or [`Error::OutOfMemory`].
pub fn try_reserve<T>(vector: &mut Vec<T>, additional: usize) -> Result<()> {
    let needed = (vector.len() as u64 + additional as u64).saturating_mul(size_of::<T>() as u64);
    let refused = Error::OutOfMemory { needed, limit: MEMORY_BUDGET };
    if needed > MEMORY_BUDGET {
        return Err(refused);
    }
    vector.try_reserve(additional).map_err(|_| refused)
}

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
