//! What the rows of a file say, gathered one after another.

use crate::dataset::LabelCounts;
use crate::dataset::Part;
use crate::error::Result;
use crate::ingest::build::event_log::{Event, EventLog};
use crate::ingest::build::row_counts::RowCounts;
use crate::ingest::build::row_parser::{ParsedEvent, ParsedRow, RowParser};
use crate::ingest::csv::row::Row;
use crate::ingest::values::timestamps::turned;
use crate::memory::try_reserve;

pub(crate) struct RowCollector {
    pub table: RowParser,
    pub occurrences: EventLog,
    pub names: LabelCounts,
    pub segments: LabelCounts,
    pub categories: LabelCounts,
    /// Where a row is a user or a basket: the number of each user's first row, and how many there are.
    pub owners: Vec<(u64, u64)>,
    pub accepted: u64,
    pub account: RowCounts,
}

impl RowCollector {
    /// Makes room for so many `times` what has been gathered.
    pub fn make_room(&mut self, times: f64) {
        // A little more, since no part of a file is quite like the others.
        let rows = self.occurrences.len() as f64 * times * 1.02;
        self.occurrences.make_room(rows as usize);
    }

    pub fn take(&mut self, row: &Row) -> Result<()> {
        let Some(said) = self.table.take(row)? else { return Ok(()) };
        if self.table.moments.as_mut().is_some_and(|moments| moments.has_turned()) {
            self.occurrences.correct_times(turned);
        }
        let number = row.number;
        let RowCollector { table, occurrences, .. } = self;
        let beside = || table.users.memory() + table.items.memory();
        match said {
            ParsedRow::Rejected(reason) => {
                self.account.reject(row, reason);
                return Ok(());
            }
            ParsedRow::ParsedEvent(event) => {
                let ParsedEvent { user, item, part, time, amount, kind, tag, .. } = event;
                occurrences.push(Event { user, item, part, time, amount, kind, row: number, tag }, beside)?;
                self.names.count(event.item, event.name)?;
                self.segments.count(event.user, event.segment)?;
                self.categories.count(event.item, event.category)?;
            }
            ParsedRow::Owner { user, time, segment } => {
                for &item in &table.found {
                    let part = Part::Train;
                    let one = Event { user, item, part, time, amount: 1.0, kind: 0, row: number, tag: 0 };
                    occurrences.push(one, beside)?;
                }
                self.segments.count(user, segment)?;
                if self.owners.len() <= user as usize {
                    try_reserve(&mut self.owners, 1)?;
                    self.owners.push((number, 0));
                }
                self.owners[user as usize].1 += 1;
            }
        }
        self.accepted += 1;
        Ok(())
    }
}
