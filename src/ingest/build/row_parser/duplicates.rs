//! Duplicates of rejected rows: rows that repeat an earlier one letter by letter.

use hashbrown::HashTable;

use crate::error::{Error, Result};
use crate::memory::MEMORY_BUDGET;

/// Limit of the remembered rows, about 9 bytes each. Beyond it no further row counts as a duplicate.
const MAX_ROWS: usize = 4_000_000;

/// 64-bit hashes of all rejected rows: of 4 million rows two different ones share a hash once in two million files.
/// Accepted rows are compared at the end, within each pair: see [`Event::tag`](crate::ingest::build::event_log::Event).
#[derive(Default)]
pub(crate) struct DuplicateRows {
    seen: HashTable<u64>,
}

impl DuplicateRows {
    /// Whether a row with this hash came before; remembers it.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn check(&mut self, hash: u64) -> Result<bool> {
        if self.seen.find(hash, |&seen| seen == hash).is_some() {
            return Ok(true);
        }
        if self.seen.len() < MAX_ROWS {
            let needed = (self.seen.len() * size_of::<u64>()) as u64;
            self.seen.try_reserve(1, |&seen| seen).map_err(|_| Error::OutOfMemory { needed, limit: MEMORY_BUDGET })?;
            self.seen.insert_unique(hash, hash, |&seen| seen);
        }
        Ok(false)
    }
}
