//! Recognition of what a row is: a user with a column for each item, a list, or a basket.

use crate::ingest::schema::assignment::Table;
use crate::ingest::schema::column_profile::ColumnProfile;
use crate::ingest::schema::inference::Inference;
use crate::ingest::schema::layout::{
    ListFormat, all_cells, basket_columns, counts_items, is_decimal_column, is_mostly_binary, item_columns,
    list_format, name_separator,
};
use crate::ingest::schema::question::Refusal;
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::ingest::values::{ItemFormat, filled_cells, is_binary_list};

/// Columns that are searched for lists: each is tried with every separator.
const MAX_LIST_COLUMNS: usize = 40;
/// Columns of a table in which any free one may be that of lists.
const MAX_FREE_COLUMNS: usize = 12;
/// Columns that are searched for types of events.
const MAX_EVENT_COLUMNS: usize = 20;

impl Inference {
    /// Assigns the roles of a table of lists or baskets.
    pub(super) fn infer_lists(&mut self, table: &Table) {
        let (columns, rows) = (table.columns, table.rows);
        let has_lists = |&column: &usize| {
            all_cells(rows, column, is_binary_list)
                || (name_separator(rows, column).is_some() && !is_decimal_column(rows, column))
        };
        let list = self.roles.item.or_else(|| (0..columns.len().min(MAX_LIST_COLUMNS)).find(has_lists));
        self.retain(&["user", "order", "time", "segment", "event"]);
        let owner = self.roles.user.or(self.roles.order);
        let in_columns =
            self.layout == TableLayout::Basket && list.is_none_or(|list| list_format(rows, list, owner).is_none());
        match list.or(columns.len().checked_sub(1).filter(|&last| last > 0)) {
            Some(list) if !in_columns && !self.roles.has(list) => self.assign("item", list, "by-content-list"),
            _ => {}
        }
        if let (TableLayout::List, Some(list)) = (self.layout, self.roles.item) {
            self.assign_user_outside(&[list], table);
        }
    }

    /// Whether the table is wide; then its roles are assigned.
    pub(super) fn try_wide(&mut self, table: &Table) -> bool {
        let (columns, rows) = (table.columns, table.rows);
        let items = item_columns(&self.roles, rows, columns.len(), columns);
        let has_values = self.roles.value.is_some() || self.roles.event.is_some();
        let is_binary = items.iter().all(|&column| is_mostly_binary(rows, column));
        // A type of event makes the row an event, whatever numbers stand beside it.
        let is_event = |&column: &usize| ColumnProfile::of_column(rows, column).is_event();
        let has_events =
            !has_header(columns) && (0..columns.len().min(MAX_EVENT_COLUMNS)).any(|column| is_event(&column));
        // A few flags among many other columns are attributes of something else.
        if has_events && items.len() < 6 || items.len() * 4 < columns.len() {
            return false;
        }
        if items.iter().any(|&column| self.is_signed(rows, column)) && items.len() >= 6 {
            self.refusal = Some(Refusal { taken: "scores", missing: "scale" });
        }
        // Without a header, few columns of numbers are users, items and ratings.
        let is_matrix = is_binary || has_header(columns) || items.len() >= 6;
        if self.roles.item.is_some() || has_values || !is_matrix || items.len() < 2 {
            return false;
        }
        self.retain(&["user", "segment"]);
        self.layout = TableLayout::Wide;
        self.assign_user_outside(&items, table);
        true
    }

    /// Whether a fair part of a column's numbers is below zero.
    fn is_signed(&self, rows: &[Vec<String>], column: usize) -> bool {
        let is_negative = |cell: &&String| cell.trim().parse().is_ok_and(|value: f64| value < 0.0);
        let (negative, filled) =
            (filled_cells(rows, column).filter(is_negative).count(), filled_cells(rows, column).count());
        negative * 10 >= filled && negative > 0
    }

    /// Whether a column holds lists; then the roles of a list or basket are assigned.
    pub(super) fn try_list(&mut self, table: &Table) -> bool {
        let (columns, rows) = (table.columns, table.rows);
        let vector = (0..columns.len()).find(|&column| all_cells(rows, column, is_binary_list));
        let owner = self.roles.user.or(self.roles.order);
        let named = self.roles.item.or(self.roles.name);
        // Without a vector or a named item column, any free column of lists is the item's, if there are few columns.
        let free = || {
            (0..columns.len())
                .filter(|&column| !self.roles.has(column) && named.is_none() && columns.len() <= MAX_FREE_COLUMNS)
                .filter(|&column| is_mostly_filled(rows, column) && !is_decimal_column(rows, column))
                .find(|&column| list_format(rows, column, owner).is_some())
        };
        // Counts and keys show line items under any name.
        let counted = || {
            (0..columns.len().min(MAX_LIST_COLUMNS)).find(|&column| {
                let is_free = !self.roles.has(column) || named == Some(column);
                is_free && matches!(list_format(rows, column, owner), Some(ListFormat::Items(format)) if format != ItemFormat::Lines)
            })
        };
        let named_list = named.filter(|&column| list_format(rows, column, owner).is_some());
        let list = vector.or(named_list).or_else(counted).or_else(free);
        let Some(list) = list else { return false };
        let order = self.roles.order;
        self.retain(&["user", "segment", "time", "order", "event"]);
        if self.roles.has(list) {
            for role in Roles::NAMES {
                if self.roles.get(role) == Some(list) {
                    self.remove(role);
                }
            }
        }
        self.assign("item", list, "by-content-list");
        let owners_repeat = self.roles.user.is_some_and(|user| ColumnProfile::of_column(rows, user).repeats());
        let are_baskets = (order.is_some() || owners_repeat) && vector.is_none();
        self.layout = if are_baskets { TableLayout::Basket } else { TableLayout::List };
        if self.layout == TableLayout::List {
            self.assign_user_outside(&[list], table);
        }
        true
    }

    /// Whether a row is a basket with its items in columns; then its roles are assigned.
    pub(super) fn try_basket(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let named = has_header(columns);
        // "Item(s)" may say how many items follow.
        if self.roles.item.is_some_and(|item| counts_items(rows, item)) {
            self.remove("item");
        }
        if self.roles.item.is_some() || self.roles.value.is_some() {
            return false;
        }
        let items = basket_columns(columns, named, rows, &self.roles);
        if items.len() < 2 {
            return false;
        }
        self.retain(&["user", "segment", "time", "order", "event"]);
        self.layout = TableLayout::Basket;
        // The column in front of the items is that of their owner.
        let before = (0..items[0]).find(|&column| {
            let is_taken = self.roles.has(column) || counts_items(rows, column);
            !is_taken && !ColumnProfile::of_column(rows, column).is_time()
        });
        if let (None, None, Some(column)) = (self.roles.user, self.roles.order, before) {
            let repeats = ColumnProfile::of_column(rows, column).repeats();
            self.assign(if repeats { "user" } else { "order" }, column, "by-content-place");
        }
        true
    }
}

/// Whether any column has a name of its own.
fn has_header(columns: &[String]) -> bool {
    columns.iter().enumerate().any(|(column, name)| *name != format!("#{}", column + 1))
}

/// Whether hardly any row leaves a column blank: every row has a list, but remarks are rare.
fn is_mostly_filled(rows: &[Vec<String>], column: usize) -> bool {
    filled_cells(rows, column).count() * 5 >= rows.len() * 4
}
