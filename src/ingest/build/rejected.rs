//! The rows of a file that were not used, with their reasons: the file is read once more, and each row is told
//! by what the first reading settled.

use csv::{Terminator, Writer, WriterBuilder};

use crate::error::{Error, Result};
use crate::ingest::build::row_parser::{ParsedRow, RowParser};
use crate::ingest::build::rules::{PairStatuses, Reason, ResolveRules, RowOutcome};
use crate::ingest::build::sample::Sample;
use crate::ingest::csv::reader::{Row, RowReader};
use crate::ingest::encoding::decoder::TextDecoder;
use crate::ingest::schema::cell_rules::CellRules;
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::Roles;

const FAILED: Error = Error::WriteFailed { file: "rejected.csv" };

/// What the first reading settled.
pub struct RejectionIndex {
    pub(crate) roles: Roles,
    pub(crate) sample: Sample,
    pub(crate) meaning: CellRules,
    pub(crate) rules: ResolveRules,
    pub(crate) fates: PairStatuses,
    /// Where a row is a user or a basket: users, by their index in the order of the file, of whom nothing is left.
    pub(crate) owners_gone: Vec<bool>,
    pub(crate) of_events: bool,
}

/// Reads a file again, for its rejected rows: a CSV of `row,reason` and the file's own columns.
pub struct RejectedReader {
    decoder: TextDecoder,
    rows: RowReader,
    table: RowParser,
    columns: Vec<String>,
    begun: bool,
}

impl RejectedReader {
    /// A reader for the file of `preview`, which `ledger` is of.
    ///
    /// # Errors
    /// As the first reading.
    pub fn new(preview: &Preview, ledger: &RejectionIndex) -> Result<RejectedReader> {
        let mut table = RowParser::new(preview, ledger.roles, &ledger.meaning)?;
        table.sample = ledger.sample;
        Ok(RejectedReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            table,
            columns: preview.columns.clone(),
            begun: false,
        })
    }

    /// Takes the next bytes, `last` at the end of the file, and gives those of the CSV.
    ///
    /// # Errors
    /// As the first reading.
    pub fn push(&mut self, ledger: &RejectionIndex, bytes: &[u8], last: bool) -> Result<Vec<u8>> {
        let RejectedReader { decoder, rows, table, columns, begun } = self;
        let mut csv = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(Vec::new());
        if !std::mem::replace(begun, true) {
            write(&mut csv, &["row", "reason"], columns.iter().map(String::as_bytes))?;
        }
        let mut tell = |row: &Row| {
            let Some(reason) = ledger.reason(table, row)? else { return Ok(()) };
            let cells = (0..row.len()).filter_map(|index| row.cell(index));
            write(&mut csv, &[&row.number.to_string(), reason], cells)
        };
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut tell))?;
        if last {
            rows.finish(&mut tell)?;
        }
        csv.into_inner().map_err(|_| FAILED)
    }
}

impl RejectionIndex {
    /// Whether a row is an event, and not a user or a basket.
    pub fn is_of_events(&self) -> bool {
        self.of_events
    }

    /// Why a row was not used; none where it was.
    fn reason(&self, table: &mut RowParser, row: &Row) -> Result<Option<Reason>> {
        let reason = match table.take(row)? {
            None => None,
            Some(ParsedRow::Rejected(reason)) => Some(reason),
            Some(ParsedRow::ParsedEvent(event)) => {
                let (user, item) = (event.user, event.item);
                let saying = self.rules.says(event.amount, self.rules.weights.is_some().then_some(event.kind));
                match self.rules.outcome(saying, user, item, self.fates.of(user, item), &self.fates, false) {
                    RowOutcome::Rejected(reason) => Some(reason),
                    RowOutcome::Used | RowOutcome::Merged => None,
                }
            }
            Some(ParsedRow::Owner { user, .. }) => {
                let is_gone = self.owners_gone.get(user as usize).copied().unwrap_or(false);
                is_gone.then(|| self.rules.reason_of_owner())
            }
        };
        Ok(reason)
    }
}

fn write<'a>(csv: &mut Writer<Vec<u8>>, first: &[&'a str], cells: impl Iterator<Item = &'a [u8]>) -> Result<()> {
    let record = first.iter().map(|text| text.as_bytes()).chain(cells);
    csv.write_record(record).map_err(|_| FAILED)
}
