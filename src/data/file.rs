//! A whole file, chunk by chunk, to interactions, with an account of every row.

use crate::data::columns::{Roles, Shape};
use crate::data::interactions::{Interactions, InteractionsBuilder};
use crate::data::labels::Commonest;
use crate::data::meaning::{Meaning, Seen, threshold_of_scale};
use crate::data::moments::turned;
use crate::data::occurrences::{Occurrence, Occurrences};
use crate::data::preview::Preview;
use crate::data::quality::{Quality, Told};
use crate::data::rejected::Ledger;
use crate::data::rows::{Row, RowReader};
use crate::data::rules::Rules;
use crate::data::sample::Sample;
use crate::data::settle::{Settled, settle};
use crate::data::split::Part;
use crate::data::table::{Event, Said, Table};
use crate::data::tally::Tally;
use crate::data::text::TextDecoder;
use crate::data::vocabulary::Vocabulary;
use crate::error::{Error, Result, try_reserve, try_zeroed};

pub use crate::data::tally::{Account, Example, Irregular};

/// Reads a file once its roles are settled.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    meaning: Meaning,
    gathering: Gathering,
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

struct Gathering {
    table: Table,
    occurrences: Occurrences,
    names: Commonest,
    segments: Commonest,
    categories: Commonest,
    /// Where a row is a user or a basket: the number of each user's first row, and how many there are.
    owners: Vec<(u64, u64)>,
    accepted: u64,
    account: Account,
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
        let occurrences = Occurrences::new(roles.time.is_some(), table.has_amounts(), kinds);
        Ok(FileReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            meaning,
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

    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::push`] and [`RowReader::push`]; [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        let FileReader { decoder, rows, gathering, .. } = self;
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut |row| gathering.take(row)))?;
        if last {
            rows.finish(&mut |row| gathering.take(row))?;
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
    /// [`Error::NoRows`], [`Error::NoUsableRows`].
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
        Ok(Finishing { meaning, gathering: Some(gathering), sorted: None })
    }
}

/// The end of a reading, step by step.
pub struct Finishing {
    meaning: Meaning,
    gathering: Option<Gathering>,
    /// The rows by user and item, once they have been sorted.
    sorted: Option<Vec<u32>>,
}

impl Finishing {
    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        match (&self.gathering, &self.sorted) {
            (Some(_), None) => 0.0,
            (Some(_), Some(_)) => 0.5,
            (None, _) => 1.0,
        }
    }

    /// The next step; the file's interactions and all that is to be said of it at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] after the end; those of [`FileReader::finish_read`].
    pub fn step(&mut self) -> Result<Option<FileRead>> {
        let Some(sorted) = self.sorted.take() else {
            let Gathering { table, occurrences, .. } = self.gathering.as_ref().ok_or(Error::WrongOrder)?;
            self.sorted = Some(occurrences.sorted(table.users.len(), table.items.len())?);
            return Ok(None);
        };
        self.settled(sorted).map(Some)
    }

    fn settled(&mut self, sorted: Vec<u32>) -> Result<FileRead> {
        let Gathering { mut table, mut occurrences, names, segments, categories, owners, mut account, .. } =
            self.gathering.take().ok_or(Error::WrongOrder)?;
        if table.moments.as_mut().is_some_and(|moments| moments.turns_at_end()) {
            occurrences.correct_times(turned);
        }
        let meaning = self.meaning.decided(&seen(&table, &occurrences));
        let is_long = table.shape == Shape::Long;
        let declared = table.items_are_declared();
        let mut rules = meaning.rules(&table.items, &table.types, table.roles.split.is_some() && is_long, declared)?;
        // Where cells of a matrix are ratings, those below the threshold have been left out already.
        rules.adds_up |= !is_long;
        let types: Vec<(String, u64)> =
            table.types.ids().map(str::to_owned).zip(table.type_rows.iter().copied()).collect();
        let builder = InteractionsBuilder {
            users: std::mem::take(&mut table.users),
            items: std::mem::take(&mut table.items),
            names,
            segments,
            categories,
            occurrences,
        };
        let mut tally = Tally::new()?;
        let settled = settle(builder, sorted, &rules, &mut |all, index, outcome| tally.count(all, index, outcome))
            .map_err(|error| match error {
                // Whatever was accepted only took back.
                Error::TooFewUsers { found: 0, .. } if rules.least_per_user.max(rules.least_per_item) <= 1 => {
                    Error::NoUsableRows { rows: account.rows }
                }
                error => error,
            })?;
        if is_long {
            account_for_events(&mut account, &tally, &settled);
        } else {
            account_for_owners(&mut account, &owners, &settled, &rules);
        }
        let owners_gone = if is_long { Vec::new() } else { gone(&settled, owners.len())? };
        let Settled { interactions, fates, counts, names_differ, .. } = settled;
        let told = Told { account: &account, meaning: &meaning, names_differ, types, days: tally.days() };
        let quality = Quality::of(&interactions, told);
        // Whether anything was taken back is known only at the end, and not asked for again.
        let again = Meaning { take_back: self.meaning.take_back, ..meaning.clone() };
        let (roles, sample) = (table.roles, table.sample);
        let ledger = Ledger { roles, sample, rules, meaning: again, fates, owners_gone, of_events: is_long };
        Ok(FileRead { interactions, account, meaning, quality, counts, ledger })
    }
}

/// Of all ratings so many at least must reach the threshold: else the scale is another one.
const LEAST_SHARE: f64 = 0.2;

fn seen<'a>(table: &'a Table, occurrences: &Occurrences) -> Seen<'a> {
    let is_long = table.shape == Shape::Long;
    let threshold = threshold_of_scale(table.largest);
    let threshold = if occurrences.share_from(threshold) >= LEAST_SHARE { threshold } else { 0.0 };
    Seen {
        kind: table.value,
        threshold,
        taken_back: table.taken_back,
        order: table.moments.as_ref().and_then(|moments| moments.order()),
        kinds: (is_long && table.roles.event.is_some()).then_some((&table.types, &table.type_rows)),
    }
}

fn account_for_events(account: &mut Account, tally: &Tally, settled: &Settled) {
    (account.used, account.merged) = (tally.used, tally.merged);
    let Settled { interactions, before, occurrences, .. } = settled;
    let (users, items) =
        before.as_ref().map_or((&interactions.users, &interactions.items), |(users, items)| (users, items));
    let id = |ids: &Vocabulary, index: u32| ids.id(index as usize).to_owned();
    for (reason, rows, first) in tally.late() {
        let examples = first.iter().map(|&index| {
            let item = id(items, occurrences.item(index));
            let name = interactions.items.find(&item).map(|item| interactions.name(item)).filter(|name| **name != item);
            let said = [Some(id(users, occurrences.user(index))), name.map(str::to_owned), Some(item)];
            let text = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            Example { row: occurrences.row(index), text }
        });
        account.reject_late(reason, rows, examples);
    }
}

/// Rows that are users or baskets: a user who is left has used the first of theirs.
fn account_for_owners(account: &mut Account, owners: &[(u64, u64)], settled: &Settled, rules: &Rules) {
    let users = settled.before.as_ref().map_or(&settled.interactions.users, |(users, _)| users);
    let mut left = settled.users.iter().peekable();
    for (user, &(row, rows)) in owners.iter().enumerate() {
        if left.next_if(|&&left| left as usize == user).is_some() {
            account.used += 1;
            account.merged += rows - 1;
            continue;
        }
        let example = Example { row, text: users.id(user).to_owned() };
        account.reject_late(rules.reason_of_owner(), rows, std::iter::once(example));
    }
}

fn gone(settled: &Settled, users: usize) -> Result<Vec<bool>> {
    if settled.users.len() == users {
        return Ok(Vec::new());
    }
    let mut gone = try_zeroed(true, users)?;
    settled.users.iter().for_each(|&user| gone[user as usize] = false);
    Ok(gone)
}

impl Gathering {
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
                let Event { user, item, part, time, amount, kind, .. } = event;
                occurrences.push(Occurrence { user, item, part, time, amount, kind, row: number }, beside)?;
                self.names.count(event.item, event.name)?;
                self.segments.count(event.user, event.segment)?;
                self.categories.count(event.item, event.category)?;
            }
            Said::Owner { user, time, segment } => {
                for &item in &table.found {
                    let part = Part::Train;
                    let one = Occurrence { user, item, part, time, amount: 1.0, kind: 0, row: number };
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
