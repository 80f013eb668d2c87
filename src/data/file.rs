//! A whole file, chunk by chunk, to interactions, with an account of every row.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::data::cells::{binary, list};
use crate::data::columns::{Roles, Shape};
use crate::data::interactions::{Building, Interactions, InteractionsBuilder};
use crate::data::preview::Preview;
use crate::data::rows::{Row, RowReader};
use crate::data::sample::Sample;
use crate::data::split::Part;
use crate::data::text::TextDecoder;
use crate::error::{Error, Result};

/// How many rows are shown for each reason of rejection, and how much of each.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARACTERS: usize = 120;

/// A row that was not used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The number of the line on which it begins, from 1, as an editor counts.
    pub row: u64,
    /// Its cells.
    pub text: String,
}

/// What is unusual about a file's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Irregular {
    /// Rows with fewer cells than most.
    pub short: u64,
    /// Rows with more.
    pub long: u64,
    /// Characters that could not be read, and stand as U+FFFD.
    pub malformed: u64,
}

/// Where every row went: `rows` = `used` + `merged` + the sum of `rejected`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Account {
    pub rows: u64,
    /// Rows that gave an interaction (or, in the wide shapes, a user).
    pub used: u64,
    /// Rows that said what an earlier row had said (in the wide shapes: further rows of a user, whose items are united).
    pub merged: u64,
    /// Reason → how many rows.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Rows with other numbers of cells than most, and characters that could not be read. Whether they are used or not
    /// is told above.
    pub irregular: Irregular,
    /// Reason → the first few such rows.
    pub examples: BTreeMap<&'static str, Vec<Example>>,
}

/// Why a row is not used; stable codes, worded by the page.
type Reason = &'static str;

/// Reads a file once its roles are settled.
pub struct FileReader {
    decoder: TextDecoder,
    rows: RowReader,
    table: Table,
}

struct Table {
    shape: Shape,
    roles: Roles,
    columns: Vec<String>,
    header: bool,
    seen_header: bool,
    sample: Sample,
    /// How many cells most rows have.
    cells: usize,
    builder: InteractionsBuilder,
    accepted: u64,
    wide: Vec<usize>,
    ones: Vec<usize>,
    account: Account,
}

impl FileReader {
    /// A reader for the file of `preview`, with `roles`.
    ///
    /// # Errors
    /// Those of [`Roles::check`].
    pub fn new(preview: &Preview, roles: Roles) -> Result<FileReader> {
        let shape = preview.shape_with(&roles);
        roles.check(shape, &preview.columns)?;
        let wide = preview.item_columns(&roles);
        Ok(FileReader {
            decoder: preview.decoder()?,
            rows: preview.row_reader(),
            table: Table {
                shape,
                roles,
                columns: preview.columns.clone(),
                header: preview.dialect.header,
                seen_header: false,
                sample: Sample::new(1, 0),
                cells: preview.cells,
                builder: InteractionsBuilder::default(),
                accepted: 0,
                wide,
                ones: Vec::new(),
                account: Account::default(),
            },
        })
    }

    /// The same reader, for a part of the users only: the rows of the others are rejected as `not-in-sample`.
    pub fn sampled(mut self, sample: Sample) -> FileReader {
        self.table.sample = sample;
        self
    }

    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Those of [`TextDecoder::push`] and [`RowReader::push`]; [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        let FileReader { decoder, rows, table } = self;
        decoder.push(bytes, last, &mut |text| rows.push(text, &mut |row| table.take(row)))?;
        if last {
            rows.finish(&mut |row| table.take(row))?;
        }
        Ok(())
    }

    /// How many rows have been read.
    pub fn rows(&self) -> u64 {
        self.table.account.rows
    }

