//! The rows of a file by user, then item, then their order in the file, in steps.

use std::task::Poll;

use crate::error::Result;
use crate::ingest::build::event_log::EventLog;
use crate::job::Job;
use crate::memory::try_zeroed;

/// Rows that are looked at in one step. Browsers begin with code that was compiled in a hurry, and run the better one
/// only when a function is called again: a long loop would be slow to its end.
const STEP: usize = 1 << 15;

/// Two counting sorts, by item and then by user, each of which leaves what is equal in its order.
pub(crate) struct EventSorter {
    stage: Stage,
    /// Rows that the stage has been through.
    at: usize,
    /// Where the rows of each item, of each user begin; as rows are placed, where the next one goes.
    of_items: Vec<u32>,
    of_users: Vec<u32>,
    by_item: Vec<u32>,
    sorted: Vec<u32>,
}

#[derive(Clone, Copy)]
enum Stage {
    Counting,
    ByItem,
    ByUser,
}

/// All rows, by user, then item, then their order in the file.
pub(crate) struct SortedEvents {
    rows: Vec<u32>,
    /// Where the rows of each user end, and one more.
    ends: Vec<u32>,
}

impl SortedEvents {
    /// The indices of a user's rows, by item.
    pub fn of(&self, user: usize) -> &[u32] {
        let end = |user: usize| self.ends.get(user).map_or(0, |&end| end as usize);
        self.rows.get(user.checked_sub(1).map_or(0, end)..end(user)).unwrap_or_default()
    }
}

impl EventSorter {
    /// Of so many rows, users and items.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(rows: usize, users: usize, items: usize) -> Result<EventSorter> {
        Ok(EventSorter {
            stage: Stage::Counting,
            at: 0,
            of_items: try_zeroed(0, items + 1)?,
            of_users: try_zeroed(0, users + 1)?,
            by_item: try_zeroed(0, rows)?,
            sorted: Vec::new(),
        })
    }
}

impl Job for EventSorter {
    type Input<'a> = &'a EventLog;
    type Output = SortedEvents;

    /// The next step; the sorted rows at the end.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn poll(&mut self, all: &EventLog) -> Result<Poll<SortedEvents>> {
        let EventSorter { of_items, of_users, by_item, sorted, .. } = self;
        let end = (self.at + STEP).min(all.len());
        let next = self.at as u32..end as u32;
        match self.stage {
            Stage::Counting => {
                for index in next {
                    of_items[all.item(index) as usize + 1] += 1;
                    of_users[all.user(index) as usize + 1] += 1;
                }
            }
            Stage::ByItem => next.for_each(|index| place(index, all.item(index), of_items, by_item)),
            Stage::ByUser => {
                for &index in &by_item[self.at..end] {
                    place(index, all.user(index), of_users, sorted);
                }
            }
        }
        self.at = end;
        if end < all.len() {
            return Ok(Poll::Pending);
        }
        self.at = 0;
        self.stage = match self.stage {
            Stage::Counting => {
                [of_items, of_users].into_iter().for_each(|counts| add_up(counts));
                Stage::ByItem
            }
            Stage::ByItem => {
                *sorted = try_zeroed(0, all.len())?;
                Stage::ByUser
            }
            // Each user's place has come to the end of their rows.
            Stage::ByUser => {
                let (rows, ends) = (std::mem::take(sorted), std::mem::take(of_users));
                return Ok(Poll::Ready(SortedEvents { rows, ends }));
            }
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        let stages = f64::from(self.stage as u8) + self.at as f64 / self.by_item.len().max(1) as f64;
        stages / 3.0
    }
}

fn place(index: u32, kind: u32, places: &mut [u32], sorted: &mut [u32]) {
    let place = &mut places[kind as usize];
    sorted[*place as usize] = index;
    *place += 1;
}

fn add_up(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}
