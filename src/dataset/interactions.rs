//! The interactions: users, items, and the sparse matrix between them.

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::labels::{Labels, Segments};
use crate::dataset::part::{part_of_each, parts_of};
use crate::dataset::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;
use crate::order::sort_few;

/// Time of a pair whose time is missing or unreadable; earlier than any other.
pub const NO_TIME: i64 = i64::MIN;

/// The interactions of a whole file, each pair once.
pub struct Interactions {
    pub users: Vocabulary,
    pub items: Vocabulary,
    /// Name of each item; empty where the file gives none.
    pub(crate) item_names: Vec<String>,
    /// All pairs, users × items.
    pub matrix: CsrMatrix,
    /// Train, validation and test by the file's split column; none without one.
    pub parts: Option<[CsrMatrix; 3]>,
    /// Time of each pair's first event, in seconds since 1970, in the order of `matrix`; [`NO_TIME`] for a pair
    /// without. None without a column of times most of which are readable.
    pub times: Option<Vec<i64>>,
    /// Segment of each user; none without such a column.
    pub segments: Option<Segments>,
    /// Category of each item; none without such a column.
    pub categories: Option<Labels>,
}

impl Interactions {
    /// Name of an item, or its id where the file gives no name.
    pub fn name(&self, item: usize) -> &str {
        match self.item_names.get(item) {
            Some(name) if !name.is_empty() => name,
            _ => self.items.id(item),
        }
    }

    /// Share of all possible pairs that are present, 0–1.
    pub fn density(&self) -> f64 {
        self.matrix.ones() as f64 / (self.users.len() as f64 * self.items.len() as f64)
    }

    /// The `count` items with the most users, as (item, users), most users first.
    pub fn bestsellers(&self, count: usize) -> Vec<(usize, u32)> {
        let mut items: Vec<(usize, u32)> = self.matrix.column_counts().into_iter().enumerate().collect();
        sort_few(&mut items, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        items.truncate(count);
        items
    }

    /// Encodes the interactions for [`Interactions::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.users.write(writer)?;
        self.items.write(writer)?;
        writer.texts(self.item_names.iter().map(String::as_str))?;
        self.matrix.write(writer)?;
        writer.number(self.parts.iter().len())?;
        if let Some(parts) = &self.parts {
            writer.bytes(&part_of_each(&self.matrix, parts)?)?;
        }
        writer.number(self.times.iter().len())?;
        if let Some(times) = &self.times {
            writer.indices(times.iter().map(|time| *time as u64 as u32))?;
            writer.indices(times.iter().map(|time| (*time as u64 >> 32) as u32))?;
        }
        for labels in [&self.segments, &self.categories] {
            writer.number(labels.iter().len())?;
            labels.iter().try_for_each(|labels| labels.write(writer))?;
        }
        Ok(())
    }

    /// Decodes what [`Interactions::write`] encoded.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(reader: &mut ByteReader) -> Result<Interactions> {
        let (users, items) = (Vocabulary::read(reader)?, Vocabulary::read(reader)?);
        let mut item_names = Vec::new();
        reader.texts(|name| {
            try_reserve(&mut item_names, 1)?;
            item_names.push(name.to_owned());
            Ok(())
        })?;
        if item_names.len() != items.len() {
            return Err(Error::SnapshotBroken);
        }
        let matrix = CsrMatrix::read(reader, users.len(), items.len())?;
        let parts = match reader.number()? {
            0 => None,
            _ => match reader.bytes()? {
                parts if parts.len() == matrix.ones() => Some(parts_of(&matrix, parts)?),
                _ => return Err(Error::SnapshotBroken),
            },
        };
        let times = match reader.number()? {
            0 => None,
            _ => Some(read_times(reader, matrix.ones())?),
        };
        let segments = match reader.number()? {
            0 => None,
            _ => Some(Labels::read(reader, users.len())?),
        };
        let categories = match reader.number()? {
            0 => None,
            _ => Some(Labels::read(reader, items.len())?),
        };
        Ok(Interactions { users, items, item_names, matrix, parts, times, segments, categories })
    }
}

fn read_times(reader: &mut ByteReader, count: usize) -> Result<Vec<i64>> {
    let (low, high) = (reader.indices()?, reader.indices()?);
    if (low.len(), high.len()) != (count, count) {
        return Err(Error::SnapshotBroken);
    }
    let mut times = Vec::new();
    try_reserve(&mut times, count)?;
    times.extend(low.iter().zip(&high).map(|(&low, &high)| (u64::from(low) | u64::from(high) << 32) as i64));
    Ok(times)
}
