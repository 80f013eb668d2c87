//! The guess of what a file is: the roles of its columns, by name and by content, and what a row stands for.

use crate::dataset::Part;
use crate::ingest::lexicon::dictionary::key;
use crate::ingest::lexicon::dictionary::{NAMES, by_words};
use crate::ingest::schema::column_profile::{ColumnProfile, depends};
use crate::ingest::schema::layout::{Listing, all, basket_columns, is_decimal_column, item_columns, listed, separator};
use crate::ingest::schema::roles::{Reasons, Roles, TableLayout};
use crate::ingest::values::cell::filled;

/// What a file was taken for, and why.
#[derive(Clone, Debug)]
pub struct Inference {
    pub roles: Roles,
    pub shape: TableLayout,
    pub reasons: Reasons,
}

/// A column can be an event's only if it has no more kinds in the first rows.
const MOST_KINDS: usize = 24;

impl Inference {
    /// From the columns' names and the first rows. Names such as `#3` are those of a file without a header.
    pub fn of(columns: &[String], rows: &[Vec<String>]) -> Inference {
        let mut guess = Inference { roles: Roles::default(), shape: TableLayout::Long, reasons: Reasons::new() };
        guess.by_name(columns, rows);
        if guess.as_wide(columns, rows) || guess.as_list(columns, rows) || guess.as_basket(columns, rows) {
            return guess;
        }
        guess.as_long(columns, rows);
        guess
    }

    /// The same, where somebody has said what a row stands for.
    pub fn as_shape(columns: &[String], rows: &[Vec<String>], shape: TableLayout) -> Inference {
        let mut guess = Inference { roles: Roles::default(), shape, reasons: Reasons::new() };
        guess.by_name(columns, rows);
        match shape {
            TableLayout::Long => guess.as_long(columns, rows),
            TableLayout::Wide => {
                guess.keep(&["user"]);
                let items = item_columns(&guess.roles, rows, columns.len());
                guess.first_outside(&items, columns.len());
            }
            TableLayout::List | TableLayout::Basket => {
                let list = guess.roles.item.or_else(|| {
                    let lists = |&column: &usize| {
                        all(rows, column, |cell| Listing::of(cell).is_some())
                            || (separator(rows, column).is_some() && !is_decimal_column(rows, column))
                    };
                    (0..columns.len()).find(lists)
                });
                guess.keep(&["user", "order", "time", "segment"]);
                let in_cells = shape == TableLayout::Basket
                    && list.is_none_or(|list| listed(rows, list, guess.roles.user.or(guess.roles.order)).is_none());
                match list.or((columns.len() > 1).then_some(columns.len() - 1)) {
                    Some(list) if !in_cells && !guess.roles.has(list) => guess.give("item", list, "by-content-list"),
                    _ => {}
                }
                if let (TableLayout::List, Some(list)) = (shape, guess.roles.item) {
                    guess.first_outside(&[list], columns.len());
                }
            }
        }
        guess.roles.shape = Some(shape);
        guess
    }

    fn give(&mut self, role: &'static str, column: usize, reason: &'static str) {
        self.roles.set(role, Some(column));
        self.reasons.insert(role, reason);
    }

    fn take(&mut self, role: &'static str) -> Option<usize> {
        let column = self.roles.get(role);
        self.roles.set(role, None);
        self.reasons.remove(role);
        column
    }

    fn keep(&mut self, kept: &[&str]) {
        for role in Roles::NAMES {
            if !kept.contains(&role) {
                self.take(role);
            }
        }
    }

    /// A user's column beside those of the items, where no name gives one.
    fn first_outside(&mut self, items: &[usize], width: usize) {
        let outside = (0..width).find(|&column| !items.contains(&column) && !self.roles.has(column));
        if let (None, Some(column)) = (self.roles.user, outside) {
            self.give("user", column, "by-content-place");
        }
    }

