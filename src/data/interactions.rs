//! Who has what: users, items, and the sparse matrix between them.

use crate::data::flat::{FlatReader, FlatWriter};
use crate::data::sparse::SparseRows;
use crate::data::split::Part;
use crate::data::vocabulary::Vocabulary;
use crate::error::{Error, Result, try_reserve, try_zeroed};

/// A key is user (30 bits), item (32), part of the split (2), so that sorting keys sorts
/// by user, then item, and puts `train` first where one pair stands in two parts.
const USER_SHIFT: u32 = 34;
const ITEM_SHIFT: u32 = 2;
const USER_LIMIT: u64 = 1 << 30;

/// Collects interactions in the order of the file.
#[derive(Default)]
pub struct InteractionsBuilder {
    users: Vocabulary,
    items: Vocabulary,
    names: Vec<String>,
    keys: Vec<u64>,
}

/// The interactions of a whole file, each pair once.
pub struct Interactions {
    pub users: Vocabulary,
    pub items: Vocabulary,
    names: Vec<String>,
    /// All pairs; row = user, column = item.
    pub matrix: SparseRows,
    /// The parts that the file's split column gives, if it has one: train, validation, test.
    pub parts: Option<[SparseRows; 3]>,
    /// Seconds since 1970 of each pair's first event, in the order of `matrix`; none without a time column.
    pub times: Option<Vec<i64>>,
}

impl InteractionsBuilder {
    /// The index of a user.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::TooMany`].
    pub fn user(&mut self, id: &str) -> Result<u32> {
        let user = self.users.intern(id)?;
        if u64::from(user) >= USER_LIMIT {
            return Err(Error::TooMany { what: "users", found: u64::from(user) + 1, limit: USER_LIMIT });
        }
        Ok(user)
    }

    /// The index of an item; its first name that is not blank is kept.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn item(&mut self, id: &str, name: &str) -> Result<u32> {
        self.item_with(id, || name)
    }

    /// The same, with a name that is only looked at where none is known.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn item_with<'a>(&mut self, id: &str, name: impl FnOnce() -> &'a str) -> Result<u32> {
        let item = self.items.intern(id)?;
        if self.names.len() <= item as usize {
            try_reserve(&mut self.names, 1)?;
            self.names.push(String::new());
        }
        let known = &mut self.names[item as usize];
        if known.is_empty() {
            name().trim().clone_into(known);
        }
        Ok(item)
    }

    /// How many different items there are so far.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// Adds one interaction. Which part it belongs to matters only where the file has a split column.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn push(&mut self, user: u32, item: u32, part: Part) -> Result<()> {
        try_reserve(&mut self.keys, 1)?;
        self.keys.push((u64::from(user) << USER_SHIFT) | (u64::from(item) << ITEM_SHIFT) | part as u64);
        Ok(())
    }

    /// Sorts and merges. `given` says whether the parts come from the file.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn build(mut self, given: bool) -> Result<Interactions> {
        if self.users.len() < 2 {
            return Err(Error::TooFewUsers { found: self.users.len(), needed: 2 });
        }
        if self.items.len() < 2 {
            return Err(Error::TooFewItems { found: self.items.len(), needed: 2 });
        }
        self.sort()?;
        self.keys.dedup_by_key(|key| *key >> ITEM_SHIFT);
        let matrix = self.rows(None)?;
        let parts = if given {
            Some([self.rows(Some(Part::Train))?, self.rows(Some(Part::Validation))?, self.rows(Some(Part::Test))?])
        } else {
            None
        };
        Ok(Interactions { users: self.users, items: self.items, names: self.names, matrix, parts, times: None })
    }

    /// Sorts the keys: dealt out by user first, which takes half the time of sorting them all.
    fn sort(&mut self) -> Result<()> {
        let user = |key: u64| (key >> USER_SHIFT) as usize;
        let mut ends = try_zeroed(0, self.users.len())?;
        self.keys.iter().for_each(|&key| ends[user(key)] += 1);
        let mut start = 0;
        for end in &mut ends {
            // For now where the user's keys begin; each that is placed moves it on.
            (*end, start) = (start, start + *end);
        }
        let mut dealt = try_zeroed(0, self.keys.len())?;
        for &key in &self.keys {
            dealt[ends[user(key)]] = key;
            ends[user(key)] += 1;
        }
        let mut rest = dealt.as_mut_slice();
        let mut start = 0;
        for &end in &ends {
            let own;
            (own, rest) = rest.split_at_mut(end - start);
            own.sort_unstable();
            start = end;
        }
        self.keys = dealt;
        Ok(())
    }

    fn rows(&self, part: Option<Part>) -> Result<SparseRows> {
        let mut rows = SparseRows::new(self.items.len());
        let mut row = Vec::new();
        let mut keys = self.keys.as_slice();
        for user in 0..self.users.len() as u64 {
            let end = keys.iter().position(|key| key >> USER_SHIFT != user).unwrap_or(keys.len());
            row.clear();
            row.extend(
                keys[..end]
                    .iter()
                    .filter(|&&key| part.is_none_or(|part| key & 3 == part as u64))
                    .map(|&key| (key >> ITEM_SHIFT) as u32),
            );
            rows.push_row(&row)?;
            keys = &keys[end..];
        }
        Ok(rows)
    }
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
    pub fn write(&self, flat: &mut FlatWriter) -> Result<()> {
        self.users.write(flat)?;
        self.items.write(flat)?;
        flat.texts(self.names.iter().map(String::as_str))?;
        self.matrix.write(flat)?;
        flat.number(self.parts.iter().len())?;
        self.parts.iter().flatten().try_for_each(|part| part.write(flat))
    }

    /// What [`Interactions::write`] wrote.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut FlatReader) -> Result<Interactions> {
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
        let rows = |flat: &mut FlatReader| SparseRows::read(flat, users.len(), items.len());
        let matrix = rows(flat)?;
        let parts = match flat.number()? {
            0 => None,
            _ => Some([rows(flat)?, rows(flat)?, rows(flat)?]),
        };
        Ok(Interactions { users, items, names, matrix, parts, times: None })
    }
}
