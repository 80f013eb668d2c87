//! Inference of the layout of a table and of the roles of its columns, by their names and contents.

use crate::dataset::Part;
use crate::ingest::lexicon::{NAMES_BY_ROLE, name_key, role_by_words};
use crate::ingest::schema::column_profile::{ColumnProfile, MAX_EVENT_TYPES, determines};
use crate::ingest::schema::layout::{
    all_cells, basket_columns, is_decimal_column, item_columns, list_format, name_separator,
};
use crate::ingest::schema::question::Question;
use crate::ingest::schema::roles::{Reasons, Roles, TableLayout};
use crate::ingest::values::{filled_cells, is_binary_list};

/// Inferred roles and layout, with the reason for each role.
#[derive(Clone, Debug)]
pub(crate) struct Inference {
    pub roles: Roles,
    pub layout: TableLayout,
    pub reasons: Reasons,
    /// Plausibility, 0–1.
    pub score: f64,
    /// Question that has to be answered first.
    pub question: Option<Question>,
}

/// Limit of the distinct cells in a column of segments, in the first rows.
const MAX_SEGMENTS: usize = 60;

impl Inference {
    fn empty(layout: TableLayout) -> Inference {
        Inference { roles: Roles::default(), layout, reasons: Reasons::new(), score: 1.0, question: None }
    }

    /// Infers roles and layout from the names of columns and the first rows. Names such as `#3` mean that the file has
    /// no header.
    pub fn of(columns: &[String], rows: &[Vec<String>]) -> Inference {
        let mut inference = Inference::empty(TableLayout::Long);
        inference.assign_by_name(columns, rows);
        if inference.try_wide(columns, rows) || inference.try_list(columns, rows) || inference.try_basket(columns, rows)
        {
            return inference;
        }
        inference.infer_long(columns, rows);
        inference
    }

    /// Infers roles for a known layout.
    pub fn with_layout(columns: &[String], rows: &[Vec<String>], layout: TableLayout) -> Inference {
        let mut inference = Inference::empty(layout);
        inference.assign_by_name(columns, rows);
        match layout {
            TableLayout::Long => inference.infer_long(columns, rows),
            TableLayout::Wide => {
                inference.retain(&["user"]);
                let items = item_columns(&inference.roles, rows, columns.len());
                inference.assign_user_outside(&items, columns.len());
            }
            TableLayout::List | TableLayout::Basket => inference.infer_lists(columns, rows),
        }
        inference.roles.layout = Some(layout);
        inference
    }

    /// Assigns the roles of a table of lists or baskets.
    fn infer_lists(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let has_lists = |&column: &usize| {
            all_cells(rows, column, is_binary_list)
                || (name_separator(rows, column).is_some() && !is_decimal_column(rows, column))
        };
        let list = self.roles.item.or_else(|| (0..columns.len()).find(has_lists));
        self.retain(&["user", "order", "time", "segment"]);
        let owner = self.roles.user.or(self.roles.order);
        let in_columns =
            self.layout == TableLayout::Basket && list.is_none_or(|list| list_format(rows, list, owner).is_none());
        match list.or((columns.len() > 1).then_some(columns.len() - 1)) {
            Some(list) if !in_columns && !self.roles.has(list) => self.assign("item", list, "by-content-list"),
            _ => {}
        }
        if let (TableLayout::List, Some(list)) = (self.layout, self.roles.item) {
            self.assign_user_outside(&[list], columns.len());
        }
    }

    fn assign(&mut self, role: &'static str, column: usize, reason: &'static str) {
        self.roles.set(role, Some(column));
        self.reasons.insert(role, reason);
    }

    /// Removes a role and returns its column.
    fn remove(&mut self, role: &'static str) -> Option<usize> {
        let column = self.roles.get(role);
        self.roles.set(role, None);
        self.reasons.remove(role);
        column
    }

    /// Removes all roles but those in `kept`.
    fn retain(&mut self, kept: &[&str]) {
        for role in Roles::NAMES {
            if !kept.contains(&role) {
                self.remove(role);
            }
        }
    }

    /// Assigns the user to the first free column that is none of the items', if no name has assigned it.
    fn assign_user_outside(&mut self, items: &[usize], width: usize) {
        let outside = (0..width).find(|&column| !items.contains(&column) && !self.roles.has(column));
        if let (None, Some(column)) = (self.roles.user, outside) {
            self.assign("user", column, "by-content-place");
        }
    }

