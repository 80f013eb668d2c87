//! Sorter of the events of a file by user, then item, then their order in the file, in steps.

use std::task::Poll;

use crate::error::Result;
use crate::ingest::build::event_log::EventLog;
use crate::job::Job;
use crate::memory::try_zeroed;

/// Events per step. Browsers first run code compiled without optimisation, and change to the optimised code only when a
/// function is called again: a long loop would be slow to its end.
const STEP: usize = 1 << 15;

/// Two stable counting sorts, by item and then by user.
pub(crate) struct EventSorter {
    stage: Stage,
    /// Events that the current stage has processed.
    at: usize,
    /// Position of each item's first event in `by_item`; as events are placed, of its next one.
    item_places: Vec<u32>,
    /// Position of each user's first event in `sorted`; as events are placed, of its next one.
    user_places: Vec<u32>,
    by_item: Vec<u32>,
    sorted: Vec<u32>,
}

#[derive(Clone, Copy)]
enum Stage {
    Counting,
    ByItem,
    ByUser,
}

/// Indices of all events, by user, then item, then their order in the file.
pub(crate) struct SortedEvents {
    indices: Vec<u32>,
    /// End of each user's indices, and one more.
    ends: Vec<u32>,
}

impl SortedEvents {
    /// Indices of a user's events, by item.
    pub fn of(&self, user: usize) -> &[u32] {
        let end = |user: usize| self.ends.get(user).map_or(0, |&end| end as usize);
        self.indices.get(user.checked_sub(1).map_or(0, end)..end(user)).unwrap_or_default()
    }
}

impl EventSorter {
    /// A sorter of this many events, users and items.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(events: usize, users: usize, items: usize) -> Result<EventSorter> {
        Ok(EventSorter {
            stage: Stage::Counting,
            at: 0,
            item_places: try_zeroed(0, items + 1)?,
            user_places: try_zeroed(0, users + 1)?,
            by_item: try_zeroed(0, events)?,
            sorted: Vec::new(),
        })
    }
}

impl Job for EventSorter {
    type Input<'a> = &'a EventLog;
    type Output = SortedEvents;

    /// The next step; the sorted events at the end.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn poll(&mut self, log: &EventLog) -> Result<Poll<SortedEvents>> {
        let EventSorter { item_places, user_places, by_item, sorted, .. } = self;
        let end = (self.at + STEP).min(log.len());
        let next = self.at as u32..end as u32;
        match self.stage {
            Stage::Counting => {
                for index in next {
                    item_places[log.item(index) as usize + 1] += 1;
                    user_places[log.user(index) as usize + 1] += 1;
                }
            }
            Stage::ByItem => next.for_each(|index| place(index, log.item(index), item_places, by_item)),
            Stage::ByUser => {
                for &index in &by_item[self.at..end] {
                    place(index, log.user(index), user_places, sorted);
                }
            }
        }
        self.at = end;
        if end < log.len() {
            return Ok(Poll::Pending);
        }
        self.at = 0;
        self.stage = match self.stage {
            Stage::Counting => {
                [item_places, user_places].into_iter().for_each(|counts| accumulate(counts));
                Stage::ByItem
            }
            Stage::ByItem => {
                *sorted = try_zeroed(0, log.len())?;
                Stage::ByUser
            }
            // The next place of each user is now the end of their events.
            Stage::ByUser => {
                let (indices, ends) = (std::mem::take(sorted), std::mem::take(user_places));
                return Ok(Poll::Ready(SortedEvents { indices, ends }));
            }
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        let stages = f64::from(self.stage as u8) + self.at as f64 / self.by_item.len().max(1) as f64;
        stages / 3.0
    }
}

/// Puts an event into the next place of its group, a user or an item.
fn place(index: u32, group: u32, places: &mut [u32], sorted: &mut [u32]) {
    let place = &mut places[group as usize];
    sorted[*place as usize] = index;
    *place += 1;
}

/// Replaces each count by the sum up to it.
fn accumulate(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}
