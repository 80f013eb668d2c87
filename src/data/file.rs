//! A whole file, chunk by chunk, to interactions, with an account of every row.

use crate::data::columns::{Roles, Shape};
use crate::data::interactions::Interactions;
use crate::data::labels::Commonest;
use crate::data::meaning::Meaning;
use crate::data::moments::turned;
use crate::data::occurrences::{Occurrence, Occurrences};
use crate::data::preview::Preview;
use crate::data::quality::Quality;
use crate::data::rejected::Ledger;
use crate::data::rows::{Row, RowReader};
use crate::data::sample::Sample;
use crate::data::split::Part;
use crate::data::table::{Event, Said, Table};
use crate::data::text::TextDecoder;
use crate::error::{Error, Result, try_reserve};

pub use crate::data::finishing::Finishing;
pub use crate::data::tally::{Account, Example, Irregular};

/// Reads a file once its roles are settled.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    meaning: Meaning,
    gathering: Gathering,
    /// How many bytes will come in all, until room has been made for them; 0 where that is unknown.
    expected: u64,
}

/// A file that was read to its end.
pub struct FileRead {
    pub interactions: Interactions,
    pub account: Account,
    /// What the file's cells were taken to mean, with everything decided.
    pub meaning: Meaning,
    pub quality: Quality,
    /// How many rows each pair has, in the order of the matrix.
    pub counts: Vec<u32>,
    /// By which a second reading tells where each row went.
    pub ledger: Ledger,
}

pub(super) struct Gathering {
    pub table: Table,
    pub occurrences: Occurrences,
    pub names: Commonest,
    pub segments: Commonest,
    pub categories: Commonest,
    /// Where a row is a user or a basket: the number of each user's first row, and how many there are.
    pub owners: Vec<(u64, u64)>,
    accepted: u64,
    pub account: Account,
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

impl Gathering {
    /// Makes room for so many `times` what has been gathered.
    fn make_room(&mut self, times: f64) {
        // A little more, since no part of a file is quite like the others.
        let rows = self.occurrences.len() as f64 * times * 1.02;
        self.occurrences.make_room(rows as usize);
    }

    fn take(&mut self, row: &Row) -> Result<()> {
        let Some(said) = self.table.take(row)? else { return Ok(()) };
        if self.table.moments.as_mut().is_some_and(|moments| moments.has_turned()) {
            self.occurrences.correct_times(turned);
        }
        let number = row.number;
        let Gathering { table, occurrences, .. } = self;
        let beside = || table.users.bytes() + table.items.bytes();
        match said {
            Said::Rejected(reason) => {
                self.account.reject(row, reason);
                return Ok(());
            }
            Said::Event(event) => {
                let Event { user, item, part, time, amount, kind, tag, .. } = event;
                occurrences.push(Occurrence { user, item, part, time, amount, kind, row: number, tag }, beside)?;
                self.names.count(event.item, event.name)?;
                self.segments.count(event.user, event.segment)?;
                self.categories.count(event.item, event.category)?;
            }
            Said::Owner { user, time, segment } => {
                for &item in &table.found {
                    let part = Part::Train;
                    let one = Occurrence { user, item, part, time, amount: 1.0, kind: 0, row: number, tag: 0 };
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
