//! Rejected rows with their reasons: the file is read again, and the outcome of each row follows from the first
//! reading.

use csv::{Terminator, Writer, WriterBuilder};

use crate::error::{Error, Result};
use crate::ingest::build::row_parser::{ParsedRow, RowParser};
use crate::ingest::build::rules::{PairStatuses, Reason, ResolveRules, RowOutcome};
use crate::ingest::build::sample::UserSample;
use crate::ingest::csv::{Row, RowReader};
use crate::ingest::encoding::TextDecoder;
use crate::ingest::schema::{CellRules, Preview, Roles};

const WRITE_FAILED: Error = Error::WriteFailed { file: "rejected.csv" };

/// Results of the first reading from which the outcome of each row follows.
pub struct RejectionIndex {
    pub(crate) roles: Roles,
    pub(crate) sample: UserSample,
    pub(crate) cell_rules: CellRules,
    pub(crate) rules: ResolveRules,
    pub(crate) statuses: PairStatuses,
    /// Where rows are users or baskets: whether each owner, in the order of the file, is removed; empty where none is.
    pub(crate) removed_owners: Vec<bool>,
    pub(crate) is_long: bool,
}

/// Second reader of a file, for its rejected rows: a CSV of `row,reason` and the file's own columns.
pub struct RejectedReader {
    decoder: TextDecoder,
    rows: RowReader,
    parser: RowParser,
    columns: Vec<String>,
    has_header: bool,
}

impl RejectedReader {
    /// A reader of the file of `preview`, whose first reading gave `index`.
    ///
    /// # Errors
    /// As the first reading.
    pub fn new(preview: &Preview, index: &RejectionIndex) -> Result<RejectedReader> {
        let mut parser = RowParser::new(preview, index.roles, &index.cell_rules)?;
        parser.sample = index.sample;
        Ok(RejectedReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            parser,
            columns: preview.columns.clone(),
            has_header: false,
        })
    }

    /// Reads the next bytes, `last` at the end of the file; returns the next bytes of the CSV.
    ///
    /// # Errors
    /// As the first reading.
    pub fn push(&mut self, index: &RejectionIndex, bytes: &[u8], last: bool) -> Result<Vec<u8>> {
        let RejectedReader { decoder, rows, parser, columns, has_header } = self;
        let mut csv = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(Vec::new());
        if !std::mem::replace(has_header, true) {
            write(&mut csv, &["row", "reason"], columns.iter().map(String::as_bytes))?;
        }
        let mut write_rejected = |row: &Row| {
            let Some(reason) = index.reason(parser, row)? else { return Ok(()) };
            let cells = (0..row.len()).filter_map(|column| row.cell(column));
            write(&mut csv, &[&row.number.to_string(), reason], cells)
        };
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut write_rejected))?;
        if last {
            rows.finish(&mut write_rejected)?;
        }
        csv.into_inner().map_err(|_| WRITE_FAILED)
    }
}

impl RejectionIndex {
    /// Whether a row is an event rather than a user or a basket.
    pub fn is_of_events(&self) -> bool {
        self.is_long
    }

    /// Reason why a row was not used; none if it was.
    fn reason(&self, parser: &mut RowParser, row: &Row) -> Result<Option<Reason>> {
        let reason = match parser.parse(row)? {
            None => None,
            Some(ParsedRow::Rejected(reason)) => Some(reason),
            Some(ParsedRow::Event(event)) => {
                let (user, item) = (event.user, event.item);
                let event_type = self.rules.event_weights.is_some().then_some(event.event_type);
                let effect = self.rules.effect(event.amount, event_type);
                let status = self.statuses.of(user, item);
                match self.rules.outcome(effect, user, item, status, &self.statuses, false) {
                    RowOutcome::Rejected(reason) => Some(reason),
                    RowOutcome::Used | RowOutcome::Merged => None,
                }
            }
            Some(ParsedRow::Owner { user, .. }) => {
                let is_removed = self.removed_owners.get(user as usize).copied().unwrap_or(false);
                is_removed.then(|| self.rules.owner_reason())
            }
        };
        Ok(reason)
    }
}

fn write<'a>(csv: &mut Writer<Vec<u8>>, first: &[&'a str], cells: impl Iterator<Item = &'a [u8]>) -> Result<()> {
    let record = first.iter().map(|text| text.as_bytes()).chain(cells);
    csv.write_record(record).map_err(|_| WRITE_FAILED)
}