    fn by_name(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let keys: Vec<String> = columns.iter().map(|name| key(name)).collect();
        for (role, names) in NAMES {
            // The dictionary's order is the order of preference: "customerid" before "accountid".
            let exact = names.iter().find_map(|name| keys.iter().position(|key| key == name));
            if let Some(column) = exact.filter(|&column| !self.roles.has(column)) {
                self.give(role, column, "by-name");
            }
        }
        for (column, name) in columns.iter().enumerate() {
            match by_words(name) {
                Some(role) if self.roles.get(role).is_none() && !self.roles.has(column) => {
                    self.give(role, column, "by-name");
                }
                _ => {}
            }
        }
        if self.roles.split.is_some_and(|column| !all(rows, column, |cell| Part::parse(cell).is_some())) {
            self.take("split");
        }
        for (role, most) in [("event", MOST_KINDS), ("segment", 60)] {
            if self.roles.get(role).is_some_and(|column| ColumnProfile::at(rows, column).kinds > most) {
                self.take(role);
            }
        }
        // An amount in words is none, and a time without a digit is something else.
        let Roles { value, time, .. } = self.roles;
        if value.is_some_and(|column| ColumnProfile::at(rows, column).is_never_numeric()) {
            self.take("value");
        }
        if time.is_some_and(|column| all(rows, column, |cell| !cell.bytes().any(|byte| byte.is_ascii_digit()))) {
            self.take("time");
        }
        // A product's name beside a user is as good as its id, and two flags do not make the file wide.
        if self.roles.item.is_none() && self.roles.user.is_some() {
            self.name_as_item();
        }
    }

    fn name_as_item(&mut self) {
        if let Some(name) = self.take("name") {
            self.give("item", name, "by-name");
        }
    }

    fn as_wide(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let items = item_columns(&self.roles, rows, columns.len());
        let typed = self.roles.value.is_some() || self.roles.event.is_some();
        let headless = columns.iter().enumerate().all(|(column, name)| *name == format!("#{}", column + 1));
        let binary = items.iter().all(|&column| !ColumnProfile::at(rows, column).has_others_than_binary());
        // Numbers alone are users, items and ratings in a file without a header that has few columns.
        let enough = if binary { items.len() >= 2 && !typed } else { !typed && (!headless || items.len() >= 6) };
        if self.roles.item.is_some() || !enough || items.len() < 2 {
            return false;
        }
        self.keep(&["user", "segment"]);
        self.shape = TableLayout::Wide;
        self.first_outside(&items, columns.len());
        true
    }

    fn as_list(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let vector = (0..columns.len()).find(|&column| all(rows, column, |cell| Listing::of(cell).is_some()));
        let whose = self.roles.user.or(self.roles.order);
        let named = self.roles.item.or(self.roles.name);
        // A list among other text is one only where nothing else is said to be the item.
        let free = || {
            (0..columns.len())
                .filter(|&column| !self.roles.has(column) && named.is_none() && columns.len() <= 6)
                .filter(|&column| is_mostly_filled(rows, column) && !is_decimal_column(rows, column))
                .find(|&column| listed(rows, column, whose).is_some())
        };
        let list = vector.or(named.filter(|&column| listed(rows, column, whose).is_some())).or_else(free);
        let Some(list) = list else { return false };
        let order = self.roles.order;
        self.keep(&["user", "segment", "time", "order"]);
        if self.roles.has(list) {
            for role in Roles::NAMES {
                if self.roles.get(role) == Some(list) {
                    self.take(role);
                }
            }
        }
        self.give("item", list, "by-content-list");
        self.shape = if order.is_some() && vector.is_none() { TableLayout::Basket } else { TableLayout::List };
        if self.shape == TableLayout::List {
            self.first_outside(&[list], columns.len());
        }
        true
    }

    fn as_basket(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
        let headless = columns.first().is_none_or(|name| name == "#1");
        if self.roles.item.is_some() || self.roles.value.is_some() {
            return false;
        }
        let items = basket_columns(columns, !headless, rows, &self.roles);
        if items.len() < 2 {
            return false;
        }
        self.keep(&["user", "segment", "time", "order"]);
        self.shape = TableLayout::Basket;
        // What stands in front of the items says whose they are.
        let before =
            (0..items[0]).find(|&column| !self.roles.has(column) && !ColumnProfile::at(rows, column).is_time());
        if let (None, None, Some(column)) = (self.roles.user, self.roles.order, before) {
            let repeats = ColumnProfile::at(rows, column).repeats();
            self.give(if repeats { "user" } else { "order" }, column, "by-content-place");
        }
        true
    }

