//! Parser of rows by the roles of their cells. Both readings of a file use it: the one that collects events, and the
//! one that lists rejected rows.

mod amounts;
mod carried;
mod duplicates;
mod ids;
mod owners;

use std::collections::BTreeMap;

pub(crate) use crate::dataset::trimmed;
use crate::dataset::{Part, Vocabulary};
use crate::error::Result;
use crate::ingest::build::row_counts::Irregular;
use crate::ingest::build::row_parser::carried::CarriedCells;
use crate::ingest::build::row_parser::duplicates::DuplicateRows;
use crate::ingest::build::row_parser::ids::{Id, as_id};
use crate::ingest::build::rules::{Checked, Reason};
use crate::ingest::build::sample::UserSample;
use crate::ingest::csv::Row;
use crate::ingest::lexicon::{is_status_name, is_total};
use crate::ingest::schema::{
    CellRules, ColumnProfile, ListFormat, Preview, Roles, TableLayout, ValueKind, are_statuses, default_threshold,
    has_counts, is_cut,
};
use crate::ingest::values::{NumberStyle, TimestampParser, filled_cells};

/// Limit of the types of events, which have an index of one byte.
const MAX_EVENT_TYPES: usize = 255;

/// Warning for a row that repeats an earlier one letter by letter.
pub(crate) const DUPLICATE_ROW: &str = "duplicate-row";

/// A parsed row.
pub(crate) enum ParsedRow<'r> {
    /// One user and one item.
    Event(ParsedEvent<'r>),
    /// One user and the items in [`RowParser::row_items`].
    Owner {
        user: u32,
        time: Option<i64>,
        segment: &'r [u8],
    },
    Rejected(Reason),
}

/// A parsed row of a table of events.
pub(crate) struct ParsedEvent<'r> {
    pub user: u32,
    pub item: u32,
    pub part: Part,
    pub time: Option<i64>,
    pub amount: f32,
    pub event_type: u8,
    pub tag: u32,
    pub name: &'r [u8],
    pub segment: &'r [u8],
    pub category: &'r [u8],
}

/// Parser of the rows of a file.
pub(crate) struct RowParser {
    pub layout: TableLayout,
    pub roles: Roles,
    pub users: Vocabulary,
    pub items: Vocabulary,
    pub event_types: Vocabulary,
    /// Rows of each type of event.
    pub event_rows: Vec<u64>,
    pub value_kind: Option<ValueKind>,
    /// Largest value so far.
    pub largest: f64,
    pub rows: u64,
    /// Warning → rows.
    pub warnings: BTreeMap<&'static str, u64>,
    pub irregular: Irregular,
    /// Users whose rows are accepted.
    pub sample: UserSample,
    /// Items of the current row, where rows are users or baskets.
    pub row_items: Vec<u32>,
    /// Names of items of the current row, where its cell gives them beside the ids.
    pub row_names: Vec<(u32, String)>,
    pub timestamps: Option<TimestampParser>,
    /// Whether any row cancels.
    pub has_cancellations: bool,
    columns: Vec<String>,
    /// Whether the next row is the header.
    expects_header: bool,
    /// Cells of most rows.
    usual_cells: usize,
    /// Columns of items, where each item or each place of a basket has its own.
    item_columns: Vec<usize>,
    /// Smallest amount that counts in a wide table of counts or ratings; none in one of 0/1 flags.
    min_amount: Option<f64>,
    list_format: Option<ListFormat>,
    number_style: NumberStyle,
    /// Whether orders are numbers, so that a C in front of one marks it as cancelled.
    has_numbered_orders: bool,
    rules: CellRules,
    rejected_rows: DuplicateRows,
    carried: CarriedCells,
    folds_case: bool,
    has_status_name: bool,
    /// Name of a column of ids that a spreadsheet has cut, and one of its cells.
    cut: Option<(String, String)>,
    /// Positions of the flags that are set in the current row.
    set_flags: Vec<usize>,
}

