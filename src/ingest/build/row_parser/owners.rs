//! Rows that are users or baskets, each with several items.

use super::{Checked, ParsedRow, RowParser, id, text};
use crate::error::Result;
use crate::ingest::csv::reader::Row;
use crate::ingest::schema::layout::Listing;
use crate::ingest::schema::roles::TableLayout;
use crate::ingest::values::cell::{binary, list, names};
use crate::ingest::values::number;

impl RowParser {
    /// A row that is a user or a basket: cells in columns of their own, or all in one cell.
    pub(crate) fn owner<'r>(&mut self, row: &Row<'r>) -> Result<Checked<ParsedRow<'r>>> {
        let number = self.rows.to_string();
        let owner = self.roles.user.or(self.roles.order.filter(|_| self.shape == TableLayout::Basket));
        let user = match owner.map(|column| id(row, Some(column), "missing-user")) {
            None => number.as_bytes(),
            Some(Ok(user)) => user,
            Some(Err(reason)) => return Ok(Err(reason)),
        };
        if !self.sample.has(user) {
            return Ok(Err("not-in-sample"));
        }
        let time = match self.time(row) {
            Ok(time) => time,
            Err(reason) => return Ok(Err(reason)),
        };
        self.found.clear();
        self.ones.clear();
        let found = match (self.shape, self.roles.item) {
            (TableLayout::Wide, _) => self.ones_of_columns(row),
            (_, Some(column)) if self.listing == Some(Listing::Vector) => ones_of_list(row, column, &mut self.ones),
            (_, column) => return self.names_of(row, column, user, time),
        };
        let width = match found {
            Ok(width) => width,
            Err(reason) => return Ok(Err(reason)),
        };
        if self.ones.is_empty() {
            return Ok(Err("no-interactions"));
        }
        // Every product counts as an item, bought or not: the article's y has a score for each.
        for item in self.items.len()..width {
            match self
                .wide
                .get(item)
                .filter(|_| self.shape == TableLayout::Wide)
                .and_then(|&column| self.columns.get(column))
            {
                Some(name) => self.items.intern(name)?,
                None => self.items.intern(&(item + 1).to_string())?,
            };
        }
        self.found.extend(self.ones.iter().map(|&item| item as u32));
        Ok(Ok(ParsedRow::Owner { user: self.users.intern(user)?, time, segment: self.segment(row) }))
    }

    /// The names in one cell, or in all cells from the first item's to the end of the row.
    fn names_of<'r>(
        &mut self,
        row: &Row<'r>,
        column: Option<usize>,
        user: &[u8],
        time: Option<i64>,
    ) -> Result<Checked<ParsedRow<'r>>> {
        let separator = match self.listing {
            Some(Listing::Names(separator)) => Some(separator),
            _ => None,
        };
        let beyond = self.columns.len()..row.len();
        let places = column.into_iter().chain(self.wide.iter().copied());
        let places = places.chain(beyond.filter(|_| column.is_none()));
        for place in places {
            let cell = match text(row, place) {
                Ok(cell) => cell,
                // Baskets end where they end.
                Err("too-few-cells") if column.is_none() => continue,
                Err(reason) => return Ok(Err(reason)),
            };
            let one = separator.is_none().then(|| cell.trim()).filter(|name| !name.is_empty());
            let several = separator.into_iter().flat_map(|separator| names(cell, separator));
            for name in one.into_iter().chain(several) {
                if name.contains('\0') {
                    return Ok(Err("not-text"));
                }
                self.found.push(self.items.intern(name)?);
            }
        }
        if self.found.is_empty() {
            return Ok(Err("no-interactions"));
        }
        self.found.sort_unstable();
        self.found.dedup();
        Ok(Ok(ParsedRow::Owner { user: self.users.intern(user)?, time, segment: self.segment(row) }))
    }

    fn segment<'r>(&self, row: &Row<'r>) -> &'r [u8] {
        self.roles.segment.and_then(|column| row.cell(column)).unwrap_or_default()
    }

    fn ones_of_columns(&mut self, row: &Row) -> Checked<usize> {
        for (item, &column) in self.wide.iter().enumerate() {
            let cell = text(row, column)?;
            let is_one = match self.floor {
                None => binary(cell).ok_or("cell-not-binary")?,
                Some(_) if cell.trim().is_empty() => false,
                Some(floor) => {
                    let amount = number::parse(cell, self.style).ok_or("cell-not-a-number")?;
                    amount > 0.0 && amount >= floor
                }
            };
            if is_one {
                self.ones.push(item);
            }
        }
        Ok(self.wide.len())
    }
}

fn ones_of_list(row: &Row, column: usize, ones: &mut Vec<usize>) -> Checked<usize> {
    let mut width = 0;
    for one in list(text(row, column)?).ok_or("list-unreadable")? {
        if one.ok_or("list-unreadable")? {
            ones.push(width);
        }
        width += 1;
    }
    Ok(width)
}