    fn as_long(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let looks: Vec<ColumnProfile> = (0..columns.len()).map(|column| ColumnProfile::at(rows, column)).collect();
        let headless = columns.iter().enumerate().all(|(column, name)| *name == format!("#{}", column + 1));
        let first = |guess: &Inference, test: &dyn Fn(&ColumnProfile) -> bool| {
            (0..columns.len()).find(|&column| !guess.roles.has(column) && test(&looks[column]))
        };
        if self.roles.item.is_none() {
            self.name_as_item();
        }
        if self.roles.time.is_none()
            && let Some(column) = first(self, &|look| look.is_time())
        {
            self.give("time", column, "by-content-dates");
        }
        if self.roles.event.is_none()
            && let Some(column) = first(self, &|look| look.is_event())
        {
            self.give("event", column, "by-content-events");
        }
        // An order stands for its buyer where nobody else does.
        if let (None, Some(order), Some(_)) = (self.roles.user, self.roles.order, self.roles.item) {
            self.take("order");
            self.give("user", order, "by-content-order");
        }
        let is_id = |look: &ColumnProfile| look.can_be_id();
        if self.roles.user.is_none() && self.roles.item.is_none() {
            // Files of Amazon's reviews have the item first or second, and its codes are like no others.
            let one = first(self, &is_id).filter(|&column| looks[column].is_asin());
            let other = first(self, &|look| look.can_be_id() && !look.is_asin());
            if let (Some(one), Some(_)) = (one, other) {
                self.give("item", one, "by-content-codes");
            }
        }
        if self.roles.user.is_none() {
            let column = first(self, &is_id).or_else(|| first(self, &|look| look.is_textual()));
            if let Some(column) = column.or_else(|| first(self, &|_| true)) {
                self.give("user", column, "by-content-ids");
            }
        }
        if self.roles.item.is_none() {
            let column = first(self, &is_id).or_else(|| first(self, &|look| look.is_textual()));
            if let Some(column) = column.or_else(|| first(self, &|_| true)) {
                self.give("item", column, "by-content-ids");
            }
        }
        if headless {
            self.rest_by_content(columns, rows, &looks);
        }
    }

    /// A rating, a name and a category of a file without a header.
    fn rest_by_content(&mut self, columns: &[String], rows: &[Vec<String>], looks: &[ColumnProfile]) {
        let Some(item) = self.roles.item else { return };
        let free = |guess: &Inference| -> Vec<usize> { (0..columns.len()).filter(|&c| !guess.roles.has(c)).collect() };
        if let Some(&column) = free(self).iter().find(|&&column| looks[column].is_rating()) {
            self.give("value", column, "by-content-rating");
        }
        let of_item: Vec<usize> = free(self).into_iter().filter(|&column| depends(rows, item, column)).collect();
        let coarser = |&&column: &&usize| looks[column].kinds * 3 <= looks[item].kinds * 2;
        if let Some(&column) = of_item.iter().find(|&&column| looks[column].is_words() && !coarser(&&column)) {
            self.give("name", column, "by-content-text");
        }
        if let Some(&column) = of_item.iter().filter(coarser).find(|&&column| !self.roles.has(column)) {
            self.give("category", column, "by-content-groups");
        }
    }
}

impl Listing {
    /// Whether a cell is a vector of zeros and ones.
    fn of(cell: &str) -> Option<Listing> {
        crate::ingest::values::cell::is_list(cell).then_some(Listing::Vector)
    }
}

/// Whether hardly any row leaves a column blank: nobody stands in a file for a list of nothing, but remarks are rare.
fn is_mostly_filled(rows: &[Vec<String>], column: usize) -> bool {
    filled(rows, column).count() * 5 >= rows.len() * 4
}

impl Roles {
    /// Guesses the roles from the columns' names and the first rows.
    pub fn guess(columns: &[String], rows: &[Vec<String>]) -> (Roles, TableLayout) {
        let guess = Inference::of(columns, rows);
        (guess.roles, guess.shape)
    }
}
