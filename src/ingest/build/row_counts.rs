//! Counts of a file's rows by their outcome, with examples of each reason for rejection.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Result;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::rules::{Reason, RowOutcome};
use crate::ingest::csv::Row;
use crate::memory::try_zeroed;
use crate::order::sort_few;

/// Examples of each reason for rejection.
const MAX_EXAMPLES: usize = 3;
/// Characters of an example.
const MAX_EXAMPLE_CHARACTERS: usize = 120;
/// First day that events can have, since 1970: the beginning of 1950.
const FIRST_DAY: i64 = -7_305;
/// Days that events can have.
const DAYS: usize = 49_711;

/// A row that was rejected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowExample {
    /// Line on which the row begins, from 1, as an editor counts.
    pub row: u64,
    /// Its cells, separated by ` · `.
    pub text: String,
}

/// Irregularities of a file's rows, used or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Irregular {
    /// Rows with fewer cells than most.
    pub short: u64,
    /// Rows with more cells than most.
    pub long: u64,
    /// Malformed characters, each decoded as U+FFFD.
    pub malformed: u64,
}

/// Counts of all rows by their outcome: `rows` = `used` + `merged` + the sum of `rejected`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RowCounts {
    pub rows: u64,
    /// Rows that are the first of an interaction (or of a user, where rows are users or baskets).
    pub used: u64,
    /// Further rows of the same interaction (or user).
    pub merged: u64,
    /// Reason → rows.
    pub rejected: BTreeMap<&'static str, u64>,
    pub irregular: Irregular,
    /// Reason → the first such rows.
    pub examples: BTreeMap<&'static str, Vec<RowExample>>,
    /// Warning → rows, used or not.
    pub warnings: BTreeMap<&'static str, u64>,
}

impl RowCounts {
    /// Counts a row that is rejected as soon as it is read.
    pub(crate) fn reject(&mut self, row: &Row, reason: Reason) {
        *self.rejected.entry(reason).or_default() += 1;
        let examples = self.examples.entry(reason).or_default();
        if examples.len() < MAX_EXAMPLES {
            let text = row.texts().join(" · ").chars().take(MAX_EXAMPLE_CHARACTERS).collect();
            examples.push(RowExample { row: row.number, text });
        }
    }

    /// Counts rows that are rejected at the end of the file.
    pub(crate) fn reject_at_end(&mut self, reason: Reason, rows: u64, examples: impl Iterator<Item = RowExample>) {
        *self.rejected.entry(reason).or_default() += rows;
        let known = self.examples.entry(reason).or_default();
        known.extend(examples);
        sort_few(known, |one, other| one.row.cmp(&other.row));
        known.truncate(MAX_EXAMPLES);
    }
}

/// Counts of outcomes that are found at the end of a file, in any order.
pub(crate) struct OutcomeCounts {
    pub used: u64,
    pub merged: u64,
    /// Events of each day from [`FIRST_DAY`] on that are not rejected; empty without times.
    days: Vec<u32>,
    rejections: Vec<Rejection>,
}

/// Rows that are rejected for one reason.
struct Rejection {
    reason: Reason,
    rows: u64,
    /// Indices of the first events.
    first: Vec<u32>,
}

impl OutcomeCounts {
    /// Counts of events without any outcome yet: they all count for their days until they are rejected.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn of(log: &EventLog) -> Result<OutcomeCounts> {
        let days = if log.has_times() { try_zeroed(0, DAYS)? } else { Vec::new() };
        let mut outcomes = OutcomeCounts { used: 0, merged: 0, days, rejections: Vec::new() };
        for index in 0..log.len() as u32 {
            if let Some(count) = outcomes.day(log, index) {
                *count += 1;
            }
        }
        Ok(outcomes)
    }

    fn day(&mut self, log: &EventLog, index: u32) -> Option<&mut u32> {
        let day = log.day(index)? - FIRST_DAY;
        self.days.get_mut(usize::try_from(day).ok()?)
    }

    /// Counts the rows of a pair that are all used or merged.
    pub fn count_kept(&mut self, rows: usize) {
        self.used += 1;
        self.merged += rows as u64 - 1;
    }

    /// Counts the outcome of one row.
    pub fn count(&mut self, log: &EventLog, index: u32, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Used => self.used += 1,
            RowOutcome::Merged => self.merged += 1,
            RowOutcome::Rejected(reason) => {
                self.reject(reason, index);
                if let Some(count) = self.day(log, index) {
                    *count -= 1;
                }
            }
        }
    }

    fn reject(&mut self, reason: Reason, index: u32) {
        let known = self.rejections.iter().position(|rejection| rejection.reason == reason);
        let place = known.unwrap_or_else(|| {
            self.rejections.push(Rejection { reason, rows: 0, first: Vec::new() });
            self.rejections.len() - 1
        });
        let Rejection { rows, first, .. } = &mut self.rejections[place];
        *rows += 1;
        if first.len() < MAX_EXAMPLES || first.last().is_some_and(|&last| index < last) {
            first.push(index);
            first.sort_unstable();
            first.truncate(MAX_EXAMPLES);
        }
    }

    /// Each reason with its rows and its first events.
    pub fn rejections(&self) -> impl Iterator<Item = (Reason, u64, &[u32])> {
        self.rejections.iter().map(|rejection| (rejection.reason, rejection.rows, rejection.first.as_slice()))
    }

    /// Consecutive days since 1970 with their events, from the first to the last that has any.
    pub fn days(&self) -> Vec<(i64, u64)> {
        let active = |&(_, count): &(usize, &u32)| *count > 0;
        let first = self.days.iter().enumerate().find(active).map(|(day, _)| day);
        let last = self.days.iter().enumerate().rfind(active).map(|(day, _)| day);
        let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
        (first..=last).map(|day| (day as i64 + FIRST_DAY, u64::from(self.days[day]))).collect()
    }
}
