//! The rows of a file that say who and what, column by column: about 8 bytes for a row, and what else it says.

use crate::data::budget::check_budget;
use crate::data::dates::calendar::DAY;
use crate::data::split::Part;
use crate::error::{Error, Result, try_reserve};

/// A user's index has 30 bits, its part of the split the two above.
const PART_SHIFT: u32 = 30;
pub(super) const USER_LIMIT: u64 = 1 << PART_SHIFT;

/// After so many the budget is asked.
const BLOCK: usize = 1 << 19;
/// There is room for so many from the first on.
const FEWEST: usize = 256;

/// Times are kept in 32 bits, as seconds since 1950 began: up to the year 2086.
const EPOCH: i64 = -631_152_000;
const UNTIMED: u32 = u32::MAX;

/// One row, or one place of a row that lists items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Occurrence {
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

/// All of them, in the order of the file. What no row says takes no room.
#[derive(Default)]
pub(super) struct Occurrences {
    users: Vec<u32>,
    items: Vec<u32>,
    pub times: Option<Vec<u32>>,
    pub amounts: Option<Vec<f32>>,
    pub kinds: Option<Vec<u8>>,
    pub tags: Option<Vec<u32>>,
    /// Where row numbers do not simply go on: (index of an occurrence, number of its row).
    marks: Vec<(u32, u32)>,
    timed: usize,
}

impl Occurrences {
    /// None yet, with room for what the rows will say.
    pub fn new(timed: bool, amounts: bool, kinds: bool, tags: bool) -> Occurrences {
        Occurrences {
            times: timed.then(Vec::new),
            amounts: amounts.then(Vec::new),
            kinds: kinds.then(Vec::new),
            tags: tags.then(Vec::new),
            ..Occurrences::default()
        }
    }

    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Adds one; `beside` are the bytes that the data set takes besides its rows.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond the budget of a data set, [`Error::OutOfMemory`].
    pub fn push(&mut self, one: Occurrence, beside: impl FnOnce() -> u64) -> Result<()> {
        if self.len().is_multiple_of(BLOCK) {
            // What the next block will hold has to fit.
            check_budget((self.len() + BLOCK) as u64, beside())?;
        }
        if self.len() == self.users.capacity() {
            self.reserve()?;
        }
        let limit = u64::from(u32::MAX) - 1;
        let index = u32::try_from(self.len()).ok().filter(|&index| u64::from(index) < limit);
        let index = index.ok_or(Error::TooMany { what: "rows", found: limit + 1, limit })?;
        let row = u32::try_from(one.row).unwrap_or(u32::MAX);
        if self.marks.last().is_none_or(|&(before, first)| row.wrapping_sub(first) != index - before) {
            try_reserve(&mut self.marks, 1)?;
            self.marks.push((index, row));
        }
        self.users.push(one.user | (one.part as u32) << PART_SHIFT);
        self.items.push(one.item);
        if let Some(times) = &mut self.times {
            let time = one.time.and_then(|time| u32::try_from(time.checked_sub(EPOCH)?).ok()).unwrap_or(UNTIMED);
            self.timed += usize::from(time != UNTIMED);
            times.push(time);
        }
        if let Some(amounts) = &mut self.amounts {
            amounts.push(one.amount);
        }
        if let Some(kinds) = &mut self.kinds {
            kinds.push(one.kind);
        }
        if let Some(tags) = &mut self.tags {
            tags.push(one.tag);
        }
        Ok(())
    }

    /// Room for as many again in all columns at once, so that the next ones need no further look at it.
    fn reserve(&mut self) -> Result<()> {
        let more = self.len().max(FEWEST);
        for column in [&mut self.users, &mut self.items].into_iter().chain(&mut self.times).chain(&mut self.tags) {
            try_reserve(column, more)?;
        }
        self.amounts.iter_mut().try_for_each(|amounts| try_reserve(amounts, more))?;
        self.kinds.iter_mut().try_for_each(|kinds| try_reserve(kinds, more))
    }

    pub fn user(&self, index: u32) -> u32 {
        self.users[index as usize] & ((1 << PART_SHIFT) - 1)
    }

    pub fn item(&self, index: u32) -> u32 {
        self.items[index as usize]
    }

    pub fn part(&self, index: u32) -> Part {
        match self.users[index as usize] >> PART_SHIFT {
            0 => Part::Train,
            1 => Part::Validation,
            _ => Part::Test,
        }
    }

    /// Seconds since 1970.
    pub fn time(&self, index: u32) -> Option<i64> {
        let time = *self.times.as_ref()?.get(index as usize)?;
        (time != UNTIMED).then_some(i64::from(time) + EPOCH)
    }

    /// Days since 1970.
    pub fn day(&self, index: u32) -> Option<i64> {
        const DAYS: i64 = EPOCH / DAY;
        let time = *self.times.as_ref()?.get(index as usize)?;
        (time != UNTIMED).then_some(i64::from(time / DAY as u32) + DAYS)
    }

    /// Puts all times right by `right`.
    pub fn correct_times(&mut self, right: fn(i64) -> i64) {
        for time in self.times.iter_mut().flatten().filter(|time| **time != UNTIMED) {
            *time = u32::try_from(right(i64::from(*time) + EPOCH) - EPOCH).unwrap_or(*time);
        }
    }

    /// Whether most rows have a time that can be read.
    pub fn is_timed(&self) -> bool {
        self.times.is_some() && self.timed * 2 > self.len()
    }

    pub fn amount(&self, index: u32) -> f32 {
        self.amounts.as_ref().map_or(1.0, |amounts| amounts[index as usize])
    }

    /// The share of amounts that are at least this.
    pub fn share_from(&self, least: f64) -> f64 {
        let Some(amounts) = &self.amounts else { return 1.0 };
        let enough = amounts.iter().filter(|&&amount| f64::from(amount) >= least).count();
        enough as f64 / amounts.len().max(1) as f64
    }

    pub fn kind(&self, index: u32) -> Option<u8> {
        self.kinds.as_ref().map(|kinds| kinds[index as usize])
    }

    /// See [`Occurrence::tag`]; none where rows are users or baskets.
    pub fn tag(&self, index: u32) -> Option<u32> {
        self.tags.as_ref().map(|tags| tags[index as usize])
    }

    /// The number of the row in the file, from 1.
    pub fn row(&self, index: u32) -> u64 {
        let next = self.marks.partition_point(|&(first, _)| first <= index);
        let before = next.checked_sub(1).and_then(|before| self.marks.get(before));
        before.map_or(0, |&(first, row)| u64::from(row) + u64::from(index - first))
    }
}
