//! Where the rows went, counted, with the first few of each reason.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Result;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::rules::{Reason, RowOutcome};
use crate::ingest::csv::reader::Row;
use crate::memory::try_zeroed;

/// How many rows are shown for each reason of rejection, and how much of each.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARACTERS: usize = 120;
/// Days from [`FIRST_DAY`] on that can be told apart: all that occurrences keep.
const DAYS: usize = 49_711;
const FIRST_DAY: i64 = -7_305;

/// A row that was not used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The number of the line on which it begins, from 1, as an editor counts.
    pub row: u64,
    /// Its cells.
    pub text: String,
}

/// What is unusual about a file's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Irregular {
    /// Rows with fewer cells than most.
    pub short: u64,
    /// Rows with more.
    pub long: u64,
    /// Characters that could not be read, and stand as U+FFFD.
    pub malformed: u64,
}

/// Where every row went: `rows` = `used` + `merged` + the sum of `rejected`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RowCounts {
    pub rows: u64,
    /// Rows that gave an interaction (or, where a row is a user or a basket, a user).
    pub used: u64,
    /// Rows that said what an earlier row had said (or further rows of a user, whose items are united).
    pub merged: u64,
    /// Reason → how many rows.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Rows with other numbers of cells than most, and characters that could not be read. Whether they are used or not
    /// is told above.
    pub irregular: Irregular,
    /// Reason → the first few such rows.
    pub examples: BTreeMap<&'static str, Vec<Example>>,
    /// Something else that was noticed → rows, whether they are used or not.
    pub warnings: BTreeMap<&'static str, u64>,
}

impl RowCounts {
    /// Counts a row that is not used, as soon as it has been read.
    pub(crate) fn reject(&mut self, row: &Row, reason: Reason) {
        *self.rejected.entry(reason).or_default() += 1;
        let examples = self.examples.entry(reason).or_default();
        if examples.len() < EXAMPLES {
            let text = row.texts().join(" · ").chars().take(EXAMPLE_CHARACTERS).collect();
            examples.push(Example { row: row.number, text });
        }
    }

    /// Counts rows that turned out at the end not to be used.
    pub(crate) fn reject_late(&mut self, reason: Reason, rows: u64, examples: impl Iterator<Item = Example>) {
        *self.rejected.entry(reason).or_default() += rows;
        let known = self.examples.entry(reason).or_default();
        known.extend(examples);
        known.sort_by_key(|example| example.row);
        known.truncate(EXAMPLES);
    }
}

/// Counts outcomes at the end of a file, when they are told in any order.
pub(crate) struct OutcomeCounts {
    pub used: u64,
    pub merged: u64,
    /// Events by day that have not been rejected, from [`FIRST_DAY`] on; empty where there are no times.
    days: Vec<u32>,
    late: Vec<Late>,
}

struct Late {
    reason: Reason,
    rows: u64,
    /// The first few occurrences.
    first: Vec<u32>,
}

impl OutcomeCounts {
    /// Of rows none of which has been told of yet: all their days count until they are rejected.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn of(all: &EventLog) -> Result<OutcomeCounts> {
        let days = if all.has_times() { try_zeroed(0, DAYS)? } else { Vec::new() };
        let mut tally = OutcomeCounts { used: 0, merged: 0, days, late: Vec::new() };
        for index in 0..all.len() as u32 {
            if let Some(count) = tally.day(all, index) {
                *count += 1;
            }
        }
        Ok(tally)
    }

    fn day(&mut self, all: &EventLog, index: u32) -> Option<&mut u32> {
        let day = all.day(index)? - FIRST_DAY;
        self.days.get_mut(usize::try_from(day).ok()?)
    }

    /// Counts the rows of a pair of which all are used.
    pub fn keep(&mut self, rows: usize) {
        self.used += 1;
        self.merged += rows as u64 - 1;
    }

    /// Counts one row.
    pub fn count(&mut self, all: &EventLog, index: u32, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Used => self.used += 1,
            RowOutcome::Merged => self.merged += 1,
            RowOutcome::Rejected(reason) => {
                self.reject(reason, index);
                if let Some(count) = self.day(all, index) {
                    *count -= 1;
                }
            }
        }
    }

    fn reject(&mut self, reason: Reason, index: u32) {
        let known = self.late.iter().position(|late| late.reason == reason);
        let place = known.unwrap_or_else(|| {
            self.late.push(Late { reason, rows: 0, first: Vec::new() });
            self.late.len() - 1
        });
        let Late { rows, first, .. } = &mut self.late[place];
        *rows += 1;
        if first.len() < EXAMPLES || first.last().is_some_and(|&last| index < last) {
            first.push(index);
            first.sort_unstable();
            first.truncate(EXAMPLES);
        }
    }

    /// Every late reason with its rows and first occurrences.
    pub fn late(&self) -> impl Iterator<Item = (Reason, u64, &[u32])> {
        self.late.iter().map(|late| (late.reason, late.rows, late.first.as_slice()))
    }

    /// Days since 1970 with their events, from the first to the last that has any.
    pub fn days(&self) -> Vec<(i64, u64)> {
        let active = |&(_, count): &(usize, &u32)| *count > 0;
        let first = self.days.iter().enumerate().find(active).map(|(day, _)| day);
        let last = self.days.iter().enumerate().rfind(active).map(|(day, _)| day);
        let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
        (first..=last).map(|day| (day as i64 + FIRST_DAY, u64::from(self.days[day]))).collect()
    }
}
