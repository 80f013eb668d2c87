//! Inference of the layout of a table and of the roles of its columns, by their names and contents.

use crate::dataset::Part;
use crate::ingest::schema::assignment::{Assignment, Table};
use crate::ingest::schema::column_profile::{ColumnProfile, MAX_EVENT_TYPES};
use crate::ingest::schema::dependency::determines;
use crate::ingest::schema::layout::{all_cells, item_columns};
use crate::ingest::schema::question::{Question, Refusal};
use crate::ingest::schema::roles::{Reasons, Roles, TableLayout};

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

/// Limit of the distinct cells in a column of segments, in the first rows.
const MAX_SEGMENTS: usize = 60;
/// Rows below which any columns are taken where none can be believed.
const FEW_ROWS: usize = 8;
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
                !self.is_constant(column) && !is_numbering && !profile.is_date()
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
        if inference.try_wide(table) || inference.try_list(table) || inference.try_basket(columns, rows) {
            // Without a name for whose row it is, notes and lists of anything look the same.
            let is_named = inference.roles.user.is_some() && inference.reasons.get("user") == Some(&"by-name");
            inference.score = if is_named { 0.75 } else { 0.4 };
            inference.assign_time_by_content(table);
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
                inference.assign_user_outside(&items, table);
            }
            TableLayout::List | TableLayout::Basket => inference.infer_lists(table),
        }
        inference.roles.layout = Some(layout);
        // Who says what a row is has answered already.
        (inference.question, inference.refusal) = (None, None);
        inference
    }

    pub(super) fn assign(&mut self, role: &'static str, column: usize, reason: &'static str) {
        self.roles.set(role, Some(column));
        self.reasons.insert(role, reason);
    }

    /// Removes a role and returns its column.
    pub(super) fn remove(&mut self, role: &'static str) -> Option<usize> {
        let column = self.roles.get(role);
        self.roles.set(role, None);
        self.reasons.remove(role);
        column
    }

    /// Removes all roles but those in `kept`.
    pub(super) fn retain(&mut self, kept: &[&str]) {
        for role in Roles::NAMES {
            if !kept.contains(&role) {
                self.remove(role);
            }
        }
    }

    /// Assigns the user to the first free column that is none of the items' and may be an id, else to any, if no name has
    /// assigned it.
    pub(super) fn assign_user_outside(&mut self, items: &[usize], table: &Table) {
        // The items are in ascending order.
        let is_free = |column: &usize| items.binary_search(column).is_err() && !self.roles.has(*column);
        let may_be_id = |column: &usize| {
            let profile = table.profiles.get(*column);
            profile.is_some_and(|profile| !profile.is_time() && !profile.is_running() && profile.filled > 0)
        };
        let free = || (0..table.columns.len()).filter(is_free);
        if let (None, Some(column)) = (self.roles.user, free().find(may_be_id).or_else(|| free().next())) {
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

    /// Assigns the time to a column of dates, if no name has assigned it and what a row is has times.
    fn assign_time_by_content(&mut self, table: &Table) {
        if self.roles.time.is_some() || self.layout == TableLayout::Wide {
            return;
        }
        let dated = |&column: &usize| !self.roles.has(column) && table.profiles[column].is_date();
        if let Some(column) = (0..table.profiles.len()).find(dated) {
            self.assign("time", column, "by-content-dates");
        }
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
            && let Some(column) =
                first(self, &|profile| profile.is_event()).or_else(|| first(self, &|profile| profile.is_status()))
        {
            self.assign("event", column, "by-content-events");
        }
        let assignments = table.assignments(|column| self.roles.has(column), self.roles.time);
        let Some(best) = assignments.first().copied() else {
            self.assign_any(table);
            return;
        };
        self.assign_pair(table, &best);
        self.assign_labels(table);
        if self.roles.value.is_none()
            && let Some(column) = first(self, &|profile| profile.is_rating_in_signs())
        {
            self.assign("value", column, "by-content-rating");
        }
        if !table.has_header() {
            self.assign_rest_by_content(table.columns, table.rows, profiles);
        }
        // A table is as believable as the weaker of its two roles; a name of the dictionary is worth 3.
        self.score = (best.user_score.min(best.item_score) / 3.0).clamp(0.02, 1.0);
        self.judge(table, &assignments);
    }

    pub(super) fn assign_pair(&mut self, table: &Table, best: &Assignment) {
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

    /// Assigns what can be believed where no two columns can be; in a table of few rows, or without names, any two.
    fn assign_any(&mut self, table: &Table) {
        self.score = 0.0;
        let best = |inference: &Inference, score: &dyn Fn(usize) -> f64| {
            let free = (0..table.profiles.len()).filter(|&column| !inference.roles.has(column));
            let scored = free.map(|column| (column, score(column))).filter(|&(_, score)| score >= MIN_PRIOR);
            scored.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(column, _)| column)
        };
        if let Some(column) = best(self, &|column| table.user_score(column)) {
            self.assign("user", column, "by-name");
        }
        if let Some(column) = best(self, &|column| table.item_score(column)) {
            self.assign("item", column, "by-name");
        }
        // A clear name is better than nothing, even of a column that numbers the rows.
        for role in ["user", "item"] {
            let free = (0..table.profiles.len()).filter(|&column| !self.roles.has(column));
            let named = free.filter(|&column| table.prior(role, column) >= 2.0 && table.profiles[column].filled > 0);
            if let (None, Some(column)) = (
                self.roles.get(role),
                named.min_by(|&one, &other| table.prior(role, other).total_cmp(&table.prior(role, one))),
            ) {
                self.assign(role, column, "by-name");
            }
        }
        if table.rows.len() >= FEW_ROWS && table.has_header() {
            return;
        }
        for role in ["user", "item"] {
            let free = (0..table.columns.len()).find(|&column| !self.roles.has(column));
            if let (None, Some(column)) = (self.roles.get(role), free) {
                self.assign(role, column, "by-content-ids");
            }
        }
    }

    /// Assigns the items' names, and takes back kinds of users and items that do not follow from these.
    pub(super) fn assign_labels(&mut self, table: &Table) {
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

impl Roles {
    /// Roles and layout inferred from the names of columns and the first rows.
    pub fn guess(columns: &[String], rows: &[Vec<String>]) -> (Roles, TableLayout) {
        let inference = Inference::of(&Table::of(columns, rows));
        (inference.roles, inference.layout)
    }
}
