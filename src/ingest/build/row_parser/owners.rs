//! Parsing of rows that are users or baskets, each with several items.

use super::{ParsedRow, RowParser, text};
use crate::error::Result;
use crate::ingest::build::row_parser::ids::{Id, id};
use crate::ingest::build::rules::Checked;
use crate::ingest::csv::Row;
use crate::ingest::lexicon::is_total;
use crate::ingest::schema::{EventClass, ListFormat, TableLayout};
use crate::ingest::values::{parse_binary_list, parse_flag, parse_number, split_names};

impl RowParser {
    /// Parses a row that is a user or a basket, with its items in columns or in one cell.
    pub(super) fn parse_owner<'r>(&mut self, row: &Row<'r>) -> Result<Checked<ParsedRow<'r>>> {
        let number = self.rows.to_string();
        let owner = self.roles.user.or(self.roles.order.filter(|_| self.layout == TableLayout::Basket));
        let has_carried = !self.carried.is_empty() && self.carried.next(row);
        let user = match owner.map(|column| id(row, Some(column), self.folds_case, "missing-user")) {
            None => number.as_bytes().into(),
            Some(Ok(user)) => user,
            Some(Err("missing-user")) if has_carried => match self.carried_user() {
                Ok(Id::Known(user)) => self.users.id_bytes(user).to_vec().into(),
                Ok(Id::New(user)) => user,
                Err(reason) => return Ok(Err(reason)),
            },
            Some(Err(reason)) => return Ok(Err(reason)),
        };
        let user = user.as_ref();
        if owner.is_some() && std::str::from_utf8(user).is_ok_and(is_total) {
            return Ok(Err("total-row"));
        }
        if !self.sample.contains(user) {
            return Ok(Err("not-in-sample"));
        }
        let time = match self.parse_time(row) {
            Ok(time) => time,
            Err(reason) => return Ok(Err(reason)),
        };
        if let Some(column) = self.roles.event {
            let cell = text(row, column).unwrap_or("").trim();
            self.event_type(cell)?;
            if !self.counts_status(cell) {
                return Ok(Err("event-ignored"));
            }
        }
        self.row_items.clear();
        self.row_names.clear();
        self.set_flags.clear();
        let parsed = match (self.layout, self.roles.item) {
            (TableLayout::Wide, _) => self.parse_flag_columns(row),
            (_, Some(column)) if self.list_format == Some(ListFormat::Vector) => {
                parse_flag_list(row, column, &mut self.set_flags)
            }
            (_, column) => return self.parse_names(row, column, user, time),
        };
        let width = match parsed {
            Ok(width) => width,
            Err(reason) => return Ok(Err(reason)),
        };
        if self.set_flags.is_empty() {
            return Ok(Err("no-interactions"));
        }
        // Every column or place is an item, bought or not: the article's y has a score for each.
        for item in self.items.len()..width {
            let column = self.item_columns.get(item).filter(|_| self.layout == TableLayout::Wide);
            match column.and_then(|&column| self.columns.get(column)) {
                Some(name) => self.items.intern(name)?,
                None => self.items.intern(&(item + 1).to_string())?,
            };
        }
        self.row_items.extend(self.set_flags.iter().map(|&item| item as u32));
        Ok(Ok(ParsedRow::Owner { user: self.users.intern(user)?, time, segment: self.segment(row) }))
    }

    /// Parses names in one cell, or in all cells from that of the first item to the end of the row.
    fn parse_names<'r>(
        &mut self,
        row: &Row<'r>,
        column: Option<usize>,
        user: &[u8],
        time: Option<i64>,
    ) -> Result<Checked<ParsedRow<'r>>> {
        let separator = match self.list_format {
            Some(ListFormat::Names(separator)) => Some(separator),
            _ => None,
        };
        let beyond = self.columns.len()..row.len();
        let columns = column.into_iter().chain(self.item_columns.iter().copied());
        let columns = columns.chain(beyond.filter(|_| column.is_none()));
        for place in columns {
            let cell = match text(row, place) {
                Ok(cell) => cell,
                // Baskets differ in length.
                Err("too-few-cells") if column.is_none() => continue,
                Err(reason) => return Ok(Err(reason)),
            };
            if let Some(ListFormat::Items(format)) = self.list_format {
                for item in format.items(cell) {
                    if item.id.contains('\0') {
                        return Ok(Err("not-text"));
                    }
                    if let Some(name) = item.name.as_deref() {
                        let index = self.items.intern(item.id.as_ref())?;
                        self.row_names.push((index, name.to_owned()));
                        self.row_items.push(index);
                    } else {
                        self.row_items.push(self.items.intern(item.id.as_ref())?);
                    }
                }
                continue;
            }
            let single = separator.is_none().then(|| cell.trim()).filter(|name| !name.is_empty());
            let several = separator.into_iter().flat_map(|separator| split_names(cell, separator));
            for name in single.into_iter().chain(several) {
                if name.contains('\0') {
                    return Ok(Err("not-text"));
                }
                self.row_items.push(self.items.intern(name)?);
            }
        }
        if self.row_items.is_empty() {
            return Ok(Err("no-interactions"));
        }
        self.row_items.sort_unstable();
        self.row_items.dedup();
        Ok(Ok(ParsedRow::Owner { user: self.users.intern(user)?, time, segment: self.segment(row) }))
    }

    /// Whether an order of this status counts, by choice or by what the status says.
    fn counts_status(&self, status: &str) -> bool {
        let chosen = self.rules.event_weights.as_ref().and_then(|weights| weights.get(status));
        chosen.map_or(EventClass::of_status(status) != EventClass::Void, |&weight| weight > 0.0)
    }

    fn segment<'r>(&self, row: &Row<'r>) -> &'r [u8] {
        self.roles.segment.and_then(|column| row.cell(column)).unwrap_or_default()
    }

    /// Finds the columns whose flag is set or whose amount is large enough; returns the number of columns.
    fn parse_flag_columns(&mut self, row: &Row) -> Checked<usize> {
        for (item, &column) in self.item_columns.iter().enumerate() {
            let cell = text(row, column)?;
            let is_set = match self.min_amount {
                None => {
                    let is_name = || self.columns.get(column).is_some_and(|name| name == cell.trim());
                    parse_flag(cell).or_else(|| is_name().then_some(true)).ok_or("cell-not-binary")?
                }
                Some(_) if cell.trim().is_empty() => false,
                Some(min_amount) => {
                    let amount = parse_number(cell, self.number_style).ok_or("cell-not-a-number")?;
                    amount > 0.0 && amount >= min_amount
                }
            };
            if is_set {
                self.set_flags.push(item);
            }
        }
        Ok(self.item_columns.len())
    }
}

/// Finds the flags that are set in a list; returns the number of flags.
fn parse_flag_list(row: &Row, column: usize, set_flags: &mut Vec<usize>) -> Checked<usize> {
    let mut width = 0;
    for flag in parse_binary_list(text(row, column)?).ok_or("list-unreadable")? {
        if flag.ok_or("list-unreadable")? {
            set_flags.push(width);
        }
        width += 1;
    }
    Ok(width)
}