    /// Assigns roles by the names of columns, and removes those that contradict the contents.
    fn assign_by_name(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let keys: Vec<String> = columns.iter().map(|name| name_key(name)).collect();
        for (role, names) in NAMES_BY_ROLE {
            // The dictionary's order is the order of preference: "customerid" before "accountid".
            let exact = names.iter().find_map(|name| keys.iter().position(|key| key == name));
            if let Some(column) = exact.filter(|&column| !self.roles.has(column)) {
                self.assign(role, column, "by-name");
            }
        }
        for (column, name) in columns.iter().enumerate() {
            match role_by_words(name) {
                Some(role) if self.roles.get(role).is_none() && !self.roles.has(column) => {
                    self.assign(role, column, "by-name");
                }
                _ => {}
            }
        }
        if self.roles.split.is_some_and(|column| !all_cells(rows, column, |cell| Part::parse(cell).is_some())) {
            self.remove("split");
        }
        for (role, limit) in [("event", MAX_EVENT_TYPES), ("segment", MAX_SEGMENTS)] {
            if self.roles.get(role).is_some_and(|column| ColumnProfile::of_column(rows, column).distinct > limit) {
                self.remove(role);
            }
        }
        // An amount has a number in it, and a time has a digit.
        let Roles { value, time, .. } = self.roles;
        if value.is_some_and(|column| ColumnProfile::of_column(rows, column).is_never_numeric()) {
            self.remove("value");
        }
        if time.is_some_and(|column| all_cells(rows, column, |cell| !cell.bytes().any(|byte| byte.is_ascii_digit()))) {
            self.remove("time");
        }
        // Beside a user, a product's name serves as its id, and two flags do not make the table wide.
        if self.roles.item.is_none() && self.roles.user.is_some() {
            self.name_as_item();
        }
    }

    fn name_as_item(&mut self) {
        if let Some(name) = self.remove("name") {
            self.assign("item", name, "by-name");
        }
    }

    /// Whether the table is wide; then its roles are assigned.
    fn try_wide(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let items = item_columns(&self.roles, rows, columns.len());
        let has_values = self.roles.value.is_some() || self.roles.event.is_some();
        let is_binary = items.iter().all(|&column| !ColumnProfile::of_column(rows, column).is_not_binary());
        // Without a header, few columns of numbers are users, items and ratings.
        let is_matrix = is_binary || has_header(columns) || items.len() >= 6;
        if self.roles.item.is_some() || has_values || !is_matrix || items.len() < 2 {
            return false;
        }
        self.retain(&["user", "segment"]);
        self.layout = TableLayout::Wide;
        self.assign_user_outside(&items, columns.len());
        true
    }

    /// Whether a column holds lists; then the roles of a list or basket are assigned.
    fn try_list(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let vector = (0..columns.len()).find(|&column| all_cells(rows, column, is_binary_list));
        let owner = self.roles.user.or(self.roles.order);
        let named = self.roles.item.or(self.roles.name);
        // Without a vector or a named item column, any free column of lists is the item's, if there are few columns.
        let free = || {
            (0..columns.len())
                .filter(|&column| !self.roles.has(column) && named.is_none() && columns.len() <= 6)
                .filter(|&column| is_mostly_filled(rows, column) && !is_decimal_column(rows, column))
                .find(|&column| list_format(rows, column, owner).is_some())
        };
        let list = vector.or(named.filter(|&column| list_format(rows, column, owner).is_some())).or_else(free);
        let Some(list) = list else { return false };
        let order = self.roles.order;
        self.retain(&["user", "segment", "time", "order"]);
        if self.roles.has(list) {
            for role in Roles::NAMES {
                if self.roles.get(role) == Some(list) {
                    self.remove(role);
                }
            }
        }
        self.assign("item", list, "by-content-list");
        self.layout = if order.is_some() && vector.is_none() { TableLayout::Basket } else { TableLayout::List };
        if self.layout == TableLayout::List {
            self.assign_user_outside(&[list], columns.len());
        }
        true
    }

