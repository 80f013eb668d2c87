//! What the head of a file shows, and what the file is taken for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::data::columns::{Reasons, Roles, Shape};
use crate::data::guess::Guess;
use crate::data::header::{has_header, unique_names};
use crate::data::rows::{RowReader, guess_delimiter};
use crate::data::shapes::{self, Listing};
use crate::data::text::TextDecoder;
use crate::error::{Error, Result};

/// How many rows the guesses look at.
const GUESSED_ROWS: usize = 200;
/// How many rows and how many characters of a cell are shown.
const SHOWN_ROWS: usize = 8;
const SHOWN_CHARACTERS: usize = 80;

/// A file's head, read once, before the whole is read with settled roles.
#[derive(Clone, Debug)]
pub struct Preview {
    pub encoding: &'static str,
    pub delimiter: u8,
    pub header: bool,
    pub columns: Vec<String>,
    pub roles: Roles,
    pub shape: Shape,
    /// Why each column has its role.
    pub reasons: Reasons,
    rows: Vec<Vec<String>>,
}

/// The part of a preview that is shown.
#[derive(Serialize)]
pub struct Shown {
    pub encoding: &'static str,
    pub delimiter: String,
    pub header: bool,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    pub roles: Roles,
    pub shape: Shape,
    pub reasons: Reasons,
    /// The guess for each shape that somebody may say the file has.
    pub shapes: BTreeMap<Shape, Roles>,
}

/// A column as shown.
#[derive(Serialize)]
pub struct Column {
    pub name: String,
}

impl Preview {
    /// Looks at the first bytes of a file; `whole` says that there are no more.
    ///
    /// # Errors
    /// [`Error::EmptyFile`], [`Error::BinaryFile`], [`Error::RowTooLong`],
    /// [`Error::NoColumns`], [`Error::NoRows`].
    pub fn of(head: &[u8], whole: bool) -> Result<Preview> {
        let mut decoder = TextDecoder::default();
        let mut text = Vec::new();
        decoder.push(head, whole, &mut |part| {
            text.extend_from_slice(part);
            Ok(())
        })?;
        // What the decoder still holds back of a head that was cut is not needed here.
        if text.is_empty() && !whole {
            decoder = TextDecoder::default();
            decoder.push(head, true, &mut |part| {
                text.extend_from_slice(part);
                Ok(())
            })?;
        }
        let delimiter = guess_delimiter(&text);
        let mut rows = Vec::new();
        let mut reader = RowReader::new(delimiter);
        let mut keep = |row: &crate::data::rows::Row| {
            if rows.len() <= GUESSED_ROWS {
                rows.push(row.texts());
            }
            Ok(())
        };
        reader.push(&text, &mut keep)?;
        if whole {
            reader.finish(&mut keep)?;
        }
        Preview::from_rows(decoder.encoding(), delimiter, rows)
    }

    fn from_rows(encoding: &'static str, delimiter: u8, mut rows: Vec<Vec<String>>) -> Result<Preview> {
        let first = rows.first().ok_or(Error::EmptyFile)?;
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let header = has_header(first, &rows[1..]);
        let columns = unique_names(header.then_some(first.as_slice()), width);
        if header {
            rows.remove(0);
        }
        let Guess { roles, shape, reasons } = Guess::of(&columns, &rows);
        // A file of nothing but vectors needs no second column: its rows are its users.
        if width < 2 && !matches!(shape, Shape::List | Shape::Basket) {
            return Err(Error::NoColumns { found: width });
        }
        if rows.is_empty() {
            return Err(Error::NoRows);
        }
        Ok(Preview { encoding, delimiter, header, columns, roles, shape, reasons, rows })
    }

    /// The shape that the file has if it is read with `roles`.
    pub fn shape_with(&self, roles: &Roles) -> Shape {
        match self.shape {
            _ if *roles == self.roles => self.shape,
            // Which cells are items does not show in the roles.
            Shape::Basket if roles.item.is_none() && roles.shape.is_none() => Shape::Basket,
            _ => roles.shape(&self.rows),
        }
    }

    /// The columns that are items if the file is read as wide with `roles`.
    pub fn item_columns(&self, roles: &Roles) -> Vec<usize> {
        roles.item_columns(&self.rows, self.columns.len())
    }

    /// The columns of a basket's items, where each has a cell of its own: all without a role if none look like them.
    pub fn basket_columns(&self, roles: &Roles) -> Vec<usize> {
        let found = shapes::basket_columns(&self.columns, self.header, &self.rows, roles);
        if found.is_empty() { (0..self.columns.len()).filter(|&column| !roles.has(column)).collect() } else { found }
    }

    /// How the cells of the item's column are lists, if `shape` has such.
    pub(super) fn listing(&self, roles: &Roles, shape: Shape) -> Option<Listing> {
        let column = roles.item.filter(|_| matches!(shape, Shape::List | Shape::Basket))?;
        shapes::listed(&self.rows, column, None)
    }

    /// The first rows below the header.
    pub(super) fn head(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// What the page shows of it.
    pub fn shown(&self) -> Shown {
        let cut = |cell: &String| cell.chars().take(SHOWN_CHARACTERS).collect();
        Shown {
            encoding: self.encoding,
            delimiter: char::from(self.delimiter).to_string(),
            header: self.header,
            columns: self.columns.iter().map(|name| Column { name: name.clone() }).collect(),
            rows: self.rows.iter().take(SHOWN_ROWS).map(|row| row.iter().map(cut).collect()).collect(),
            roles: self.roles,
            shape: self.shape,
            reasons: self.reasons.clone(),
            shapes: Shape::ALL
                .into_iter()
                .map(|shape| (shape, Guess::as_shape(&self.columns, &self.rows, shape).roles))
                .collect(),
        }
    }
}
