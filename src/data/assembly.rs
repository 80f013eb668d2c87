//! Events in the order of a file, put together by user: in blocks, so that growing never copies what is there, and in
//! bounded steps, so that whoever waits for the last row can still change their mind.

use crate::error::{Error, Result, try_reserve, try_zeroed};

/// The most bytes that the data set of one file may take, in all its forms: WebAssembly addresses 4 GiB, and the
/// training wants its share.
pub const DATA_BUDGET: u64 = 2 << 30;
/// Bytes that one event is taken for: 8 while it is collected, 4 put together, and, until its user's items are
/// merged and split, up to 20 in the matrices of all, known, train, validation and test and their growth.
pub const EVENT_BYTES: u64 = 32;
/// Events in a block, and in a step: some milliseconds.
const BLOCK: usize = 1 << 19;

/// Whether a data set of `found` events fits, which takes `beside` bytes besides them. To be asked before they are held.
///
/// # Errors
/// [`Error::TooMany`] interactions beyond [`DATA_BUDGET`], with how many would fit.
pub fn check_budget(found: u64, beside: u64) -> Result<()> {
    let limit = DATA_BUDGET.saturating_sub(beside) / EVENT_BYTES;
    if found > limit { Err(Error::TooMany { what: "interactions", found, limit }) } else { Ok(()) }
}

/// Events of users, as they come; `T` is what is kept of each.
pub struct Events<T> {
    blocks: Vec<Vec<(u32, T)>>,
    len: u64,
}

impl<T> Default for Events<T> {
    fn default() -> Self {
        Events { blocks: Vec::new(), len: 0 }
    }
}

impl<T: Copy> Events<T> {
    /// How many there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds one; `beside` are the bytes that the data set takes besides its events, which count towards the budget.
    ///
    /// # Errors
    /// [`Error::TooMany`] interactions beyond [`DATA_BUDGET`], [`Error::OutOfMemory`].
    pub fn push(&mut self, user: u32, event: T, beside: impl FnOnce() -> u64) -> Result<()> {
        let block = match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block,
            _ => {
                // Asked once per block: what the block will hold has to fit.
                check_budget(self.len + BLOCK as u64, beside())?;
                let mut block = Vec::new();
                try_reserve(&mut block, BLOCK)?;
                try_reserve(&mut self.blocks, 1)?;
                self.blocks.push(block);
                let last = self.blocks.len() - 1;
                &mut self.blocks[last]
            }
        };
        block.push((user, event));
        self.len += 1;
        Ok(())
    }
}

/// Puts events together by user (a counting sort: Knuth, The Art of Computer Programming 3, 5.2, algorithm D), each
/// user's in the order in which they came.
pub struct Grouping<T> {
    blocks: Vec<Vec<(u32, T)>>,
    /// How many blocks have been counted; then they are taken from the front.
    counted: usize,
    placed: usize,
    /// Where each user's events end, as far as they are placed; before that, how many there are.
    ends: Vec<u32>,
    grouped: Vec<T>,
}

impl<T: Copy + Default> Grouping<T> {
    /// Of the events of `users` users.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(events: Events<T>, users: usize) -> Result<Grouping<T>> {
        let grouped = try_zeroed(T::default(), usize::try_from(events.len).unwrap_or(usize::MAX))?;
        let ends = try_zeroed(0, users + 1)?;
        Ok(Grouping { blocks: events.blocks, counted: 0, placed: 0, ends, grouped })
    }

    /// One bounded step; true once all events are in their places.
    pub fn step(&mut self) -> bool {
        if let Some(block) = self.blocks.get(self.counted) {
            // Shifted by one: each entry becomes where its user begins.
            for &(user, _) in block {
                if let Some(count) = self.ends.get_mut(user as usize + 1) {
                    *count += 1;
                }
            }
            self.counted += 1;
            if self.counted == self.blocks.len() {
                let mut sum = 0;
                for end in &mut self.ends {
                    sum += *end;
                    *end = sum;
                }
            }
            return false;
        }
        let Some(block) = self.blocks.get_mut(self.placed).map(std::mem::take) else { return true };
        for (user, event) in block {
            let Some(end) = self.ends.get_mut(user as usize) else { continue };
            if let Some(place) = self.grouped.get_mut(*end as usize) {
                *place = event;
            }
            *end += 1;
        }
        self.placed += 1;
        self.placed == self.blocks.len()
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        (self.counted + self.placed) as f64 / (2 * self.blocks.len()).max(1) as f64
    }

    /// The events of one user, once all are in their places.
    pub fn of(&mut self, user: usize) -> &mut [T] {
        let end = self.ends.get(user).copied().unwrap_or(0) as usize;
        let start = user.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0) as usize;
        self.grouped.get_mut(start..end).unwrap_or_default()
    }
}
