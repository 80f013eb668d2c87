//! Roles of columns, and the layouts of tables.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Column of each role; `None` where no column has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roles {
    pub user: Option<usize>,
    pub item: Option<usize>,
    pub name: Option<usize>,
    pub time: Option<usize>,
    pub value: Option<usize>,
    pub split: Option<usize>,
    /// Kind of the item.
    pub category: Option<usize>,
    /// Type of the event: view, cart, purchase.
    pub event: Option<usize>,
    /// Kind of the user.
    pub segment: Option<usize>,
    /// Order, invoice or basket of the row.
    pub order: Option<usize>,
    /// Time of day, where it has a column of its own beside the date.
    pub clock: Option<usize>,
    /// Layout that the user has chosen; by content where it is none.
    #[serde(rename = "shape")]
    pub layout: Option<TableLayout>,
}

/// Meaning of a row of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableLayout {
    /// A row is one event of one user and one item.
    Long,
    /// A row is one user, with a column for each item: 0/1, a count, a rating, or blank cells.
    Wide,
    /// A row is one user, with all items in one cell: `[1,0,1]`, or their ids or names.
    List,
    /// A row is one basket, with its items in one cell or in the cells up to its end; a user may have several baskets.
    Basket,
}

impl TableLayout {
    /// All layouts.
    pub const ALL: [TableLayout; 4] = [TableLayout::Long, TableLayout::Wide, TableLayout::List, TableLayout::Basket];
}

/// Reason for each role's column: role → `by-name`, `by-content-…`.
pub type Reasons = BTreeMap<&'static str, &'static str>;

impl Roles {
    /// Names of all roles.
    pub const NAMES: [&'static str; 11] =
        ["user", "item", "name", "time", "value", "split", "category", "event", "segment", "order", "clock"];
    /// The same, in the order in which they choose their columns by name.
    pub const BY_NAME: [&'static str; 11] =
        ["split", "user", "item", "name", "time", "value", "event", "order", "category", "segment", "clock"];

    /// Column of the role with this name.
    pub fn get(&self, role: &str) -> Option<usize> {
        self.named().into_iter().find(|(name, _)| *name == role).and_then(|(_, column)| column)
    }

    fn named(&self) -> [(&'static str, Option<usize>); 11] {
        let columns = [
            self.user,
            self.item,
            self.name,
            self.time,
            self.value,
            self.split,
            self.category,
            self.event,
            self.segment,
            self.order,
            self.clock,
        ];
        std::array::from_fn(|index| (Roles::NAMES[index], columns[index]))
    }

    /// Sets the column of the role with this name; an unknown name has no effect.
    pub fn set(&mut self, role: &str, column: Option<usize>) {
        match role {
            "user" => self.user = column,
            "item" => self.item = column,
            "name" => self.name = column,
            "time" => self.time = column,
            "value" => self.value = column,
            "split" => self.split = column,
            "category" => self.category = column,
            "event" => self.event = column,
            "segment" => self.segment = column,
            "order" => self.order = column,
            "clock" => self.clock = column,
            _ => {}
        }
    }

    /// Checks that the layout's roles are present and that no column has two roles.
    ///
    /// # Errors
    /// [`Error::ColumnTwice`], [`Error::ColumnMissing`].
    pub fn check(&self, layout: TableLayout, columns: &[String]) -> Result<()> {
        let named = self.named();
        for (index, &(role, column)) in named.iter().enumerate() {
            let Some(column) = column else { continue };
            let name = columns.get(column).ok_or(Error::ColumnMissing { role })?;
            for &(other, assigned) in &named[..index] {
                if assigned == Some(column) {
                    return Err(Error::ColumnTwice { column: name.clone(), role: other, other: role });
                }
            }
        }
        if self.user.is_none() && layout == TableLayout::Long {
            return Err(Error::ColumnMissing { role: "user" });
        }
        if self.item.is_none() && matches!(layout, TableLayout::Long | TableLayout::List) {
            return Err(Error::ColumnMissing { role: "item" });
        }
        Ok(())
    }

    /// Whether a column has any role.
    pub fn has(&self, column: usize) -> bool {
        self.named().iter().any(|&(_, assigned)| assigned == Some(column))
    }
}
