//! Memory: data-sized allocations that fail with an error instead of aborting the tab, and the budgets that they
//! are checked against beforehand.

use crate::error::{Error, Result};

/// Limit of a single data-sized allocation, in bytes. WebAssembly addresses 4 GiB in total and a browser's tab
/// rarely gets all of it; 1.5 GiB leaves room for the rest.
pub const MEMORY_BUDGET: u64 = 1_610_612_736;

/// A vector of `len` copies of `zero`.
///
/// # Errors
/// [`Error::OutOfMemory`] beyond [`MEMORY_BUDGET`] or where the allocator refuses.
pub fn try_zeroed<T: Clone>(zero: T, len: usize) -> Result<Vec<T>> {
    let mut vector = Vec::new();
    try_reserve(&mut vector, len)?;
    vector.resize(len, zero);
    Ok(vector)
}

/// Room for `additional` more elements.
///
/// # Errors
/// As [`try_zeroed`].
pub fn try_reserve<T>(vector: &mut Vec<T>, additional: usize) -> Result<()> {
    let needed = (vector.len() as u64 + additional as u64).saturating_mul(size_of::<T>() as u64);
    let refused = Error::OutOfMemory { needed, limit: MEMORY_BUDGET };
    if needed > MEMORY_BUDGET {
        return Err(refused);
    }
    vector.try_reserve(additional).map_err(|_| refused)
}

/// Limit of the memory that one file's data set may take in all its forms, in bytes. Half of the 4 GiB that
/// WebAssembly addresses is left to the training.
pub const DATA_BUDGET: u64 = 2 << 30;
/// Estimate of the memory that one event takes, in bytes. Up to 21 as read, twice for a vector that has just grown,
/// kept to the end; 8 while events are sorted, of which 4 are kept; up to 17 in matrices, times and counts, twice for
/// the same reason.
pub const EVENT_BYTES: u64 = 80;

/// Checks that `events` fit into [`DATA_BUDGET`] beside `other_bytes` of other data. To be called before the events
/// are stored.
///
/// # Errors
/// [`Error::TooMany`] interactions, with the number that would fit.
pub fn check_budget(events: u64, other_bytes: u64) -> Result<()> {
    let limit = DATA_BUDGET.saturating_sub(other_bytes) / EVENT_BYTES;
    if events > limit { Err(Error::TooMany { what: "interactions", found: events, limit }) } else { Ok(()) }
}
