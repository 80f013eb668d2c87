//! Inference of the layout of a table and of the roles of its columns, by their names and contents.

use std::collections::BTreeMap;

use crate::dataset::Part;
use crate::error::Param;
use crate::ingest::schema::assignment::{Assignment, BELIEVABLE, Table};
use crate::ingest::schema::cell_rules::CellRules;
use crate::ingest::schema::column_profile::{ColumnProfile, MAX_EVENT_TYPES};
use crate::ingest::schema::dependency::determines;
use crate::ingest::schema::layout::{
    all_cells, basket_columns, counts_items, is_decimal_column, item_columns, list_format, name_separator,
};
use crate::ingest::schema::question::{Answer, Question};
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
    /// Reason why the table is none of purchases.
    pub refusal: Option<Refusal>,
}

/// What a table without users or without items is taken for, and which role is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// `products` or `customers`.
    pub taken: &'static str,
    pub missing: &'static str,
}

/// Limit of the distinct cells in a column of segments, in the first rows.
const MAX_SEGMENTS: usize = 60;
/// Prior of a name from which on it assigns a role.
const MIN_PRIOR: f64 = 1.0;

impl Table<'_> {
    /// Whether the contents of a column allow a role that its name suggests. Columns that are empty, constant or number
    /// the rows are never ids.
    fn allows(&self, role: &str, column: usize) -> bool {
        let Some(profile) = self.profiles.get(column) else { return false };
        let has = |test: &dyn Fn(&str) -> bool| all_cells(self.rows, column, test);
        if profile.filled == 0 {
            return false;
        }
        match role {
            "split" => has(&|cell| Part::parse(cell).is_some()),
            "user" | "item" => {
                let is_numbering = profile.is_running() || profile.is_line_number();
                (!profile.is_constant() || profile.is_cut()) && !is_numbering && !profile.is_date()
            }
            "order" => !profile.is_constant() && !profile.is_date(),
            // A time has a digit.
            "time" => !profile.is_clock() && !has(&|cell| !cell.bytes().any(|byte| byte.is_ascii_digit())),
            "clock" => profile.is_clock(),
            "value" => profile.is_amount() || !profile.is_never_numeric() && !profile.is_words(),
            "event" => profile.distinct <= MAX_EVENT_TYPES && !profile.is_date(),
            "segment" => profile.distinct <= MAX_SEGMENTS,
            _ => true,
        }
    }
}

impl Inference {
    fn empty(layout: TableLayout) -> Inference {
        Inference {
            roles: Roles::default(),
            layout,
            reasons: Reasons::new(),
            score: 1.0,
            question: None,
            refusal: None,
        }
    }

    /// Infers roles and layout from the names of columns and the first rows. Names such as `#3` mean that the file has
    /// no header.
    pub fn of(table: &Table) -> Inference {
        let (columns, rows) = (table.columns, table.rows);
        let mut inference = Inference::empty(TableLayout::Long);
        inference.assign_by_name(table);
        if inference.try_wide(columns, rows) || inference.try_list(columns, rows) || inference.try_basket(columns, rows)
        {
            inference.score = 0.8;
            return inference;
        }
        inference.infer_long(table);
        if inference.question.is_none() {
            inference.ask_purchase(table);
        }
        if inference.question.is_none() {
            inference.ask_cut(table);
        }
        inference
    }

