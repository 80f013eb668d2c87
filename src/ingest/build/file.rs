//! Reader of a whole file, chunk by chunk, to interactions with a count of every row.

use crate::dataset::{Interactions, LabelCounts};
use crate::error::{Error, Result};
use crate::ingest::build::assembly::{Assembly, FileRead};
use crate::ingest::build::collector::RowCollector;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::row_counts::{Irregular, RowCounts};
use crate::ingest::build::row_parser::RowParser;
use crate::ingest::build::sample::UserSample;
use crate::ingest::csv::RowReader;
use crate::ingest::encoding::TextDecoder;
use crate::ingest::schema::{CellRules, Preview, Roles, TableLayout};
use crate::job::{Job, run};

/// Reader of a file with chosen roles.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    cell_rules: CellRules,
    collector: RowCollector,
    /// Encoding and number of malformed characters of text that arrives decoded.
    decoded_from: Option<(String, u64)>,
    /// Size of the file in bytes until room has been reserved for it; 0 where it is unknown.
    expected: u64,
}

impl FileReader {
    /// A reader of the file of `preview`, with `roles`; its content decides how cells are interpreted.
    ///
    /// # Errors
    /// Those of [`Roles::check`].
    pub fn new(preview: &Preview, roles: Roles) -> Result<FileReader> {
        FileReader::with_rules(preview, roles, CellRules::default())
    }

    /// As [`FileReader::new`], with rules for interpreting cells that the user has chosen.
    ///
    /// # Errors
    /// Those of [`Roles::check`] and [`CellRules::check`].
    pub fn with_rules(preview: &Preview, roles: Roles, cell_rules: CellRules) -> Result<FileReader> {
        let parser = RowParser::new(preview, roles, &cell_rules)?;
        let is_long = parser.layout == TableLayout::Long;
        let has_types = is_long && roles.event.is_some();
        let column =
            |role: Option<usize>| role.and_then(|column| preview.columns.get(column)).map_or("", String::as_str);
        let events = EventLog::new(roles.time.is_some(), parser.has_amounts(), has_types, is_long);
        Ok(FileReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            cell_rules,
            expected: 0,
            decoded_from: None,
            collector: RowCollector {
                parser,
                events,
                item_names: LabelCounts::default(),
                segments: LabelCounts::new(column(roles.segment)),
                categories: LabelCounts::new(column(roles.category)),
                owners: Vec::new(),
                accepted: 0,
                row_counts: RowCounts::default(),
            },
        })
    }

    /// The same reader for a sample of the users; rows of other users are rejected as `not-in-sample`.
    pub fn sampled(mut self, sample: UserSample) -> FileReader {
        self.collector.parser.sample = sample;
        self
    }

    /// The same reader for a file of about `bytes`: after the first chunk it reserves room for the rest. The result
    /// does not depend on it.
    pub fn expecting(mut self, bytes: u64) -> FileReader {
        self.expected = bytes;
        self
    }

    /// Reads the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::push`] and [`RowReader::push`]; [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        let FileReader { decoder, rows, collector, expected, .. } = self;
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut |row| collector.collect(row)))?;
        if last {
            rows.finish(&mut |row| collector.collect(row))?;
        }
        let expected = std::mem::take(expected);
        if expected > bytes.len() as u64 {
            collector.reserve(expected as f64 / bytes.len() as f64);
        }
        Ok(())
    }

    /// Number of rows so far.
    pub fn rows(&self) -> u64 {
        self.collector.parser.rows
    }

    /// Notes the encoding of text that arrives decoded, and its number of malformed characters.
    pub fn note_decoded(&mut self, encoding: &str, malformed: u64) {
        self.decoded_from = Some((encoding.to_owned(), malformed));
    }

    /// Name of the encoding, which may become known only late in a file.
    pub fn encoding(&self) -> &str {
        self.decoded_from.as_ref().map_or_else(|| self.decoder.encoding(), |(encoding, _)| encoding)
    }

    /// Layout in which the file is read.
    pub fn layout(&self) -> TableLayout {
        self.collector.parser.layout
    }

    /// Roles by which the file is read.
    pub fn roles(&self) -> Roles {
        self.collector.parser.roles
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`] and those of
    /// [`InteractionsBuilder::build`](crate::ingest::build::InteractionsBuilder::build).
    pub fn finish(self) -> Result<(Interactions, RowCounts)> {
        self.finish_read().map(|read| (read.interactions, read.row_counts))
    }

    /// Ends the reading, with everything known of the file.
    ///
    /// # Errors
    /// As [`FileReader::finish`].
    pub fn finish_read(self) -> Result<FileRead> {
        let mut assembly = self.begin_finish()?;
        run(|| assembly.poll(()))
    }

    /// Begins to end the reading, in steps.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`], [`Error::OutOfMemory`].
    pub fn begin_finish(self) -> Result<Assembly> {
        let FileReader { decoder, decoded_from, cell_rules, mut collector, .. } = self;
        let malformed = decoded_from.map_or_else(|| decoder.malformed(), |(_, malformed)| malformed);
        let RowCollector { parser, row_counts, accepted, .. } = &mut collector;
        row_counts.rows = parser.rows;
        row_counts.warnings = std::mem::take(&mut parser.warnings);
        row_counts.irregular = Irregular { malformed, ..parser.irregular };
        if row_counts.rows == 0 {
            return Err(Error::NoRows);
        }
        if *accepted == 0 {
            return Err(Error::NoUsableRows { rows: row_counts.rows });
        }
        Assembly::new(collector, cell_rules)
    }
}
