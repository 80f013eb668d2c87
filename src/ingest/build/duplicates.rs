//! Rows that stand in the file as an earlier row does, letter by letter.

use hashbrown::HashTable;

use crate::error::{Error, Result};
use crate::memory::MEMORY_BUDGET;

/// Rows that are remembered, at most: about 9 bytes each. Beyond them no further row is taken for a repeat.
const MOST_ROWS: usize = 4_000_000;

/// Remembers a hash of 64 bits of every row that was not used: of 4 million rows two different ones share theirs
/// once in two million files. Of those that are used only rows of one user and one item are compared, and those at
/// the end, where they stand together: see [`Event::tag`](crate::ingest::build::event_log::Event).
#[derive(Default)]
pub(crate) struct DuplicateRows {
    seen: HashTable<u64>,
}

impl DuplicateRows {
    /// Whether a row of this hash came before.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn has(&mut self, hash: u64) -> Result<bool> {
        if self.seen.find(hash, |&seen| seen == hash).is_some() {
            return Ok(true);
        }
        if self.seen.len() < MOST_ROWS {
            let needed = (self.seen.len() * size_of::<u64>()) as u64;
            self.seen.try_reserve(1, |&seen| seen).map_err(|_| Error::OutOfMemory { needed, limit: MEMORY_BUDGET })?;
            self.seen.insert_unique(hash, hash, |&seen| seen);
        }
        Ok(false)
    }
}
