//! A row to what it says, by the roles of its cells: the same in both readings of a file, the one that
//! collects and the one that tells once more where each row went.

mod owners;

use std::collections::BTreeMap;

use crate::dataset::Part;
use crate::dataset::Vocabulary;
use crate::dataset::trimmed;
use crate::error::Result;
use crate::ingest::build::duplicates::DuplicateRows;
use crate::ingest::build::row_counts::Irregular;
use crate::ingest::build::rules::Reason;
use crate::ingest::build::sample::Sample;
use crate::ingest::csv::reader::Row;
use crate::ingest::schema::cell_rules::{CellRules, ValueKind, threshold_of_scale};
use crate::ingest::schema::column_profile::ColumnProfile;
use crate::ingest::schema::layout::{Listing, has_counts};
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::ingest::values::cell::filled;
use crate::ingest::values::number::{self, NumberStyle};
use crate::ingest::values::timestamps::TimestampParser;

/// More types of events than this are no types.
const MOST_TYPES: usize = 255;

/// What a row says.
pub(crate) enum ParsedRow<'r> {
    /// This user, that item.
    ParsedEvent(ParsedEvent<'r>),
    /// This user, the items in [`RowParser::found`].
    Owner {
        user: u32,
        time: Option<i64>,
        segment: &'r [u8],
    },
    Rejected(Reason),
}

/// What a row of the long shape says.
pub(crate) struct ParsedEvent<'r> {
    pub user: u32,
    pub item: u32,
    pub part: Part,
    pub time: Option<i64>,
    pub amount: f32,
    pub kind: u8,
    pub tag: u32,
    pub name: &'r [u8],
    pub segment: &'r [u8],
    pub category: &'r [u8],
}

/// Reads rows.
pub(crate) struct RowParser {
    pub shape: TableLayout,
    pub roles: Roles,
    pub users: Vocabulary,
    pub items: Vocabulary,
    pub types: Vocabulary,
    /// Rows of each type of event.
    pub type_rows: Vec<u64>,
    pub value: Option<ValueKind>,
    pub largest: f64,
    pub rows: u64,
    /// Something that was noticed → rows.
    pub warnings: BTreeMap<&'static str, u64>,
    /// Rows with other numbers of cells than most.
    pub irregular: Irregular,
    /// The users that are wanted.
    pub sample: Sample,
    /// The items of the row at hand, where it has several.
    pub found: Vec<u32>,
    pub moments: Option<TimestampParser>,
    /// Whether anything took something back.
    pub taken_back: bool,
    columns: Vec<String>,
    header: bool,
    /// How many cells most rows have.
    cells: usize,
    wide: Vec<usize>,
    /// In the wide shape: cells hold more than 0 and 1, and this is the least that counts.
    floor: Option<f64>,
    listing: Option<Listing>,
    style: NumberStyle,
    /// Orders are numbers, so that a C in front of one says that it is cancelled.
    numbered_orders: bool,
    meaning: CellRules,
    repeats: DuplicateRows,
    ones: Vec<usize>,
}

/// The warning that a row stands in the file as an earlier one does, letter by letter.
pub(crate) const REPEATED: &str = "duplicate-row";

type Checked<T> = std::result::Result<T, Reason>;

