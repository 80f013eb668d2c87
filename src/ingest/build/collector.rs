//! Collector of a file's rows: each is parsed, and its events, labels and rejection are recorded.

use crate::dataset::{LabelCounts, Part};
use crate::error::Result;
use crate::ingest::build::event_log::{Event, EventLog};
use crate::ingest::build::row_counts::RowCounts;
use crate::ingest::build::row_parser::{ParsedEvent, ParsedRow, RowParser};
use crate::ingest::csv::Row;
use crate::ingest::values::swapped_or_same;
use crate::memory::try_reserve;

/// Room for rows beyond an estimate by the first ones, since no part of a file is quite like the others.
const RESERVE_MARGIN: f64 = 1.02;

/// Everything that the rows of a file have given so far.
pub(crate) struct RowCollector {
    pub parser: RowParser,
    pub events: EventLog,
    pub item_names: LabelCounts,
    pub segments: LabelCounts,
    pub categories: LabelCounts,
    /// Where rows are users or baskets: the line of each owner's first row, and the number of their rows.
    pub owners: Vec<(u64, u64)>,
    pub accepted: u64,
    pub row_counts: RowCounts,
}

impl RowCollector {
    /// Reserves room for `factor` times the events collected so far.
    pub fn reserve(&mut self, factor: f64) {
        let rows = self.events.len() as f64 * factor * RESERVE_MARGIN;
        self.events.reserve_total(rows as usize);
    }

    /// Collects the next row.
    pub fn collect(&mut self, row: &Row) -> Result<()> {
        let Some(parsed) = self.parser.parse(row)? else { return Ok(()) };
        if self.parser.timestamps.as_mut().is_some_and(|timestamps| timestamps.take_swapped()) {
            self.events.correct_times(swapped_or_same);
        }
        let number = row.number;
        let RowCollector { parser, events, .. } = self;
        let other_bytes = || parser.users.memory() + parser.items.memory();
        match parsed {
            ParsedRow::Rejected(reason) => {
                self.row_counts.reject(row, reason);
                return Ok(());
            }
            ParsedRow::Event(event) => {
                let ParsedEvent { user, item, part, time, amount, event_type, tag, .. } = event;
                events.push(Event { user, item, part, time, amount, event_type, row: number, tag }, other_bytes)?;
                self.item_names.count(event.item, event.name)?;
                self.segments.count(event.user, event.segment)?;
                self.categories.count(event.item, event.category)?;
            }
            ParsedRow::Owner { user, time, segment } => {
                for &item in &parser.row_items {
                    let part = Part::Train;
                    let event = Event { user, item, part, time, amount: 1.0, event_type: 0, row: number, tag: 0 };
                    events.push(event, other_bytes)?;
                }
                for (item, name) in &parser.row_names {
                    self.item_names.count(*item, name.as_bytes())?;
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
