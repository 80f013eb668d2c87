//! Ids as they are written in the file, numbered in the order of their first appearance.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashTable;

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::hash::is_same;
use crate::dataset::key::Key;
use crate::error::{Error, Result};
use crate::memory::{MEMORY_BUDGET, try_reserve};

/// Indices have 30 bits: more ids than this do not fit into the memory of WebAssembly.
const INDEX_LIMIT: u32 = 1 << 30;

/// A two-way table between ids and indices. All ids lie in one arena.
#[derive(Default)]
pub struct Vocabulary {
    arena: String,
    ends: Vec<usize>,
    table: HashTable<Entry>,
}

/// An id in the table: its key, and its index.
#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    index: u32,
}

impl Vocabulary {
    /// How many different ids there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no id.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many bytes it takes, about: growing takes half as much again.
    pub fn bytes(&self) -> u64 {
        let ends = self.ends.capacity() * size_of::<usize>();
        (self.arena.capacity() + ends + self.table.allocation_size()) as u64
    }

    /// The id of `index`; empty for an index that was never given out.
    pub fn id(&self, index: usize) -> &str {
        &self.arena[place(&self.ends, index)]
    }

    /// All ids in the order of their indices.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|index| self.id(index))
    }

    /// The index of `id`, if it is there.
    pub fn find(&self, id: &(impl AsRef<[u8]> + ?Sized)) -> Option<usize> {
        self.find_key(id.as_ref(), Key::of(id.as_ref())).map(|index| index as usize)
    }

    /// The same of an id whose key is known.
    pub(crate) fn find_key(&self, id: &[u8], key: Key) -> Option<u32> {
        let is_it = |entry: &Entry| entry.key == key && (key.is_whole() || is_same(self.bytes_of(entry.index), id));
        self.table.find(key.hash(), is_it).map(|entry| entry.index)
    }

    /// The same as [`Vocabulary::id`], as bytes.
    pub(crate) fn bytes_of(&self, index: u32) -> &[u8] {
        &self.arena.as_bytes()[place(&self.ends, index as usize)]
    }

    /// The index of `id`, which is added where it is new. Only then it is looked at whether it is UTF-8; what is not stands
    /// there as U+FFFD.
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
                Cow::Owned(mended) => self.intern(&mended),
            },
        }
    }

    #[cold]
    fn add(&mut self, id: &str, key: Key) -> Result<u32> {
        let Vocabulary { arena, ends, table } = self;
        let limit = MEMORY_BUDGET;
        let refused = |needed: usize| Error::OutOfMemory { needed: needed as u64, limit };
        let index =
            u32::try_from(ends.len()).ok().filter(|&index| index < INDEX_LIMIT).ok_or_else(|| refused(usize::MAX))?;
        arena.try_reserve(id.len()).map_err(|_| refused(arena.len() + id.len()))?;
        try_reserve(ends, 1)?;
        table.try_reserve(1, |entry| entry.key.hash()).map_err(|_| refused(ends.len() * size_of::<Entry>()))?;
        arena.push_str(id);
        ends.push(arena.len());
        table.insert_unique(key.hash(), Entry { key, index }, |entry| entry.key.hash());
        Ok(index)
    }

    /// To be read by [`Vocabulary::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        flat.texts(self.ids())
    }

    /// What [`Vocabulary::write`] wrote: the same ids with the same indices.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], above all where an id stands there twice; [`Error::OutOfMemory`].
    pub fn read(flat: &mut ByteReader) -> Result<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        flat.texts(|id| {
            let next = vocabulary.len();
            if vocabulary.intern(id)? as usize == next { Ok(()) } else { Err(Error::SnapshotBroken) }
        })?;
        Ok(vocabulary)
    }
}

/// Where an id lies in the arena; nowhere for an index that was never given out.
fn place(ends: &[usize], index: usize) -> Range<usize> {
    let start = if index == 0 { Some(0) } else { ends.get(index - 1).copied() };
    start.zip(ends.get(index)).map_or(0..0, |(start, &end)| start..end)
}