impl RowParser {
    /// A reader of rows for the file of `preview`.
    ///
    /// # Errors
    /// Those of [`Roles::check`] and [`CellRules::check`].
    pub fn new(preview: &Preview, roles: Roles, meaning: &CellRules) -> Result<RowParser> {
        let shape = preview.shape_with(&roles);
        roles.check(shape, &preview.columns)?;
        meaning.check()?;
        let head = preview.head();
        let wide = match shape {
            TableLayout::Wide => preview.item_columns(&roles),
            TableLayout::Basket if roles.item.is_none() => preview.basket_columns(&roles),
            _ => Vec::new(),
        };
        let counted = shape == TableLayout::Wide && has_counts(head, &wide);
        let looks = match roles.value.filter(|_| shape == TableLayout::Long) {
            Some(column) => ColumnProfile::at(head, column),
            None => ColumnProfile::of(
                wide.iter().flat_map(|&column| filled(head, column)).filter(|cell| !cell.trim().starts_with('0')),
            ),
        };
        let value = match roles.value.filter(|_| shape == TableLayout::Long) {
            Some(column) => {
                let name = preview.columns.get(column).map_or("", String::as_str);
                Some(meaning.value.unwrap_or(ValueKind::guess(name, looks.is_rating())))
            }
            None if counted => Some(meaning.value.unwrap_or(ValueKind::guess("", looks.is_rating()))),
            None => roles.order.filter(|_| shape == TableLayout::Long).map(|_| ValueKind::Quantity),
        };
        let scale = if value == Some(ValueKind::Rating) { threshold_of_scale(looks.largest()) } else { 0.0 };
        Ok(RowParser {
            shape,
            roles,
            users: Vocabulary::default(),
            items: Vocabulary::default(),
            types: Vocabulary::default(),
            type_rows: Vec::new(),
            value,
            largest: if counted { looks.largest() } else { 0.0 },
            rows: 0,
            warnings: BTreeMap::new(),
            found: Vec::new(),
            moments: roles.time.map(|column| TimestampParser::of(head, column, meaning.dates)),
            taken_back: false,
            columns: preview.columns.clone(),
            header: preview.dialect.header,
            cells: preview.cells,
            irregular: Irregular::default(),
            sample: Sample::new(1, 0),
            wide,
            floor: counted.then(|| meaning.threshold.unwrap_or(scale)),
            listing: preview.listing(&roles, shape),
            style: roles.value.map_or(NumberStyle::Point, |column| NumberStyle::guess(filled(head, column))),
            numbered_orders: roles.order.is_some_and(|column| ColumnProfile::at(head, column).is_numbered()),
            meaning: meaning.clone(),
            repeats: DuplicateRows::default(),
            ones: Vec::new(),
        })
    }

    /// Whether amounts matter: values, or orders that may be cancelled.
    pub fn has_amounts(&self) -> bool {
        self.shape == TableLayout::Long && (self.roles.value.is_some() || self.numbered_orders)
    }

    /// Whether all items stay, also those that nobody has: a place in a matrix or a vector stands for one.
    pub fn items_are_declared(&self) -> bool {
        self.shape == TableLayout::Wide || self.listing == Some(Listing::Vector)
    }