    /// The encoding, which may show only late in a file.
    pub fn encoding(&self) -> &'static str {
        self.decoder.encoding()
    }

    /// What the file was taken for.
    pub fn shape(&self) -> Shape {
        self.table.shape
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// As [`FileReader::begin_finish`].
    pub fn finish(self) -> Result<(Interactions, Account)> {
        let mut finishing = self.begin_finish()?;
        loop {
            if let Some(done) = finishing.step()? {
                return Ok(done);
            }
        }
    }

    /// Begins to end the reading, in bounded steps.
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::NoUsableRows`] and those of [`InteractionsBuilder::begin`].
    pub fn begin_finish(self) -> Result<Finishing> {
        let Table { shape, roles, builder, accepted, mut account, .. } = self.table;
        account.irregular.malformed = self.decoder.malformed();
        if account.rows == 0 {
            return Err(Error::NoRows);
        }
        if accepted == 0 {
            return Err(Error::NoUsableRows { rows: account.rows });
        }
        let building = builder.begin(roles.split.is_some() && shape == Shape::Long)?;
        Ok(Finishing { building, shape, accepted, account })
    }
}

/// The end of a reading, step by step.
pub struct Finishing {
    building: Building,
    shape: Shape,
    accepted: u64,
    account: Account,
}

impl Finishing {
    /// The next bounded step; the interactions and the account at the end.
    ///
    /// # Errors
    /// Those of [`Building::step`].
    pub fn step(&mut self) -> Result<Option<(Interactions, Account)>> {
        let Some(interactions) = self.building.step()? else { return Ok(None) };
        let mut account = std::mem::take(&mut self.account);
        account.used = match self.shape {
            Shape::Long => interactions.matrix.ones() as u64,
            Shape::Wide | Shape::List => interactions.users.len() as u64,
        };
        account.merged = self.accepted - account.used;
        Ok(Some((interactions, account)))
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.building.fraction()
    }
}

impl Table {
    fn take(&mut self, row: &Row) -> Result<()> {
        if self.header && !self.seen_header {
            self.seen_header = true;
            return Ok(());
        }
        self.account.rows += 1;
        if row.comment {
            self.reject(row, "comment-line");
            return Ok(());
        }
        self.account.irregular.short += u64::from(row.len() < self.cells);
        self.account.irregular.long += u64::from(row.len() > self.cells);
        let outcome = match self.shape {
            Shape::Long => self.take_event(row)?,
            Shape::Wide => self.take_user(row, None)?,
            Shape::List => self.take_user(row, self.roles.item)?,
        };
        match outcome {
            Ok(()) => self.accepted += 1,
            Err(reason) => self.reject(row, reason),
        }
        Ok(())
    }

    fn take_event(&mut self, row: &Row) -> Result<std::result::Result<(), Reason>> {
        Ok((|| {
            let user = id(row, self.roles.user, "missing-user")?;
            if !self.sample.has(user) {
                return Err("not-in-sample");
            }
            let item = id(row, self.roles.item, "missing-item")?;
            if let Some(column) = self.roles.value {
                let value = text(row, column)?.trim().parse::<f64>().map_err(|_| "value-not-a-number")?;
                if !value.is_finite() {
                    return Err("value-not-a-number");
                }
                if value <= 0.0 {
                    return Err("value-not-positive");
                }
            }
            let part = match self.roles.split {
                Some(column) => Part::parse(text(row, column)?).ok_or("split-unknown")?,
                None => Part::Train,
            };
            let name = self.roles.name.and_then(|column| text(row, column).ok()).unwrap_or("");
            Ok((user, item, name, part))
        })())
        .and_then(|checked: std::result::Result<_, Reason>| match checked {
            Err(reason) => Ok(Err(reason)),
            Ok((user, item, name, part)) => {
                let user = self.builder.user(user)?;
                let item = self.builder.item(item, name)?;
                self.builder.push(user, item, part)?;
                Ok(Ok(()))
            }
        })
    }

    /// A row that is a user: 0/1 cells in columns of their own, or all in the cell `listed`.
    fn take_user(&mut self, row: &Row, listed: Option<usize>) -> Result<std::result::Result<(), Reason>> {
        let number = self.account.rows.to_string();
        let user = match self.roles.user {
            None => &number,
            Some(_) => match id(row, self.roles.user, "missing-user") {
                Ok(user) => user,
                Err(reason) => return Ok(Err(reason)),
            },
        };
        if !self.sample.has(user) {
            return Ok(Err("not-in-sample"));
        }
        self.ones.clear();
        let width = match listed {
            Some(column) => match ones_of_list(row, column, &mut self.ones) {
                Ok(width) => width,
                Err(reason) => return Ok(Err(reason)),
            },
            None => {
                if let Err(reason) = ones_of_columns(row, &self.wide, &mut self.ones) {
                    return Ok(Err(reason));
                }
                self.wide.len()
            }
        };
        if self.ones.is_empty() {
            return Ok(Err("no-interactions"));
        }
        // Every product counts as an item, bought or not: the article's y has a score for each.
        for item in self.builder.items()..width {
            let name = if listed.is_some() { (item + 1).to_string() } else { self.columns[self.wide[item]].clone() };
            self.builder.item(&name, "")?;
        }
        let user = self.builder.user(user)?;
        for &item in &self.ones {
            self.builder.push(user, item as u32, Part::Train)?;
        }
        Ok(Ok(()))
    }

    fn reject(&mut self, row: &Row, reason: Reason) {
        *self.account.rejected.entry(reason).or_default() += 1;
        let examples = self.account.examples.entry(reason).or_default();
        if examples.len() < EXAMPLES {
            let text = row.texts().join(" · ").chars().take(EXAMPLE_CHARACTERS).collect();
            examples.push(Example { row: row.number, text });
        }
    }
}

fn text<'a>(row: &Row<'a>, column: usize) -> std::result::Result<&'a str, Reason> {
    let cell = row.cell(column).ok_or("too-few-cells")?;
    std::str::from_utf8(cell).map_err(|_| "not-text")
}

/// An id exactly as it is written; blanks alone are none.
fn id<'a>(row: &Row<'a>, column: Option<usize>, missing: Reason) -> std::result::Result<&'a str, Reason> {
    let id = text(row, column.ok_or(missing)?)?;
    if id.trim().is_empty() {
        return Err(missing);
    }
    if id.contains('\0') { Err("not-text") } else { Ok(id) }
}

fn ones_of_columns(row: &Row, columns: &[usize], ones: &mut Vec<usize>) -> std::result::Result<(), Reason> {
    for (item, &column) in columns.iter().enumerate() {
        if binary(text(row, column)?).ok_or("cell-not-binary")? {
            ones.push(item);
        }
    }
    Ok(())
}

fn ones_of_list(row: &Row, column: usize, ones: &mut Vec<usize>) -> std::result::Result<usize, Reason> {
    let mut width = 0;
    for one in list(text(row, column)?).ok_or("list-unreadable")? {
        if one.ok_or("list-unreadable")? {
            ones.push(width);
        }
        width += 1;
    }
    Ok(width)
}
