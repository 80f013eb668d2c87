//! The rows of a file that say who and what: about 8 bytes for a row, and what else it says.

use crate::dataset::Part;
use crate::dataset::SECONDS_PER_DAY;
use crate::error::{Error, Result};
use crate::memory::check_budget;
use crate::memory::try_reserve;

/// An item's index has 30 bits, as each in a [`Vocabulary`](crate::dataset::Vocabulary); the part of the split
/// has the two above.
const PART_SHIFT: u32 = 30;

/// After so many the budget is asked.
const BLOCK: usize = 1 << 19;
/// There is room for so many from the first on.
const FEWEST: usize = 256;

/// Times are kept in 32 bits, as seconds since 1950 began: up to the year 2086.
const EPOCH: i64 = -631_152_000;
const UNTIMED: u32 = u32::MAX;

/// One row, or one place of a row that lists items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Event {
    pub user: u32,
    pub item: u32,
    pub part: Part,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// The value; negative takes back.
    pub amount: f32,
    /// The index of the event's type.
    pub kind: u8,
    /// The row's number in the file.
    pub row: u64,
    /// Half of a hash of the row: rows of one pair with the same are the same, letter by letter.
    pub tag: u32,
}

/// What a pair of a user and an item is decided by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoggedEvent {
    /// Its place in the order of the file.
    pub index: u32,
    pub item: u32,
    pub part: Part,
    pub amount: f32,
    pub kind: Option<u8>,
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

/// All of them, in the order of the file. What no row says takes no room.
#[derive(Default)]
pub(crate) struct EventLog {
    users: Vec<u32>,
    /// What else there is of each, one after the other: it is wanted together, user by user.
    words: Vec<u32>,
    layout: Layout,
    kinds: Option<Vec<u8>>,
    /// Where row numbers do not simply go on: (index of an occurrence, number of its row).
    marks: Vec<(u32, u32)>,
    timed: usize,
}

/// Words of an occurrence, at most.
const MOST_WORDS: usize = 4;

/// Which of its words says what; the first is its item and its part of the split.
#[derive(Clone, Copy)]
struct Layout {
    words: usize,
    time: Option<usize>,
    amount: Option<usize>,
    tag: Option<usize>,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout::of(false, false, false)
    }
}

impl Layout {
    fn of(timed: bool, amounts: bool, tags: bool) -> Layout {
        let mut words = 1;
        let mut place = |is_there: bool| {
            words += usize::from(is_there);
            is_there.then_some(words - 1)
        };
        let (time, amount, tag) = (place(timed), place(amounts), place(tags));
        Layout { words, time, amount, tag }
    }
}

impl EventLog {
    /// None yet, with room for what the rows will say.
    pub fn new(timed: bool, amounts: bool, kinds: bool, tags: bool) -> EventLog {
        let layout = Layout::of(timed, amounts, tags);
        EventLog { layout, kinds: kinds.then(Vec::new), ..EventLog::default() }
    }

    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Makes room for `count` in all, where that is to be had and within the budget: else it comes bit by bit, as they do.
    pub fn make_room(&mut self, count: usize) {
        let more = count.saturating_sub(self.len());
        if check_budget(count as u64, 0).is_ok() && self.users.try_reserve_exact(more).is_ok() {
            let _ = self.words.try_reserve_exact(more * self.layout.words + MOST_WORDS);
        }
    }

    /// Adds one; `beside` are the bytes that the data set takes besides its rows.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond the budget of a data set, [`Error::OutOfMemory`].
    pub fn push(&mut self, one: Event, beside: impl FnOnce() -> u64) -> Result<()> {
        let length = self.len();
        if length.is_multiple_of(BLOCK) {
            // What the next block will hold has to fit.
            check_budget((length + BLOCK) as u64, beside())?;
        }
        if length == self.users.capacity() || self.words.capacity() - self.words.len() < MOST_WORDS {
            // Room for as many again, and for the words that are copied with the last and cut off.
            let more = length.max(FEWEST);
            try_reserve(&mut self.users, more)?;
            try_reserve(&mut self.words, more * self.layout.words + MOST_WORDS)?;
        }
        let limit = u64::from(u32::MAX) - 1;
        let index = u32::try_from(length).ok().filter(|&index| u64::from(index) < limit);
        let index = index.ok_or(Error::TooMany { what: "rows", found: limit + 1, limit })?;
        let row = u32::try_from(one.row).unwrap_or(u32::MAX);
        if self.marks.last().is_none_or(|&(before, first)| row.wrapping_sub(first) != index - before) {
            try_reserve(&mut self.marks, 1)?;
            self.marks.push((index, row));
        }
        let mut words = [one.item | (one.part as u32) << PART_SHIFT, 0, 0, 0];
        if let Some(place) = self.layout.time {
            let time = one.time.and_then(|time| u32::try_from(time.checked_sub(EPOCH)?).ok()).unwrap_or(UNTIMED);
            self.timed += usize::from(time != UNTIMED);
            words[place] = time;
        }
        if let Some(place) = self.layout.amount {
            words[place] = one.amount.to_bits();
        }
        if let Some(place) = self.layout.tag {
            words[place] = one.tag;
        }
        if let Some(kinds) = &mut self.kinds {
            try_reserve(kinds, 1)?;
            kinds.push(one.kind);
        }
        self.users.push(one.user);
        // A copy of a length that is known takes no call.
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

    /// What the pair of one is decided by.
    pub fn kept(&self, index: u32) -> LoggedEvent {
        let Layout { words, time, amount, tag } = self.layout;
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
            kind: self.kinds.as_ref().map(|kinds| kinds[index as usize]),
            tag: tag.map(|place| all[place]),
            time: time.map_or(UNTIMED, |place| all[place]),
        }
    }

    /// Whether there is a column of times.
    pub fn has_times(&self) -> bool {
        self.layout.time.is_some()
    }

    /// Whether rows have amounts of their own.
    pub fn has_amounts(&self) -> bool {
        self.layout.amount.is_some()
    }

    /// Days since 1970.
    pub fn day(&self, index: u32) -> Option<i64> {
        const DAYS: i64 = EPOCH / SECONDS_PER_DAY;
        let time = self.word(index, self.layout.time?);
        (time != UNTIMED).then_some(i64::from(time / SECONDS_PER_DAY as u32) + DAYS)
    }

    /// Puts all times right by `right`.
    pub fn correct_times(&mut self, right: fn(i64) -> i64) {
        let Some(place) = self.layout.time else { return };
        let times = self.words.iter_mut().skip(place).step_by(self.layout.words);
        for time in times.filter(|time| **time != UNTIMED) {
            *time = u32::try_from(right(i64::from(*time) + EPOCH) - EPOCH).unwrap_or(*time);
        }
    }

    /// Whether most rows have a time that can be read.
    pub fn is_timed(&self) -> bool {
        self.has_times() && self.timed * 2 > self.len()
    }

    /// The share of amounts that are at least this.
    pub fn share_from(&self, least: f64) -> f64 {
        let Some(place) = self.layout.amount else { return 1.0 };
        let amounts = self.words.iter().skip(place).step_by(self.layout.words);
        let enough = amounts.filter(|&&amount| f64::from(f32::from_bits(amount)) >= least).count();
        enough as f64 / self.len().max(1) as f64
    }

    /// The number of the row in the file, from 1.
    pub fn row(&self, index: u32) -> u64 {
        let next = self.marks.partition_point(|&(first, _)| first <= index);
        let before = next.checked_sub(1).and_then(|before| self.marks.get(before));
        before.map_or(0, |&(first, row)| u64::from(row) + u64::from(index - first))
    }
}
