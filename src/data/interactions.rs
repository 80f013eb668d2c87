//! Who has what: users, items, and the sparse matrix between them.

use crate::data::assembly::{Events, Grouping};
use crate::data::flat::{FlatReader, FlatWriter};
use crate::data::sparse::SparseRows;
use crate::data::split::Part;
use crate::data::vocabulary::Vocabulary;
use crate::error::{Error, Result, try_reserve};

/// An event is an item (30 bits) and a part of the split (2), so that sorting a user's events sorts by item and puts
/// `train` first where one pair stands in two parts.
const ITEM_SHIFT: u32 = 2;
const ITEM_LIMIT: u64 = 1 << 30;
/// How many events are merged in one step.
const STEP: usize = 1 << 18;

/// Collects interactions in the order of the file.
#[derive(Default)]
pub struct InteractionsBuilder {
    users: Vocabulary,
    items: Vocabulary,
    names: Vec<String>,
    events: Events<u32>,
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
    /// [`Error::OutOfMemory`].
    pub fn user(&mut self, id: &str) -> Result<u32> {
        self.users.intern(id)
    }

    /// The index of an item; its first name that is not blank is kept.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::TooMany`].
    pub fn item(&mut self, id: &str, name: &str) -> Result<u32> {
        let item = self.items.intern(id)?;
        if u64::from(item) >= ITEM_LIMIT {
            return Err(Error::TooMany { what: "items", found: u64::from(item) + 1, limit: ITEM_LIMIT });
        }
        if self.names.len() <= item as usize {
            try_reserve(&mut self.names, 1)?;
            self.names.push(String::new());
        }
        let known = &mut self.names[item as usize];
        if known.is_empty() && !name.trim().is_empty() {
            name.trim().clone_into(known);
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
    /// [`Error::TooMany`] interactions beyond the budget of a data set, [`Error::OutOfMemory`].
    pub fn push(&mut self, user: u32, item: u32, part: Part) -> Result<()> {
        let InteractionsBuilder { users, items, events, .. } = self;
        events.push(user, (item << ITEM_SHIFT) | part as u32, || users.bytes() + items.bytes())
    }

    /// Sorts and merges. `given` says whether the parts come from the file.
    ///
    /// # Errors
    /// As [`InteractionsBuilder::begin`].
    pub fn build(self, given: bool) -> Result<Interactions> {
        let mut building = self.begin(given)?;
        loop {
            if let Some(interactions) = building.step()? {
                return Ok(interactions);
            }
        }
    }

    /// Begins what [`InteractionsBuilder::build`] does at once.
    ///
    /// # Errors
    /// [`Error::TooFewUsers`], [`Error::TooFewItems`], [`Error::OutOfMemory`].
    pub fn begin(self, given: bool) -> Result<Building> {
        let InteractionsBuilder { users, items, names, events } = self;
        if users.len() < 2 {
            return Err(Error::TooFewUsers { found: users.len(), needed: 2 });
        }
        if items.len() < 2 {
            return Err(Error::TooFewItems { found: items.len(), needed: 2 });
        }
        let empty = || SparseRows::new(items.len());
        let matrix = empty();
        let parts = given.then(|| [empty(), empty(), empty()]);
        let grouping = Grouping::new(events, users.len())?;
        Ok(Building { users, items, names, grouping, grouped: false, matrix, parts, user: 0 })
    }
}

/// Interactions on their way into rows, step by step.
pub struct Building {
    users: Vocabulary,
    items: Vocabulary,
    names: Vec<String>,
    grouping: Grouping<u32>,
    grouped: bool,
    matrix: SparseRows,
    parts: Option<[SparseRows; 3]>,
    /// The next user to be merged.
    user: usize,
}

impl Building {
    /// The next bounded step; the interactions at the end.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn step(&mut self) -> Result<Option<Interactions>> {
        if !self.grouped {
            self.grouped = self.grouping.step();
            return Ok(None);
        }
        let mut done = 0;
        let mut row = Vec::new();
        while self.user < self.users.len() && done < STEP {
            let events = self.grouping.of(self.user);
            events.sort_unstable();
            done += events.len() + 1;
            row.clear();
            for &event in events.iter() {
                if row.last().is_none_or(|&last| last >> ITEM_SHIFT != event >> ITEM_SHIFT) {
                    row.push(event);
                }
            }
            self.merge(&mut row)?;
            self.user += 1;
        }
        if self.user < self.users.len() {
            return Ok(None);
        }
        let (users, items) = (std::mem::take(&mut self.users), std::mem::take(&mut self.items));
        let (names, parts) = (std::mem::take(&mut self.names), self.parts.take());
        let matrix = std::mem::replace(&mut self.matrix, SparseRows::new(0));
        Ok(Some(Interactions { users, items, names, matrix, parts, times: None }))
    }

    fn merge(&mut self, events: &mut [u32]) -> Result<()> {
        for part in [Part::Train, Part::Validation, Part::Test] {
            let Some(rows) = self.parts.as_mut().and_then(|parts| parts.get_mut(part as usize)) else { break };
            let of_part = events.iter().filter(|&&event| event & 3 == part as u32);
            rows.push_row(&of_part.map(|event| event >> ITEM_SHIFT).collect::<Vec<u32>>())?;
        }
        for event in events.iter_mut() {
            *event >>= ITEM_SHIFT;
        }
        self.matrix.push_row(events)
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        (self.grouping.fraction() + self.user as f64 / self.users.len().max(1) as f64) / 2.0
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
