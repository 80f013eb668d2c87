//! Vocabulary: ids exactly as the file writes them, numbered in the order of their first appearance.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashTable;

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::hash::bytes_equal;
use crate::dataset::key::Key;
use crate::error::{Error, Result};
use crate::memory::{MEMORY_BUDGET, try_reserve};

/// Limit of the number of ids: more do not fit into the memory of WebAssembly.
const MAX_IDS: u32 = 1 << 30;

/// Two-way mapping between ids and indices, with all ids in one arena.
#[derive(Default)]
pub struct Vocabulary {
    arena: String,
    /// End of each id in `arena`.
    ends: Vec<usize>,
    table: HashTable<Entry>,
}

/// Entry of the hash table: an id's key and index.
#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    index: u32,
}

impl Vocabulary {
    /// Number of different ids.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no id.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Allocated memory in bytes, without what growing takes for a moment (half as much again).
    pub fn memory(&self) -> u64 {
        let ends = self.ends.capacity() * size_of::<usize>();
        (self.arena.capacity() + ends + self.table.allocation_size()) as u64
    }

    /// Id of an index; empty for an index that was never assigned.
    pub fn id(&self, index: usize) -> &str {
        &self.arena[id_range(&self.ends, index)]
    }

    /// All ids, by index.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|index| self.id(index))
    }

    /// Index of `id`, if it is known.
    pub fn find(&self, id: &(impl AsRef<[u8]> + ?Sized)) -> Option<usize> {
        self.find_key(id.as_ref(), Key::of(id.as_ref())).map(|index| index as usize)
    }

    /// Index of an id whose key has been computed already, if it is known.
    pub(crate) fn find_key(&self, id: &[u8], key: Key) -> Option<u32> {
        let matches =
            |entry: &Entry| entry.key == key && (key.is_exact() || bytes_equal(self.id_bytes(entry.index), id));
        self.table.find(key.hash(), matches).map(|entry| entry.index)
    }

    /// [`Vocabulary::id`] as bytes.
    pub(crate) fn id_bytes(&self, index: u32) -> &[u8] {
        &self.arena.as_bytes()[id_range(&self.ends, index as usize)]
    }

    /// Index of `id`, which is added if it is new. Only new ids are checked for UTF-8; malformed bytes become U+FFFD.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn intern(&mut self, id: &(impl AsRef<[u8]> + ?Sized)) -> Result<u32> {
        let id = id.as_ref();
        let key = Key::of(id);
        match self.find_key(id, key) {
            Some(index) => Ok(index),
            None => match String::from_utf8_lossy(id) {
                Cow::Borrowed(id) => self.add(id, key),
                Cow::Owned(repaired) => self.intern(&repaired),
            },
        }
    }

    #[cold]
    fn add(&mut self, id: &str, key: Key) -> Result<u32> {
        let Vocabulary { arena, ends, table } = self;
        let limit = MEMORY_BUDGET;
        let out_of_memory = |needed: usize| Error::OutOfMemory { needed: needed as u64, limit };
        let index =
            u32::try_from(ends.len()).ok().filter(|&index| index < MAX_IDS).ok_or_else(|| out_of_memory(usize::MAX))?;
        arena.try_reserve(id.len()).map_err(|_| out_of_memory(arena.len() + id.len()))?;
        try_reserve(ends, 1)?;
        table.try_reserve(1, |entry| entry.key.hash()).map_err(|_| out_of_memory(ends.len() * size_of::<Entry>()))?;
        arena.push_str(id);
        ends.push(arena.len());
        table.insert_unique(key.hash(), Entry { key, index }, |entry| entry.key.hash());
        Ok(index)
    }

    /// Encodes the vocabulary for [`Vocabulary::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.texts(self.ids())
    }

    /// Decodes what [`Vocabulary::write`] encoded: the same ids with the same indices.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], also for an id that occurs twice; [`Error::OutOfMemory`].
    pub fn read(reader: &mut ByteReader) -> Result<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        reader.texts(|id| {
            let next = vocabulary.len();
            if vocabulary.intern(id)? as usize == next { Ok(()) } else { Err(Error::SnapshotBroken) }
        })?;
        Ok(vocabulary)
    }
}

/// Range of an id in the arena; empty for an index that was never assigned.
fn id_range(ends: &[usize], index: usize) -> Range<usize> {
    let start = if index == 0 { Some(0) } else { ends.get(index - 1).copied() };
    start.zip(ends.get(index)).map_or(0..0, |(start, &end)| start..end)
}