    /// Whether a row is a basket with its items in columns; then its roles are assigned.
    fn try_basket(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let named = columns.first().is_some_and(|name| name != "#1");
        if self.roles.item.is_some() || self.roles.value.is_some() {
            return false;
        }
        let items = basket_columns(columns, named, rows, &self.roles);
        if items.len() < 2 {
            return false;
        }
        self.retain(&["user", "segment", "time", "order"]);
        self.layout = TableLayout::Basket;
        // The column in front of the items is that of their owner.
        let before =
            (0..items[0]).find(|&column| !self.roles.has(column) && !ColumnProfile::of_column(rows, column).is_time());
        if let (None, None, Some(column)) = (self.roles.user, self.roles.order, before) {
            let repeats = ColumnProfile::of_column(rows, column).repeats();
            self.assign(if repeats { "user" } else { "order" }, column, "by-content-place");
        }
        true
    }

    /// Assigns the roles of a table of events.
    fn infer_long(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let profiles: Vec<ColumnProfile> =
            (0..columns.len()).map(|column| ColumnProfile::of_column(rows, column)).collect();
        let first = |inference: &Inference, test: &dyn Fn(&ColumnProfile) -> bool| {
            (0..columns.len()).find(|&column| !inference.roles.has(column) && test(&profiles[column]))
        };
        if self.roles.item.is_none() {
            self.name_as_item();
        }
        if self.roles.time.is_none()
            && let Some(column) = first(self, &|profile| profile.is_time())
        {
            self.assign("time", column, "by-content-dates");
        }
        if self.roles.event.is_none()
            && let Some(column) = first(self, &|profile| profile.is_event())
        {
            self.assign("event", column, "by-content-events");
        }
        // Without a user, an order stands for its buyer.
        if let (None, Some(order), Some(_)) = (self.roles.user, self.roles.order, self.roles.item) {
            self.remove("order");
            self.assign("user", order, "by-content-order");
        }
        let is_id = |profile: &ColumnProfile| profile.can_be_id();
        if self.roles.user.is_none() && self.roles.item.is_none() {
            // Amazon's reviews have the item first or second; its codes are unmistakable.
            let one = first(self, &is_id).filter(|&column| profiles[column].is_asin());
            let other = first(self, &|profile| profile.can_be_id() && !profile.is_asin());
            if let (Some(one), Some(_)) = (one, other) {
                self.assign("item", one, "by-content-codes");
            }
        }
        if self.roles.user.is_none() {
            let column = first(self, &is_id).or_else(|| first(self, &|profile| profile.is_textual()));
            if let Some(column) = column.or_else(|| first(self, &|_| true)) {
                self.assign("user", column, "by-content-ids");
            }
        }
        if self.roles.item.is_none() {
            let column = first(self, &is_id).or_else(|| first(self, &|profile| profile.is_textual()));
            if let Some(column) = column.or_else(|| first(self, &|_| true)) {
                self.assign("item", column, "by-content-ids");
            }
        }
        if !has_header(columns) {
            self.assign_rest_by_content(columns, rows, &profiles);
        }
    }

    /// Assigns value, name and category in a file without a header.
    fn assign_rest_by_content(&mut self, columns: &[String], rows: &[Vec<String>], profiles: &[ColumnProfile]) {
        let Some(item) = self.roles.item else { return };
        let free =
            |inference: &Inference| -> Vec<usize> { (0..columns.len()).filter(|&c| !inference.roles.has(c)).collect() };
        if let Some(&column) = free(self).iter().find(|&&column| profiles[column].is_rating()) {
            self.assign("value", column, "by-content-rating");
        }
        let of_item: Vec<usize> = free(self).into_iter().filter(|&column| determines(rows, item, column)).collect();
        let coarser = |&&column: &&usize| profiles[column].distinct * 3 <= profiles[item].distinct * 2;
        if let Some(&column) = of_item.iter().find(|&&column| profiles[column].is_words() && !coarser(&&column)) {
            self.assign("name", column, "by-content-text");
        }
        if let Some(&column) = of_item.iter().filter(coarser).find(|&&column| !self.roles.has(column)) {
            self.assign("category", column, "by-content-groups");
        }
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

impl Roles {
    /// Roles and layout inferred from the names of columns and the first rows.
    pub fn guess(columns: &[String], rows: &[Vec<String>]) -> (Roles, TableLayout) {
        let inference = Inference::of(columns, rows);
        (inference.roles, inference.layout)
    }
}