    /// What the next row says; nothing for the header.
    pub fn take<'r>(&mut self, row: &Row<'r>) -> Result<Option<ParsedRow<'r>>> {
        if std::mem::take(&mut self.header) {
            return Ok(None);
        }
        self.rows += 1;
        if row.comment {
            return Ok(Some(ParsedRow::Rejected("comment-line")));
        }
        // Baskets end where they end.
        if self.shape != TableLayout::Basket {
            self.irregular.short += u64::from(row.len() < self.cells);
            self.irregular.long += u64::from(row.len() > self.cells);
        }
        let said = if self.shape == TableLayout::Long { self.event(row)? } else { self.owner(row)? };
        Ok(Some(said.unwrap_or_else(ParsedRow::Rejected)))
    }

    fn warn(&mut self, code: &'static str) {
        *self.warnings.entry(code).or_default() += 1;
    }

    fn event<'r>(&mut self, row: &Row<'r>) -> Result<Checked<ParsedRow<'r>>> {
        let user = Id::of(&self.users, row, self.roles.user, "missing-user");
        if let Ok(Id::New(user)) = user
            && !self.sample.has(user)
        {
            return Ok(Err("not-in-sample"));
        }
        let hash = row.hash();
        let optional = |column: Option<usize>| column.and_then(|column| row.cell(column)).unwrap_or_default();
        let name = optional(self.roles.name);
        if self.roles.name.is_some() {
            match trimmed(name) {
                [] => self.warn("name-missing"),
                trimmed if trimmed.len() < name.len() && !name.ends_with(trimmed) => self.warn("name-blanks"),
                _ => {}
            }
        }
        let amount = self.amount(row);
        let checked = (|| {
            let (user, item) = (user?, Id::of(&self.items, row, self.roles.item, "missing-item")?);
            let amount = amount?;
            let part = match self.roles.split {
                Some(column) => Part::parse(text(row, column)?).ok_or("split-unknown")?,
                None => Part::Train,
            };
            Ok((user, item, amount, part, self.time(row)?))
        })();
        let (user, item, amount, part, time) = match checked {
            Ok(checked) => checked,
            Err(reason) => {
                if self.repeats.has(hash)? {
                    self.warn(REPEATED);
                }
                return Ok(Err(reason));
            }
        };
        self.taken_back |= amount < 0.0;
        let kind = match self.roles.event {
            Some(column) => self.kind(text(row, column).unwrap_or(""))?,
            None => 0,
        };
        Ok(Ok(ParsedRow::ParsedEvent(ParsedEvent {
            user: match user {
                Id::Known(user) => user,
                Id::New(user) => self.users.intern(user)?,
            },
            item: match item {
                Id::Known(item) => item,
                Id::New(item) => self.items.intern(item)?,
            },
            part,
            time,
            amount,
            kind,
            tag: (hash >> 32) as u32,
            name,
            segment: optional(self.roles.segment),
            category: optional(self.roles.category),
        })))
    }

    /// The value of a row; below zero where it takes back.
    fn amount(&mut self, row: &Row) -> Checked<f32> {
        let order = self.roles.order.filter(|_| self.numbered_orders).and_then(|column| row.cell(column));
        let cancelled = order.is_some_and(is_cancelled);
        if cancelled {
            self.warn("cancellation-row");
        }
        let value = match self.roles.value {
            Some(column) => {
                let cell = row.cell(column).ok_or("too-few-cells")?;
                number::parse_bytes(cell, self.style).filter(|value| value.is_finite()).ok_or("value-not-a-number")?
            }
            None => 1.0,
        };
        let adds_up = self.value != Some(ValueKind::Rating);
        if value < 0.0 && adds_up && !cancelled {
            self.warn("negative-quantity");
        }
        self.largest = self.largest.max(value);
        match value {
            0.0 => Err("value-not-positive"),
            _ if adds_up && (value < 0.0 || cancelled) => {
                if self.meaning.take_back == Some(false) {
                    Err("value-not-positive")
                } else {
                    Ok(-value.abs() as f32)
                }
            }
            _ if value < 0.0 => Err("value-not-positive"),
            _ => Ok(value as f32),
        }
    }

    fn time(&mut self, row: &Row) -> Checked<Option<i64>> {
        let (Some(column), Some(moments)) = (self.roles.time, &mut self.moments) else { return Ok(None) };
        let time = row.cell(column).and_then(|cell| moments.seconds(cell));
        if time.is_none() {
            self.warn("time-unreadable");
        }
        let CellRules { from, to, .. } = self.meaning;
        match time {
            None if from.is_some() || to.is_some() => Err("time-unreadable"),
            Some(time) if from.is_some_and(|from| time < from) || to.is_some_and(|to| time >= to) => {
                Err("outside-window")
            }
            time => Ok(time),
        }
    }

    fn kind(&mut self, cell: &str) -> Result<u8> {
        let name = cell.trim();
        if self.types.len() >= MOST_TYPES && self.types.find(name).is_none() {
            return Ok(u8::MAX);
        }
        let kind = self.types.intern(name)?;
        if self.type_rows.len() <= kind as usize {
            self.type_rows.push(0);
        }
        self.type_rows[kind as usize] += 1;
        Ok(kind as u8)
    }
}

fn text<'r>(row: &Row<'r>, column: usize) -> Checked<&'r str> {
    let cell = row.cell(column).ok_or("too-few-cells")?;
    std::str::from_utf8(cell).map_err(|_| "not-text")
}

/// An id of a row: one that was there before needs no further look.
#[derive(Clone, Copy)]
enum Id<'r> {
    Known(u32),
    New(&'r [u8]),
}

impl<'r> Id<'r> {
    fn of(ids: &Vocabulary, row: &Row<'r>, column: Option<usize>, missing: Reason) -> Checked<Id<'r>> {
        let known = column.and_then(|column| row.keyed(column)).and_then(|(id, key)| ids.find_key(id, key));
        match known {
            Some(index) => Ok(Id::Known(index)),
            None => id(row, column, missing).map(Id::New),
        }
    }
}

/// An id exactly as it is written; blanks alone are none.
fn id<'r>(row: &Row<'r>, column: Option<usize>, missing: Reason) -> Checked<&'r [u8]> {
    let id = row.cell(column.ok_or(missing)?).ok_or("too-few-cells")?;
    if trimmed(id).is_empty() {
        return Err(missing);
    }
    if id.contains(&0) { Err("not-text") } else { Ok(id) }
}

/// `C536379`: the number of an order with a C in front of it.
fn is_cancelled(order: &[u8]) -> bool {
    match trimmed(order) {
        [b'C' | b'c', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
