//! Who has what: users, items, and the sparse matrix between them.

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::labels::{Labels, Segments};
use crate::dataset::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;

/// Stands for the time of a pair whose time is missing or unreadable: older than any.
pub const NO_TIME: i64 = i64::MIN;

/// The interactions of a whole file, each pair once.
pub struct Interactions {
    pub users: Vocabulary,
    pub items: Vocabulary,
    pub(crate) names: Vec<String>,
    /// All pairs; row = user, column = item.
    pub matrix: CsrMatrix,
    /// The parts that the file's split column gives, if it has one: train, validation, test.
    pub parts: Option<[CsrMatrix; 3]>,
    /// Seconds since 1970 of each pair's first event, in the order of `matrix`; none without a column of times
    /// most of which can be read. [`NO_TIME`](crate::dataset::interactions::NO_TIME), before all others, where a pair has none.
    pub times: Option<Vec<i64>>,
    /// What kind of user each user is, if a column says so.
    pub segments: Option<Segments>,
    /// What kind of item each item is, if a column says so.
    pub categories: Option<Labels>,
}

impl Interactions {
    /// The item's name, or its id where the file gives no name.
    pub fn name(&self, item: usize) -> &str {
        match self.names.get(item) {
            Some(name) if !name.is_empty() => name,
            _ => self.items.id(item),
        }
    }

    /// The share of all possible pairs that are there, 0–1.
    pub fn density(&self) -> f64 {
        self.matrix.ones() as f64 / (self.users.len() as f64 * self.items.len() as f64)
    }

    /// The `count` items that most users have, as (item, users), most first.
    pub fn bestsellers(&self, count: usize) -> Vec<(usize, u32)> {
        let mut items: Vec<(usize, u32)> = self.matrix.column_counts().into_iter().enumerate().collect();
        items.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        items.truncate(count);
        items
    }

    /// To be read by [`Interactions::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        self.users.write(flat)?;
        self.items.write(flat)?;
        flat.texts(self.names.iter().map(String::as_str))?;
        self.matrix.write(flat)?;
        flat.number(self.parts.iter().len())?;
        self.parts.iter().flatten().try_for_each(|part| part.write(flat))?;
        flat.number(self.times.iter().len())?;
        if let Some(times) = &self.times {
            flat.indices(times.iter().map(|time| *time as u64 as u32))?;
            flat.indices(times.iter().map(|time| (*time as u64 >> 32) as u32))?;
        }
        for labels in [&self.segments, &self.categories] {
            flat.number(labels.iter().len())?;
            labels.iter().try_for_each(|labels| labels.write(flat))?;
        }
        Ok(())
    }

    /// What [`Interactions::write`] wrote.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut ByteReader) -> Result<Interactions> {
        let (users, items) = (Vocabulary::read(flat)?, Vocabulary::read(flat)?);
        let mut names = Vec::new();
        flat.texts(|name| {
            try_reserve(&mut names, 1)?;
            names.push(name.to_owned());
            Ok(())
        })?;
        if names.len() != items.len() {
            return Err(Error::SnapshotBroken);
        }
        let rows = |flat: &mut ByteReader| CsrMatrix::read(flat, users.len(), items.len());
        let matrix = rows(flat)?;
        let parts = match flat.number()? {
            0 => None,
            _ => Some([rows(flat)?, rows(flat)?, rows(flat)?]),
        };
        let times = match flat.number()? {
            0 => None,
            _ => Some(read_times(flat, matrix.ones())?),
        };
        let segments = match flat.number()? {
            0 => None,
            _ => Some(Labels::read(flat, users.len())?),
        };
        let categories = match flat.number()? {
            0 => None,
            _ => Some(Labels::read(flat, items.len())?),
        };
        Ok(Interactions { users, items, names, matrix, parts, times, segments, categories })
    }
}

fn read_times(flat: &mut ByteReader, count: usize) -> Result<Vec<i64>> {
    let (low, high) = (flat.indices()?, flat.indices()?);
    if (low.len(), high.len()) != (count, count) {
        return Err(Error::SnapshotBroken);
    }
    let mut times = Vec::new();
    try_reserve(&mut times, count)?;
    times.extend(low.iter().zip(&high).map(|(&low, &high)| (u64::from(low) | u64::from(high) << 32) as i64));
    Ok(times)
}
