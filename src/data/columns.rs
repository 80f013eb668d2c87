//! The roles that columns have, and the guess of them from names and content.

use serde::{Deserialize, Serialize};

use crate::data::cells::{is_binary, is_list};
use crate::data::header::{NAMES, key};
use crate::data::split::Part;
use crate::error::{Error, Result};

/// Which column has which role; `None` where no column has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roles {
    pub user: Option<usize>,
    pub item: Option<usize>,
    pub name: Option<usize>,
    pub time: Option<usize>,
    pub value: Option<usize>,
    pub split: Option<usize>,
}

/// What a row of the file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A row is one event: this user, that item.
    Long,
    /// A row is one user, with a 0/1 column for each item.
    Wide,
    /// A row is one user, with all items in one cell such as `[1,0,1]`.
    List,
}

impl Roles {
    /// The column of a role by the role's name.
    pub fn get(&self, role: &str) -> Option<usize> {
        self.named().into_iter().find(|(name, _)| *name == role).and_then(|(_, column)| column)
    }

    fn named(&self) -> [(&'static str, Option<usize>); 6] {
        [
            ("user", self.user),
            ("item", self.item),
            ("name", self.name),
            ("time", self.time),
            ("value", self.value),
            ("split", self.split),
        ]
    }

    fn set(&mut self, role: &str, column: usize) {
        let place = match role {
            "user" => &mut self.user,
            "item" => &mut self.item,
            "name" => &mut self.name,
            "time" => &mut self.time,
            "value" => &mut self.value,
            _ => &mut self.split,
        };
        *place = Some(column);
    }

    /// Checks that the roles fit the shape and that no column has two of them.
    ///
    /// # Errors
    /// [`Error::ColumnTwice`], [`Error::ColumnMissing`].
    pub fn check(&self, shape: Shape, columns: &[String]) -> Result<()> {
        let named = self.named();
        for (index, &(role, column)) in named.iter().enumerate() {
            let Some(column) = column else { continue };
            let name = columns.get(column).ok_or(Error::ColumnMissing { role })?;
            for &(other, taken) in &named[..index] {
                if taken == Some(column) {
                    return Err(Error::ColumnTwice { column: name.clone(), role: other, other: role });
                }
            }
        }
        if self.user.is_none() && shape == Shape::Long {
            return Err(Error::ColumnMissing { role: "user" });
        }
        if self.item.is_none() && shape != Shape::Wide {
            return Err(Error::ColumnMissing { role: "item" });
        }
        Ok(())
    }

    /// Guesses the roles from the columns' names and the first rows.
    pub fn guess(columns: &[String], rows: &[Vec<String>]) -> (Roles, Shape) {
        let keys: Vec<String> = columns.iter().map(|name| key(name)).collect();
        let mut roles = Roles::default();
        for (role, names) in NAMES {
            // The dictionary's order is the order of preference: "customerid" before "accountid".
            let exact = names.iter().find_map(|name| keys.iter().position(|key| key == name));
            if let Some(column) = exact.filter(|&column| !roles.has(column)) {
                roles.set(role, column);
            }
        }
        if roles.split.is_some_and(|column| !all(rows, column, is_split)) {
            roles.split = None;
        }
        // A product's name beside a user is as good as its id, and two flags do not make the file wide.
        if roles.item.is_none() && roles.user.is_some() {
            roles.item = roles.name.take();
        }
        let binary = roles.item_columns(rows, columns.len());
        if roles.item.is_none() && binary.len() >= 2 {
            let before = (0..columns.len()).find(|column| !binary.contains(column));
            return (Roles { user: roles.user.or(before), ..Roles::default() }, Shape::Wide);
        }
        if let Some(list) = (0..columns.len()).find(|&column| all(rows, column, is_list)) {
            let user = roles.user.or((0..columns.len()).find(|&column| column != list));
            return (Roles { user, item: Some(list), ..Roles::default() }, Shape::List);
        }
        // A name is better than nothing as the item's id.
        if roles.item.is_none() {
            roles.item = roles.name.take();
        }
        let free = |taken: &Roles, text: bool| {
            (0..columns.len()).find(|&column| {
                !taken.has(column) && (!text || !all(rows, column, |cell| cell.contains(['.', '/', ':'])))
            })
        };
        if roles.user.is_none() {
            roles.user = free(&roles, true);
        }
        if roles.item.is_none() {
            roles.item = free(&roles, true);
        }
        (roles, Shape::Long)
    }

    /// The shape that goes with roles as a person has chosen them: their word stands
    /// for the item column, the cells say whether it holds lists.
    pub fn shape(&self, rows: &[Vec<String>]) -> Shape {
        match self.item {
            Some(column) if all(rows, column, is_list) => Shape::List,
            Some(_) => Shape::Long,
            None => {
                let width = rows.iter().map(Vec::len).max().unwrap_or(0);
                if self.item_columns(rows, width).len() >= 2 { Shape::Wide } else { Shape::Long }
            }
        }
    }

    /// The columns that stand for an item each in the wide shape: those without a role in which most
    /// cells are 0 or 1, so that a dirty cell costs its row and not the column. Others, an age or a city,
    /// are left aside.
    pub fn item_columns(&self, rows: &[Vec<String>], width: usize) -> Vec<usize> {
        let mostly_binary = |column: usize| {
            let (binary, filled) = filled(rows, column)
                .fold((0, 0), |(binary, filled), cell| (binary + usize::from(is_binary(cell)), filled + 1));
            binary * 2 > filled
        };
        (0..width).filter(|&column| !self.has(column) && mostly_binary(column)).collect()
    }

    /// Whether a column has any role.
    pub fn has(&self, column: usize) -> bool {
        self.named().iter().any(|&(_, taken)| taken == Some(column))
    }
}

/// The cells of a column that are not blank.
fn filled(rows: &[Vec<String>], column: usize) -> impl Iterator<Item = &String> {
    rows.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.trim().is_empty())
}

fn all(rows: &[Vec<String>], column: usize, test: impl Fn(&str) -> bool) -> bool {
    let mut cells = filled(rows, column).peekable();
    cells.peek().is_some() && cells.all(|cell| test(cell))
}

fn is_split(cell: &str) -> bool {
    Part::parse(cell).is_some()
}
