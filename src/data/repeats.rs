//! Rows that say in every cell what an earlier row has said.

use hashbrown::HashTable;

use crate::data::rows::Row;
use crate::error::{Error, MEMORY_BUDGET, Result};

/// Rows that are remembered, at most: about 9 bytes each. Beyond them no further row is taken for a repeat.
const MOST_ROWS: usize = 4_000_000;

/// Remembers a hash of 64 bits of every row: of 4 million rows two different ones share theirs once in two
/// million files.
#[derive(Default)]
pub(super) struct Repeats {
    seen: HashTable<u64>,
}

impl Repeats {
    /// Whether a row like this one came before.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn is_one(&mut self, row: &Row) -> Result<bool> {
        let hash = hash(row);
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

/// The same on every machine: eight bytes at a time are mixed in by a multiplication, and each cell's length
/// with its last. The constants are those of splitmix64 (Steele, Lea and Flood 2014).
fn hash(row: &Row) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64;
    let mut mix = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash ^= hash >> 31;
    };
    for cell in (0..row.len()).filter_map(|index| row.cell(index)) {
        let (words, rest) = cell.as_chunks::<8>();
        words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // The rest is seven bytes at most: the eighth keeps cells apart that end in NULs.
        last[7] = cell.len() as u8;
        mix(u64::from_le_bytes(last));
    }
    hash = hash.wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
