//! Builder of interactions from single pairs, without a file.

use crate::dataset::{LabelCounts, Part, Vocabulary};
use crate::error::Result;
use crate::ingest::build::event_log::{Event, EventLog};

/// Builder of interactions, in the order of a file.
#[derive(Default)]
pub struct InteractionsBuilder {
    pub(crate) users: Vocabulary,
    pub(crate) items: Vocabulary,
    pub(crate) item_names: LabelCounts,
    pub(crate) segments: LabelCounts,
    pub(crate) categories: LabelCounts,
    pub(crate) events: EventLog,
}

impl InteractionsBuilder {
    /// Index of a user.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn user(&mut self, id: &str) -> Result<u32> {
        self.users.intern(id)
    }

    /// Index of an item; it gets the most common of its names, of equally common ones the first.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn item(&mut self, id: &str, name: &str) -> Result<u32> {
        let item = self.items.intern(id)?;
        self.item_names.count(item, name.as_bytes())?;
        Ok(item)
    }

    /// Number of different items so far.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// Adds an interaction. Its part counts only where the interactions are built with a split.
    ///
    /// # Errors
    /// [`crate::error::Error::TooMany`] beyond the budget of a data set, [`crate::error::Error::OutOfMemory`].
    pub fn push(&mut self, user: u32, item: u32, part: Part) -> Result<()> {
        let InteractionsBuilder { users, items, events, .. } = self;
        let event = Event { user, item, part, time: None, amount: 1.0, event_type: 0, row: 0, tag: 0 };
        events.push(event, || users.memory() + items.memory())
    }
}
