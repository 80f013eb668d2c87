//! Log of a file's events in the order of the file, in 4 to 16 bytes for each besides its user.

use crate::dataset::{Part, SECONDS_PER_DAY};
use crate::error::{Error, Result};
use crate::memory::{check_budget, try_reserve};

/// Bits of an item's index, as many as a [`Vocabulary`](crate::dataset::Vocabulary) needs; the part of the split is in
/// the two bits above.
const PART_SHIFT: u32 = 30;

/// Events between two checks of the memory budget.
const BUDGET_CHECK_INTERVAL: usize = 1 << 19;
/// Events for which there is room from the beginning.
const MIN_CAPACITY: usize = 256;

/// Beginning of 1950, in seconds since 1970. Times are stored in 32 bits as seconds since then, up to the year 2086.
const EPOCH: i64 = -631_152_000;
/// Stored time of an event without one.
const UNTIMED: u32 = u32::MAX;

/// An event: one row, or one item of a row that lists several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Event {
    pub user: u32,
    pub item: u32,
    pub part: Part,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// Amount or rating; a negative amount cancels.
    pub amount: f32,
    /// Index of the event's type.
    pub event_type: u8,
    /// Line of the row in the file.
    pub row: u64,
    /// Half of a hash of the row's text: rows of one pair with equal tags are equal letter by letter.
    pub tag: u32,
}

/// An event of the log, without what its pair does not depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoggedEvent {
    /// Position in the log.
    pub index: u32,
    pub item: u32,
    pub part: Part,
    pub amount: f32,
    pub event_type: Option<u8>,
    /// See [`Event::tag`]; none where rows are users or baskets.
    pub tag: Option<u32>,
    time: u32,
}

impl LoggedEvent {
    /// Seconds since 1970.
    pub fn time(&self) -> Option<i64> {
        (self.time != UNTIMED).then_some(i64::from(self.time) + EPOCH)
    }
}

/// All events in the order of the file. Columns that the file lacks take no memory.
#[derive(Default)]
pub(crate) struct EventLog {
    users: Vec<u32>,
    /// All other words of each event, one event after another, since they are read together.
    words: Vec<u32>,
    layout: WordLayout,
    event_types: Option<Vec<u8>>,
    /// Beginnings of runs with consecutive lines: (index of an event, line of its row).
    line_runs: Vec<(u32, u32)>,
    timed: usize,
}

/// Limit of the words of an event.
const MAX_WORDS: usize = 4;

/// Positions of an event's words; the first word holds its item and its part of the split.
#[derive(Clone, Copy)]
struct WordLayout {
    words: usize,
    time: Option<usize>,
    amount: Option<usize>,
    tag: Option<usize>,
}

impl Default for WordLayout {
    fn default() -> WordLayout {
        WordLayout::of(false, false, false)
    }
}

impl WordLayout {
    fn of(has_times: bool, has_amounts: bool, has_tags: bool) -> WordLayout {
        let mut words = 1;
        let mut place = |is_present: bool| {
            words += usize::from(is_present);
            is_present.then_some(words - 1)
        };
        let (time, amount, tag) = (place(has_times), place(has_amounts), place(has_tags));
        WordLayout { words, time, amount, tag }
    }
}

