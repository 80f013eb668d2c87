//! A whole file, chunk by chunk, to interactions, with an account of every row.

use crate::dataset::Interactions;
use crate::dataset::LabelCounts;
use crate::error::{Error, Result};
use crate::ingest::build::collector::RowCollector;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::row_parser::RowParser;
use crate::ingest::build::sample::Sample;
use crate::ingest::csv::reader::RowReader;
use crate::ingest::encoding::decoder::TextDecoder;
use crate::ingest::schema::cell_rules::CellRules;
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::job::{Job, run};

pub use crate::ingest::build::assembly::{Assembly, FileRead};
pub use crate::ingest::build::row_counts::{Example, Irregular, RowCounts};

/// Reads a file once its roles are settled.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    meaning: CellRules,
    gathering: RowCollector,
    /// Where the text was decoded already: from which encoding, and how many characters could not be read.
    decoded: Option<(String, u64)>,
    /// How many bytes will come in all, until room has been made for them; 0 where that is unknown.
    expected: u64,
}

impl FileReader {
    /// A reader for the file of `preview`, with `roles`; what its cells mean is decided by its content.
    ///
    /// # Errors
    /// Those of [`Roles::check`].
    pub fn new(preview: &Preview, roles: Roles) -> Result<FileReader> {
        FileReader::with_meaning(preview, roles, CellRules::default())
    }

    /// The same, where somebody has chosen what cells mean.
    ///
    /// # Errors
    /// Those of [`Roles::check`] and [`CellRules::check`].
    pub fn with_meaning(preview: &Preview, roles: Roles, meaning: CellRules) -> Result<FileReader> {
        let table = RowParser::new(preview, roles, &meaning)?;
        let kinds = table.shape == TableLayout::Long && roles.event.is_some();
        let column =
            |role: Option<usize>| role.and_then(|column| preview.columns.get(column)).map_or("", String::as_str);
        let tags = table.shape == TableLayout::Long;
        let occurrences = EventLog::new(roles.time.is_some(), table.has_amounts(), kinds, tags);
        Ok(FileReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            meaning,
            expected: 0,
            decoded: None,
            gathering: RowCollector {
                table,
                occurrences,
                names: LabelCounts::default(),
                segments: LabelCounts::new(column(roles.segment)),
                categories: LabelCounts::new(column(roles.category)),
                owners: Vec::new(),
                accepted: 0,
                account: RowCounts::default(),
            },
        })
    }

    /// The same reader, for a part of the users only: the rows of the others are rejected as `not-in-sample`.
    pub fn sampled(mut self, sample: Sample) -> FileReader {
        self.gathering.table.sample = sample;
        self
    }

    /// The same reader, for a file of `bytes`: when it has taken the first of them it makes room for all. Nothing
    /// depends on it that it is true.
    pub fn expecting(mut self, bytes: u64) -> FileReader {
        self.expected = bytes;
        self
    }

    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::push`] and [`RowReader::push`]; [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        let FileReader { decoder, rows, gathering, expected, .. } = self;
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut |row| gathering.take(row)))?;
        if last {
            rows.finish(&mut |row| gathering.take(row))?;
        }
        let expected = std::mem::take(expected);
        if expected > bytes.len() as u64 {
            gathering.make_room(expected as f64 / bytes.len() as f64);
        }
        Ok(())
    }

    /// How many rows have been read.
    pub fn rows(&self) -> u64 {
        self.gathering.table.rows
    }

    /// Says from which encoding the text was decoded before it came here, and how many characters could not be read.
    pub fn note_decoded(&mut self, encoding: &str, malformed: u64) {
        self.decoded = Some((encoding.to_owned(), malformed));
    }

    /// The encoding, which may show only late in a file.
    pub fn encoding(&self) -> &str {
        self.decoded.as_ref().map_or_else(|| self.decoder.encoding(), |(encoding, _)| encoding)
    }

    /// What the file was taken for.
    pub fn shape(&self) -> TableLayout {
        self.gathering.table.shape
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`] and those of [`InteractionsBuilder::build`].
    pub fn finish(self) -> Result<(Interactions, RowCounts)> {
        self.finish_read().map(|read| (read.interactions, read.account))
    }

    /// Ends the reading, with all that is to be said of the file.
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
        let FileReader { decoder, decoded, meaning, mut gathering, .. } = self;
        let malformed = decoded.map_or_else(|| decoder.malformed(), |(_, malformed)| malformed);
        let RowCollector { table, account, accepted, .. } = &mut gathering;
        account.rows = table.rows;
        account.warnings = std::mem::take(&mut table.warnings);
        account.irregular = Irregular { malformed, ..table.irregular };
        if account.rows == 0 {
            return Err(Error::NoRows);
        }
        if *accepted == 0 {
            return Err(Error::NoUsableRows { rows: account.rows });
        }
        Assembly::of(gathering, meaning)
    }
}