impl RowParser {
    /// A parser of the rows of the file of `preview`.
    ///
    /// # Errors
    /// Those of [`Roles::check`], [`Preview::check_purchases`] and [`CellRules::check`].
    pub fn new(preview: &Preview, roles: Roles, rules: &CellRules) -> Result<RowParser> {
        let layout = preview.layout_with(&roles);
        // What the table is says more than which role it lacks.
        preview.check_purchases(&roles)?;
        roles.check(layout, &preview.columns)?;
        rules.check()?;
        let head = preview.head();
        let item_columns = match layout {
            TableLayout::Wide => preview.item_columns(&roles),
            TableLayout::Basket if roles.item.is_none() => preview.basket_columns(&roles),
            _ => Vec::new(),
        };
        let is_counts = layout == TableLayout::Wide && has_counts(head, &item_columns);
        let value_column = roles.value.filter(|_| layout == TableLayout::Long);
        let profile = match value_column {
            Some(column) => ColumnProfile::of_column(head, column),
            None => {
                let cells = item_columns.iter().flat_map(|&column| filled_cells(head, column));
                ColumnProfile::of_cells(cells.filter(|cell| !cell.trim().starts_with('0')))
            }
        };
        let value_kind = match value_column {
            Some(column) => {
                let name = preview.columns.get(column).map_or("", String::as_str);
                Some(rules.value.unwrap_or(ValueKind::guess(name, profile.is_rating())))
            }
            None if is_counts => Some(rules.value.unwrap_or(ValueKind::guess("", profile.is_rating()))),
            None => roles.order.filter(|_| layout == TableLayout::Long).map(|_| ValueKind::Quantity),
        };
        let is_rating = value_kind == Some(ValueKind::Rating);
        let threshold = if is_rating { default_threshold(profile.largest()) } else { 0.0 };
        Ok(RowParser {
            layout,
            roles,
            users: Vocabulary::default(),
            items: Vocabulary::default(),
            event_types: Vocabulary::default(),
            event_rows: Vec::new(),
            value_kind,
            largest: if is_counts { profile.largest() } else { 0.0 },
            rows: 0,
            warnings: BTreeMap::new(),
            row_items: Vec::new(),
            row_names: Vec::new(),
            timestamps: roles.time.map(|column| TimestampParser::new(head, column, rules.date_order)),
            has_cancellations: false,
            columns: preview.columns.clone(),
            expects_header: preview.dialect.header,
            usual_cells: preview.cells,
            irregular: Irregular::default(),
            sample: UserSample::new(1, 0),
            item_columns,
            min_amount: is_counts.then(|| rules.threshold.unwrap_or(threshold)),
            list_format: preview.list_format(&roles, layout),
            number_style: roles
                .value
                .map_or(NumberStyle::Point, |column| NumberStyle::guess(filled_cells(head, column))),
            has_numbered_orders: roles
                .order
                .is_some_and(|column| ColumnProfile::of_column(head, column).is_numeric_code()),
            rules: rules.clone(),
            rejected_rows: DuplicateRows::default(),
            carried: CarriedCells::new(roles.order, preview.carried_columns(&roles, layout)),
            folds_case: rules.fold_case == Some(true),
            has_status_name: roles
                .event
                .and_then(|column| preview.columns.get(column))
                .is_some_and(|name| is_status_name(name)),
            cut: [roles.user, roles.item].into_iter().flatten().find_map(|column| {
                let example = filled_cells(head, column).find(|cell| is_cut(cell.trim()))?;
                ColumnProfile::of_column(head, column)
                    .is_cut()
                    .then(|| (preview.columns.get(column).cloned().unwrap_or_default(), example.clone()))
            }),
            set_flags: Vec::new(),
        })
    }

    /// Whether events have amounts: values, or orders that may be cancelled.
    pub fn has_amounts(&self) -> bool {
        self.layout == TableLayout::Long && (self.roles.value.is_some() || self.has_numbered_orders)
    }

    /// Whether the rows are events of users, rather than users or baskets.
    pub fn has_rows_of_events(&self) -> bool {
        self.layout == TableLayout::Long
    }

    /// Whether the types of events are statuses of orders, by the column's name or by their own.
    pub fn has_statuses(&self) -> bool {
        self.roles.event.is_some() && (self.has_status_name || are_statuses(self.event_types.ids()))
    }

    /// Name of a column of ids that a spreadsheet has cut, and one of its cells.
    pub fn cut_column(&self) -> Option<(&str, &str)> {
        self.cut.as_ref().map(|(column, example)| (column.as_str(), example.as_str()))
    }

    /// Whether items without users are kept: every column of a matrix and every place of a vector is an item.
    pub fn keeps_all_items(&self) -> bool {
        self.layout == TableLayout::Wide || self.list_format == Some(ListFormat::Vector)
    }