    /// Infers roles for a known layout.
    pub fn with_layout(table: &Table, layout: TableLayout) -> Inference {
        let (columns, rows) = (table.columns, table.rows);
        let mut inference = Inference::empty(layout);
        inference.assign_by_name(table);
        match layout {
            TableLayout::Long => inference.infer_long(table),
            TableLayout::Wide => {
                inference.retain(&["user"]);
                let items = item_columns(&inference.roles, rows, columns.len(), columns);
                inference.assign_user_outside(&items, columns.len());
            }
            TableLayout::List | TableLayout::Basket => inference.infer_lists(columns, rows),
        }
        inference.roles.layout = Some(layout);
        // Who says what a row is has answered already.
        (inference.question, inference.refusal) = (None, None);
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
        match list.or(columns.len().checked_sub(1).filter(|&last| last > 0)) {
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

    /// Assigns roles by the names of columns, as far as their contents do not contradict.
    fn assign_by_name(&mut self, table: &Table) {
        for role in Roles::BY_NAME {
            let free = (0..table.profiles.len()).filter(|&column| !self.roles.has(column));
            let priors = free.map(|column| (column, table.prior(role, column)));
            let likely = priors.filter(|&(column, prior)| prior >= MIN_PRIOR && table.allows(role, column));
            // Of equal names the first column counts.
            if let Some((column, _)) = likely.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))) {
                self.assign(role, column, "by-name");
            }
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
        let items = item_columns(&self.roles, rows, columns.len(), columns);
        let has_values = self.roles.value.is_some() || self.roles.event.is_some();
        let is_binary = items.iter().all(|&column| !ColumnProfile::of_column(rows, column).is_not_binary());
        // A type of event makes the row an event, whatever numbers stand beside it.
        let is_event = |&column: &usize| ColumnProfile::of_column(rows, column).is_event();
        let has_events =
            !has_header(columns) && (0..columns.len().min(MAX_EVENT_COLUMNS)).any(|column| is_event(&column));
        if has_events && items.len() < 6 {
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
        self.assign_user_outside(&items, columns.len());
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
        let owners_repeat = self.roles.user.is_some_and(|user| ColumnProfile::of_column(rows, user).repeats());
        let are_baskets = (order.is_some() || owners_repeat) && vector.is_none();
        self.layout = if are_baskets { TableLayout::Basket } else { TableLayout::List };
        if self.layout == TableLayout::List {
            self.assign_user_outside(&[list], columns.len());
        }
        true
    }

    /// Whether a row is a basket with its items in columns; then its roles are assigned.
    fn try_basket(&mut self, columns: &[String], rows: &[Vec<String>]) -> bool {
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
        self.retain(&["user", "segment", "time", "order"]);
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

    /// Assigns the roles of a table of events: user, item and order jointly, the others around them.
    fn infer_long(&mut self, table: &Table) {
        for role in ["user", "item", "order", "name"] {
            self.remove(role);
        }
        let profiles = &table.profiles;
        let first = |inference: &Inference, test: &dyn Fn(&ColumnProfile) -> bool| {
            (0..profiles.len()).find(|&column| !inference.roles.has(column) && test(&profiles[column]))
        };
        if self.roles.time.is_none()
            && let Some(column) =
                first(self, &|profile| profile.is_date()).or(first(self, &|profile| profile.is_time()))
        {
            self.assign("time", column, "by-content-dates");
        }
        if self.roles.event.is_none()
            && let Some(column) = first(self, &|profile| profile.is_event())
        {
            self.assign("event", column, "by-content-events");
        }
        let assignments = table.assignments(|column| self.roles.has(column));
        let Some(best) = assignments.first().copied() else {
            self.assign_any(table);
            return;
        };
        self.assign_pair(table, &best);
        self.assign_labels(table);
        if !table.has_header() {
            self.assign_rest_by_content(table.columns, table.rows, profiles);
        }
        self.score = ((best.user_score + best.item_score) / 5.0).clamp(0.05, 1.0);
        self.judge(table, &assignments);
    }

    fn assign_pair(&mut self, table: &Table, best: &Assignment) {
        let by_order = table.prior("order", best.user) > table.prior("user", best.user);
        let reason =
            |role: &str, column: usize| if table.prior(role, column) > 0.0 { "by-name" } else { "by-content-ids" };
        self.assign("user", best.user, if by_order { "by-content-order" } else { reason("user", best.user) });
        let is_code = table.prior("item", best.item) == 0.0 && table.profiles[best.item].is_asin();
        let named = reason("item", best.item) == "by-name" || table.prior("name", best.item) > 0.0;
        let by = if is_code {
            "by-content-codes"
        } else if named {
            "by-name"
        } else {
            "by-content-ids"
        };
        self.assign("item", best.item, by);
        if let Some(order) = best.order {
            let by = if table.prior("order", order) > 0.0 { "by-name" } else { "by-content-order" };
            self.assign("order", order, by);
        }
    }

    /// Assigns any two columns where none can be believed.
    fn assign_any(&mut self, table: &Table) {
        self.score = 0.0;
        for role in ["user", "item"] {
            if let Some(column) = (0..table.columns.len()).find(|&column| !self.roles.has(column)) {
                self.assign(role, column, "by-content-ids");
            }
        }
    }

    /// Assigns the items' names, and takes back kinds of users and items that do not follow from these.
    fn assign_labels(&mut self, table: &Table) {
        let Roles { user: Some(user), item: Some(item), .. } = self.roles else { return };
        let free = (0..table.profiles.len()).filter(|&column| !self.roles.has(column));
        let named = free
            .map(|column| (column, table.prior("name", column)))
            .filter(|&(column, prior)| prior >= MIN_PRIOR && table.profiles[column].filled > 0)
            // A file may spell one product in several ways.
            .filter(|&(column, _)| table.dependency(item, column).is_none_or(|share| share >= 0.6));
        if let Some((column, _)) = named.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))) {
            self.assign("name", column, "by-name");
        }
        for (role, key) in [("category", item), ("segment", user)] {
            let contradicts = |column| table.dependency(key, column).is_some_and(|share| share < 0.5);
            if self.roles.get(role).is_some_and(contradicts) {
                self.remove(role);
            }
        }
    }

    /// Asks, or refuses, where the best assignment cannot be believed.
    fn judge(&mut self, table: &Table, assignments: &[Assignment]) {
        let Some(best) = assignments.first() else { return };
        if !table.has_header() {
            return;
        }
        let by_name = |role: &str| self.reasons.get(role) == Some(&"by-name");
        let (has_user, has_item) =
            (by_name("user") || self.reasons.get("user") == Some(&"by-content-order"), by_name("item"));
        let is_unique = |column: usize| {
            let profile = &table.profiles[column];
            profile.filled >= 5 && !profile.repeats()
        };
        if has_item && !has_user && is_unique(best.item) {
            self.refusal = Some(Refusal { taken: "products", missing: "user" });
        } else if has_user && !has_item && is_unique(best.user) {
            self.refusal = Some(Refusal { taken: "customers", missing: "item" });
        } else if table.rows.len() >= 5
            && (best.user_score < BELIEVABLE && !has_user || best.item_score < BELIEVABLE && !has_item)
        {
            self.ask_roles(table, assignments);
        }
    }

    /// Asks where a spreadsheet has cut the ids of the only column that can be that of the users or items.
    fn ask_cut(&mut self, table: &Table) {
        let Roles { user: Some(user), item: Some(item), .. } = self.roles else { return };
        let cut =
            [user, item].into_iter().find(|&column| table.profiles.get(column).is_some_and(ColumnProfile::is_cut));
        let Some(column) = cut else { return };
        let example = filled_cells(table.rows, column).next().map_or("", |cell| cell.trim());
        let name = table.columns.get(column).map_or("", String::as_str);
        let params = [("name", Param::from(name)), ("example", Param::from(example))].into_iter().collect();
        let answer = Answer { roles: Some(self.roles), cell_rules: None, params };
        self.question = Some(Question { code: "cut", answers: vec![answer] });
    }

    fn ask_roles(&mut self, table: &Table, assignments: &[Assignment]) {
        let Some(best) = assignments.first() else { return };
        let another = assignments.iter().skip(1).find(|other| other.user != best.user || other.item != best.item);
        let mut answers = Vec::new();
        for assignment in [Some(best), another].into_iter().flatten() {
            let mut answer = self.clone();
            for role in ["user", "item", "order", "name"] {
                answer.remove(role);
            }
            answer.assign_pair(table, assignment);
            answer.assign_labels(table);
            answers.push(Answer { roles: Some(answer.roles), ..Answer::default() });
        }
        if answers.len() > 1 {
            self.question = Some(Question { code: "roles", answers });
        }
    }

    /// Asks which code is the purchase, where types of events are numbers that nobody explains.
    fn ask_purchase(&mut self, table: &Table) {
        let Some(column) = self.roles.event.filter(|_| self.layout == TableLayout::Long) else { return };
        let Some(profile) = table.profiles.get(column) else { return };
        if !profile.is_digit_code() || !(2..=8).contains(&profile.distinct) || profile.is_flags() {
            return;
        }
        let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
        for cell in filled_cells(table.rows, column) {
            *rows.entry(cell.trim()).or_default() += 1;
        }
        let mut codes: Vec<(&str, u64)> = rows.into_iter().collect();
        // Taobao's 1 to 4 are view, favourite, cart and purchase; elsewhere purchases are the rarest.
        let is_taobao = codes.iter().all(|(code, _)| ["1", "2", "3", "4"].contains(code));
        codes.sort_by_key(|&(code, rows)| (is_taobao && code != "4", rows));
        let answers = codes.iter().map(|&(purchase, rows)| {
            let weights = (0..10).map(|code| (code.to_string(), 0.0)).chain([(purchase.to_owned(), 1.0)]).collect();
            let cell_rules = CellRules { event_weights: Some(weights), ..CellRules::default() };
            let params = [("name", Param::from(purchase)), ("rows", Param::Whole(rows))].into_iter().collect();
            Answer { roles: None, cell_rules: Some(cell_rules), params }
        });
        self.question = Some(Question { code: "purchase", answers: answers.collect() });
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

/// Columns that are searched for types of events.
const MAX_EVENT_COLUMNS: usize = 20;

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
        let inference = Inference::of(&Table::of(columns, rows));
        (inference.roles, inference.layout)
    }
}
