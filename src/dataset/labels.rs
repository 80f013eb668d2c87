//! Labels of users and items. Where rows give one owner several labels, the most common one is chosen.

use hashbrown::HashMap;

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::hash::bytes_equal;
use crate::dataset::trim::trimmed;
use crate::dataset::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::memory::{try_reserve, try_zeroed};

/// Labels of users (segments) or items (categories).
pub struct Labels {
    /// Name of the column that the labels come from.
    pub column: String,
    /// The different labels.
    pub names: Vocabulary,
    /// Index into `names` for each user or item, [`Labels::NONE`] for those without a label.
    pub indices: Vec<u32>,
}

/// Labels of users.
pub type Segments = Labels;

impl Labels {
    /// Index of a user or item without a label.
    pub const NONE: u32 = u32::MAX;

    /// Label of a user or item, if it has one.
    pub fn label(&self, owner: usize) -> Option<&str> {
        self.indices.get(owner).filter(|&&label| label != Labels::NONE).map(|&label| self.names.id(label as usize))
    }

    /// Encodes the labels for [`Labels::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.texts(std::iter::once(self.column.as_str()))?;
        self.names.write(writer)?;
        writer.indices(self.indices.iter().copied())
    }

    /// Decodes what [`Labels::write`] encoded, of `count` users or items.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(reader: &mut ByteReader, count: usize) -> Result<Labels> {
        let mut column = String::new();
        reader.texts(|text| {
            text.clone_into(&mut column);
            Ok(())
        })?;
        let names = Vocabulary::read(reader)?;
        let indices = reader.indices()?;
        let is_valid = |&label: &u32| label == Labels::NONE || (label as usize) < names.len();
        if indices.len() != count || !indices.iter().all(is_valid) {
            return Err(Error::SnapshotBroken);
        }
        Ok(Labels { column, names, indices })
    }
}

/// Limit of (owner, label) counts beyond each owner's first label: a column of free text would fill the memory.
const MAX_OTHERS: usize = 1 << 20;

/// Counts of the labels of each owner, a user or an item.
#[derive(Default)]
pub(crate) struct LabelCounts {
    column: String,
    names: Vocabulary,
    /// First label of each owner, and its rows.
    first: Vec<(u32, u32)>,
    /// Rows of each other (owner, label).
    others: HashMap<(u32, u32), u32>,
}

impl LabelCounts {
    /// Counts of no rows yet, of the column with this name.
    pub fn new(column: &str) -> LabelCounts {
        LabelCounts { column: column.to_owned(), ..LabelCounts::default() }
    }

    /// Counts the label of one row, without blanks around it; a blank label does not count.
    pub fn count(&mut self, owner: u32, label: &[u8]) -> Result<()> {
        // An empty label is the usual case where the file lacks the column; it needs no call.
        let label = if label.is_empty() { label } else { trimmed(label) };
        if label.is_empty() {
            return Ok(());
        }
        let index = owner as usize;
        if self.first.len() <= index {
            let missing = index + 1 - self.first.len();
            try_reserve(&mut self.first, missing)?;
            self.first.resize(index + 1, (Labels::NONE, 0));
        }
        let (first, count) = self.first[index];
        if first == Labels::NONE {
            self.first[index] = (self.names.intern(label)?, 1);
        } else if bytes_equal(self.names.id_bytes(first), label) {
            self.first[index].1 = count.saturating_add(1);
        } else if self.others.len() < MAX_OTHERS {
            let label = self.names.intern(label)?;
            *self.others.entry((owner, label)).or_default() += 1;
        }
        Ok(())
    }

    /// First label of an owner, if it has one.
    pub fn first(&self, owner: usize) -> Option<&str> {
        let label = self.first.get(owner).map(|&(label, _)| label).filter(|&label| label != Labels::NONE)?;
        Some(self.names.id(label as usize))
    }

    /// Number of owners with more than one label.
    pub fn ambiguous(&self) -> usize {
        let mut owners: Vec<u32> = self.others.keys().map(|&(owner, _)| owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners.len()
    }

    /// Most common label of each of the owners `kept`, in their order; of equally common ones the first.
    /// None where no owner has a label.
    pub fn finish(mut self, kept: &[u32]) -> Result<Option<Labels>> {
        if self.names.is_empty() {
            return Ok(None);
        }
        let others = std::mem::take(&mut self.others);
        let mut others: Vec<((u32, u32), u32)> = others.into_iter().collect();
        others.sort_unstable();
        for ((owner, label), count) in others {
            let best = &mut self.first[owner as usize];
            if count > best.1 {
                *best = (label, count);
            }
        }
        let mut indices = try_zeroed(Labels::NONE, kept.len())?;
        for (label, &owner) in indices.iter_mut().zip(kept) {
            *label = self.first.get(owner as usize).map_or(Labels::NONE, |&(label, _)| label);
        }
        Ok(Some(Labels { column: self.column, names: self.names, indices }))
    }
}