    /// Parses the next row; none for the header.
    pub fn parse<'r>(&mut self, row: &Row<'r>) -> Result<Option<ParsedRow<'r>>> {
        if std::mem::take(&mut self.expects_header) {
            return Ok(None);
        }
        self.rows += 1;
        if row.comment {
            return Ok(Some(ParsedRow::Rejected("comment-line")));
        }
        // Baskets differ in length.
        if self.layout != TableLayout::Basket {
            self.irregular.short += u64::from(row.len() < self.usual_cells);
            self.irregular.long += u64::from(row.len() > self.usual_cells);
        }
        let parsed = if self.layout == TableLayout::Long { self.parse_event(row)? } else { self.parse_owner(row)? };
        Ok(Some(parsed.unwrap_or_else(ParsedRow::Rejected)))
    }

    fn warn(&mut self, code: &'static str) {
        *self.warnings.entry(code).or_default() += 1;
    }

    fn parse_event<'r>(&mut self, row: &Row<'r>) -> Result<Checked<ParsedRow<'r>>> {
        let (folds_case, has_carried) = (self.folds_case, !self.carried.is_empty() && self.carried.next(row));
        let mut user = Id::of(&self.users, row, self.roles.user, folds_case, "missing-user");
        if has_carried && let Err("missing-user") = user {
            user = self.carried_user();
        }
        if let Ok(Id::New(user)) = &user
            && !self.sample.contains(user)
        {
            return Ok(Err("not-in-sample"));
        }
        if has_carried {
            self.warn("row-carried");
        }
        let item = Id::of(&self.items, row, self.roles.item, folds_case, "missing-item");
        // A ruled line below a header is one long cell.
        if let (Err("missing-user"), Err("too-few-cells")) = (&user, &item) {
            user = Err("too-few-cells");
        }
        if let (Ok(user), Ok(item)) = (&user, &item)
            && let Some(reason) = self.no_purchase(user, item)
        {
            return Ok(Err(reason));
        }
        if [(&user, self.roles.user), (&item, self.roles.item)]
            .iter()
            .any(|(id, column)| id.as_ref().is_ok_and(|id| id.is_trimmed(row, *column)))
        {
            self.warn("id-trimmed");
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
        let amount = self.parse_amount(row);
        let checked = (|| {
            let (user, item) = (user?, item?);
            let amount = amount?;
            let part = match self.roles.split {
                Some(column) => Part::parse(text(row, column)?).ok_or("split-unknown")?,
                None => Part::Train,
            };
            Ok((user, item, amount, part, self.parse_time(row)?))
        })();
        let (user, item, amount, part, time) = match checked {
            Ok(checked) => checked,
            Err(reason) => {
                if self.rejected_rows.check(hash)? {
                    self.warn(DUPLICATE_ROW);
                }
                return Ok(Err(reason));
            }
        };
        self.has_cancellations |= amount < 0.0;
        let event_type = match self.roles.event {
            Some(column) => {
                let cell = text(row, column).unwrap_or("");
                let carried = self.carried.cell(column).filter(|_| cell.trim().is_empty()).map(<[u8]>::to_vec);
                match carried.as_deref().and_then(|carried| std::str::from_utf8(carried).ok()) {
                    Some(carried) => self.event_type(carried)?,
                    None => self.event_type(cell)?,
                }
            }
            None => 0,
        };
        Ok(Ok(ParsedRow::Event(ParsedEvent {
            user: user.intern(&mut self.users)?,
            item: item.intern(&mut self.items)?,
            part,
            time,
            amount,
            event_type,
            tag: (hash >> 32) as u32,
            name,
            segment: optional(self.roles.segment),
            category: optional(self.roles.category),
        })))
    }

    /// User that holds for a row without one of its own.
    fn carried_user<'r>(&self) -> Checked<Id<'r>> {
        let cell = self.roles.user.and_then(|column| self.carried.cell(column)).ok_or("missing-user")?;
        let user = as_id(cell, self.folds_case, "missing-user")?;
        Ok(match self.users.find(&user) {
            Some(index) => Id::Known(index as u32),
            None => Id::New(user.into_owned().into()),
        })
    }

    /// Reason why a row with ids is no purchase: it repeats the header, or adds up others.
    fn no_purchase(&self, user: &Id, item: &Id) -> Option<Reason> {
        // Nearly all rows have an id that is known.
        let is_header = |id: &Id, column: Option<usize>| {
            let name = column.and_then(|column| self.columns.get(column));
            id.new_text().is_some_and(|text| name.is_some_and(|name| name == text))
        };
        if is_header(user, self.roles.user) && is_header(item, self.roles.item) {
            return Some("header-again");
        }
        let is_total = |id: &Id| id.new_text().is_some_and(is_total);
        (is_total(user) || is_total(item)).then_some("total-row")
    }

    /// Index of the type of event in a cell, whose rows are counted; `u8::MAX` beyond [`MAX_EVENT_TYPES`].
    fn event_type(&mut self, cell: &str) -> Result<u8> {
        let name = cell.trim();
        if self.event_types.len() >= MAX_EVENT_TYPES && self.event_types.find(name).is_none() {
            return Ok(u8::MAX);
        }
        let event_type = self.event_types.intern(name)?;
        if self.event_rows.len() <= event_type as usize {
            self.event_rows.push(0);
        }
        self.event_rows[event_type as usize] += 1;
        Ok(event_type as u8)
    }
}

fn text<'r>(row: &Row<'r>, column: usize) -> Checked<&'r str> {
    let cell = row.cell(column).ok_or("too-few-cells")?;
    std::str::from_utf8(cell).map_err(|_| "not-text")
}
