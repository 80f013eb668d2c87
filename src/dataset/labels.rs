//! Labels of users or items: the commonest of several that the rows give.

use hashbrown::HashMap;

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::hash::is_same;
use crate::dataset::trim::trimmed;
use crate::dataset::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::memory::{try_reserve, try_zeroed};

/// A label for each of many, or none: users' segments, items' categories.
pub struct Labels {
    /// What the column is called that they stand in.
    pub column: String,
    /// The different labels.
    pub names: Vocabulary,
    /// The label of each, [`Labels::NONE`] where there is none.
    pub of: Vec<u32>,
}

/// What kind of user each user is.
pub type Segments = Labels;

impl Labels {
    /// No label.
    pub const NONE: u32 = u32::MAX;

    /// The label of `index`, if it has one.
    pub fn label(&self, index: usize) -> Option<&str> {
        self.of.get(index).filter(|&&label| label != Labels::NONE).map(|&label| self.names.id(label as usize))
    }

    /// To be read by [`Labels::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        flat.texts(std::iter::once(self.column.as_str()))?;
        self.names.write(flat)?;
        flat.indices(self.of.iter().copied())
    }

    /// What [`Labels::write`] wrote, if it labels that many.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut ByteReader, count: usize) -> Result<Labels> {
        let mut column = String::new();
        flat.texts(|text| {
            text.clone_into(&mut column);
            Ok(())
        })?;
        let names = Vocabulary::read(flat)?;
        let of = flat.indices()?;
        let sound = |&label: &u32| label == Labels::NONE || (label as usize) < names.len();
        if of.len() != count || !of.iter().all(sound) {
            return Err(Error::SnapshotBroken);
        }
        Ok(Labels { column, names, of })
    }
}

/// Different labels beyond the first of each owner, at most: a column of free text would fill the memory.
const MOST_OTHERS: usize = 1 << 20;

/// Counts the labels of each owner.
#[derive(Default)]
pub(crate) struct LabelCounts {
    column: String,
    names: Vocabulary,
    /// The first label of each owner, and how often it came.
    first: Vec<(u32, u32)>,
    /// How often the other labels came, by owner and label.
    others: HashMap<(u32, u32), u32>,
}

impl LabelCounts {
    /// Of the column that is called so.
    pub fn of(column: &str) -> LabelCounts {
        LabelCounts { column: column.to_owned(), ..LabelCounts::default() }
    }

    /// Counts one label, without blanks around it; a blank one is none.
    pub fn count(&mut self, owner: u32, label: &[u8]) -> Result<()> {
        // No call for the columns that a file has not.
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
        } else if is_same(self.names.bytes_of(first), label) {
            self.first[index].1 = count.saturating_add(1);
        } else if self.others.len() < MOST_OTHERS {
            let label = self.names.intern(label)?;
            *self.others.entry((owner, label)).or_default() += 1;
        }
        Ok(())
    }

    /// How many owners have more than one label.
    pub fn differing(&self) -> usize {
        let mut owners: Vec<u32> = self.others.keys().map(|&(owner, _)| owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners.len()
    }

    /// The commonest label of each of the owners `kept`, in their order; of equally common ones the first.
    /// None where nobody has any.
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
        let mut of = try_zeroed(Labels::NONE, kept.len())?;
        for (label, &owner) in of.iter_mut().zip(kept) {
            *label = self.first.get(owner as usize).map_or(Labels::NONE, |&(label, _)| label);
        }
        Ok(Some(Labels { column: self.column, names: self.names, of }))
    }
}