impl EventLog {
    /// An empty log of events with these columns.
    pub fn new(has_times: bool, has_amounts: bool, has_types: bool, has_tags: bool) -> EventLog {
        let layout = WordLayout::of(has_times, has_amounts, has_tags);
        EventLog { layout, event_types: has_types.then(Vec::new), ..EventLog::default() }
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Reserves room for `count` events in total, if the budget and the allocator allow it; otherwise the log grows as
    /// events are added.
    pub fn reserve_total(&mut self, count: usize) {
        let more = count.saturating_sub(self.len());
        if check_budget(count as u64, 0).is_ok() && self.users.try_reserve_exact(more).is_ok() {
            let _ = self.words.try_reserve_exact(more * self.layout.words + MAX_WORDS);
        }
    }

    /// Adds an event; `other_bytes` is the memory of the data set besides its events.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond the budget of a data set, [`Error::OutOfMemory`].
    pub fn push(&mut self, event: Event, other_bytes: impl FnOnce() -> u64) -> Result<()> {
        let length = self.len();
        if length.is_multiple_of(BUDGET_CHECK_INTERVAL) {
            check_budget((length + BUDGET_CHECK_INTERVAL) as u64, other_bytes())?;
        }
        if length == self.users.capacity() || self.words.capacity() - self.words.len() < MAX_WORDS {
            // The log doubles. The last event needs room for all words, since they are copied before they are cut off.
            let more = length.max(MIN_CAPACITY);
            try_reserve(&mut self.users, more)?;
            try_reserve(&mut self.words, more * self.layout.words + MAX_WORDS)?;
        }
        let limit = u64::from(u32::MAX) - 1;
        let index = u32::try_from(length).ok().filter(|&index| u64::from(index) < limit);
        let index = index.ok_or(Error::TooMany { what: "rows", found: limit + 1, limit })?;
        let row = u32::try_from(event.row).unwrap_or(u32::MAX);
        if self.line_runs.last().is_none_or(|&(start, line)| row.wrapping_sub(line) != index - start) {
            try_reserve(&mut self.line_runs, 1)?;
            self.line_runs.push((index, row));
        }
        let mut words = [event.item | (event.part as u32) << PART_SHIFT, 0, 0, 0];
        if let Some(place) = self.layout.time {
            let time = event.time.and_then(|time| u32::try_from(time.checked_sub(EPOCH)?).ok()).unwrap_or(UNTIMED);
            self.timed += usize::from(time != UNTIMED);
            words[place] = time;
        }
        if let Some(place) = self.layout.amount {
            words[place] = event.amount.to_bits();
        }
        if let Some(place) = self.layout.tag {
            words[place] = event.tag;
        }
        if let Some(event_types) = &mut self.event_types {
            try_reserve(event_types, 1)?;
            event_types.push(event.event_type);
        }
        self.users.push(event.user);
        // A copy of constant length needs no call.
        let end = self.words.len() + self.layout.words;
        self.words.extend_from_slice(&words);
        self.words.truncate(end);
        Ok(())
    }

    fn word(&self, index: u32, place: usize) -> u32 {
        self.words[index as usize * self.layout.words + place]
    }

    pub fn user(&self, index: u32) -> u32 {
        self.users[index as usize]
    }

    pub fn item(&self, index: u32) -> u32 {
        self.word(index, 0) & ((1 << PART_SHIFT) - 1)
    }

    /// The event at `index`.
    pub fn event(&self, index: u32) -> LoggedEvent {
        let WordLayout { words, time, amount, tag } = self.layout;
        let all = &self.words[index as usize * words..][..words];
        let part = match all[0] >> PART_SHIFT {
            0 => Part::Train,
            1 => Part::Validation,
            _ => Part::Test,
        };
        LoggedEvent {
            index,
            item: all[0] & ((1 << PART_SHIFT) - 1),
            part,
            amount: amount.map_or(1.0, |place| f32::from_bits(all[place])),
            event_type: self.event_types.as_ref().map(|event_types| event_types[index as usize]),
            tag: tag.map(|place| all[place]),
            time: time.map_or(UNTIMED, |place| all[place]),
        }
    }

    /// Whether the file has a column of times.
    pub fn has_times(&self) -> bool {
        self.layout.time.is_some()
    }

    /// Whether events have amounts.
    pub fn has_amounts(&self) -> bool {
        self.layout.amount.is_some()
    }

    /// Day of an event, since 1970.
    pub fn day(&self, index: u32) -> Option<i64> {
        const EPOCH_DAYS: i64 = EPOCH / SECONDS_PER_DAY;
        let time = self.word(index, self.layout.time?);
        (time != UNTIMED).then_some(i64::from(time / SECONDS_PER_DAY as u32) + EPOCH_DAYS)
    }

    /// Corrects the times of all events.
    pub fn correct_times(&mut self, correct: fn(i64) -> i64) {
        let Some(place) = self.layout.time else { return };
        let times = self.words.iter_mut().skip(place).step_by(self.layout.words);
        for time in times.filter(|time| **time != UNTIMED) {
            *time = u32::try_from(correct(i64::from(*time) + EPOCH) - EPOCH).unwrap_or(*time);
        }
    }

    /// Whether most events have a readable time.
    pub fn is_timed(&self) -> bool {
        self.has_times() && self.timed * 2 > self.len()
    }

    /// Share of the amounts that are at least `min`, 0–1; 1 without amounts.
    pub fn share_at_least(&self, min: f64) -> f64 {
        let Some(place) = self.layout.amount else { return 1.0 };
        let amounts = self.words.iter().skip(place).step_by(self.layout.words);
        let count = amounts.filter(|&&amount| f64::from(f32::from_bits(amount)) >= min).count();
        count as f64 / self.len().max(1) as f64
    }

    /// Line of an event's row in the file, from 1.
    pub fn row_number(&self, index: u32) -> u64 {
        let next = self.line_runs.partition_point(|&(start, _)| start <= index);
        let run = next.checked_sub(1).and_then(|before| self.line_runs.get(before));
        run.map_or(0, |&(start, line)| u64::from(line) + u64::from(index - start))
    }
}

/// Whether the log can keep a time in seconds since 1970: from the beginning of 1950 to 2086.
pub(crate) fn can_be_logged(time: i64) -> bool {
    time.checked_sub(EPOCH).and_then(|since| u32::try_from(since).ok()).is_some_and(|since| since != UNTIMED)
}
