//! A whole file, chunk by chunk, to interactions, with an account of every row.

use crate::dataset::interactions::Interactions;
use crate::dataset::labels::Commonest;
use crate::error::{Error, Result};
use crate::ingest::build::collector::Gathering;
use crate::ingest::build::event_log::Occurrences;
use crate::ingest::build::row_parser::Table;
use crate::ingest::build::sample::Sample;
use crate::ingest::csv::reader::RowReader;
use crate::ingest::encoding::decoder::TextDecoder;
use crate::ingest::schema::cell_rules::Meaning;
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::{Roles, Shape};

pub use crate::ingest::build::assembly::{FileRead, Finishing};
pub use crate::ingest::build::row_counts::{Account, Example, Irregular};

/// Reads a file once its roles are settled.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    meaning: Meaning,
    gathering: Gathering,
    /// How many bytes will come in all, until room has been made for them; 0 where that is unknown.
    expected: u64,
}

impl FileReader {
    /// A reader for the file of `preview`, with `roles`; what its cells mean is decided by its content.
    ///
    /// # Errors
    /// Those of [`Roles::check`].
    pub fn new(preview: &Preview, roles: Roles) -> Result<FileReader> {
        FileReader::with_meaning(preview, roles, Meaning::default())
    }

    /// The same, where somebody has chosen what cells mean.
    ///
    /// # Errors
    /// Those of [`Roles::check`] and [`Meaning::check`].
    pub fn with_meaning(preview: &Preview, roles: Roles, meaning: Meaning) -> Result<FileReader> {
        let table = Table::new(preview, roles, &meaning)?;
        let kinds = table.shape == Shape::Long && roles.event.is_some();
        let column =
            |role: Option<usize>| role.and_then(|column| preview.columns.get(column)).map_or("", String::as_str);
        let tags = table.shape == Shape::Long;
        let occurrences = Occurrences::new(roles.time.is_some(), table.has_amounts(), kinds, tags);
        Ok(FileReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            meaning,
            expected: 0,
            gathering: Gathering {
                table,
                occurrences,
                names: Commonest::default(),
                segments: Commonest::of(column(roles.segment)),
                categories: Commonest::of(column(roles.category)),
                owners: Vec::new(),
                accepted: 0,
                account: Account::default(),
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

    /// The encoding, which may show only late in a file.
    pub fn encoding(&self) -> &'static str {
        self.decoder.encoding()
    }

    /// What the file was taken for.
    pub fn shape(&self) -> Shape {
        self.gathering.table.shape
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`] and those of [`InteractionsBuilder::build`].
    pub fn finish(self) -> Result<(Interactions, Account)> {
        self.finish_read().map(|read| (read.interactions, read.account))
    }

    /// Ends the reading, with all that is to be said of the file.
    ///
    /// # Errors
    /// As [`FileReader::finish`].
    pub fn finish_read(self) -> Result<FileRead> {
        let mut finishing = self.begin_finish()?;
        loop {
            if let Some(read) = finishing.step()? {
                return Ok(read);
            }
        }
    }

    /// Begins to end the reading, in steps.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`], [`Error::OutOfMemory`].
    pub fn begin_finish(self) -> Result<Finishing> {
        let FileReader { decoder, meaning, mut gathering, .. } = self;
        let Gathering { table, account, accepted, .. } = &mut gathering;
        account.rows = table.rows;
        account.warnings = std::mem::take(&mut table.warnings);
        account.irregular = Irregular { malformed: decoder.malformed(), ..table.irregular };
        if account.rows == 0 {
            return Err(Error::NoRows);
        }
        if *accepted == 0 {
            return Err(Error::NoUsableRows { rows: account.rows });
        }
        Finishing::of(gathering, meaning)
    }
}
