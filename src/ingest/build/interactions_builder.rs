//! Interactions put together one by one, in the order in which they come.

use crate::dataset::LabelCounts;
use crate::dataset::Part;
use crate::dataset::Vocabulary;
use crate::error::Result;
use crate::ingest::build::event_log::{Event, EventLog};

/// Collects what the rows say, in the order of the file.
#[derive(Default)]
pub struct InteractionsBuilder {
    pub(crate) users: Vocabulary,
    pub(crate) items: Vocabulary,
    pub(crate) names: LabelCounts,
    pub(crate) segments: LabelCounts,
    pub(crate) categories: LabelCounts,
    pub(crate) occurrences: EventLog,
}

impl InteractionsBuilder {
    /// The index of a user.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn user(&mut self, id: &str) -> Result<u32> {
        self.users.intern(id)
    }

    /// The index of an item; the commonest of its names is kept, of equally common ones the first.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn item(&mut self, id: &str, name: &str) -> Result<u32> {
        let item = self.items.intern(id)?;
        self.names.count(item, name.as_bytes())?;
        Ok(item)
    }

    /// How many different items there are so far.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// Adds one interaction. Which part it belongs to matters only where the file has a split column.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond the budget of a data set, [`Error::OutOfMemory`].
    pub fn push(&mut self, user: u32, item: u32, part: Part) -> Result<()> {
        let InteractionsBuilder { users, items, occurrences, .. } = self;
        let one = Event { user, item, part, time: None, amount: 1.0, kind: 0, row: 0, tag: 0 };
        occurrences.push(one, || users.memory() + items.memory())
    }
}
