//! Judgement of an inference: where it cannot be believed, the page asks, or says what the table is taken for.

use std::collections::BTreeMap;

use crate::error::Param;
use crate::ingest::lexicon::is_price_name;
use crate::ingest::schema::assignment::{Assignment, BELIEVABLE, Table};
use crate::ingest::schema::cell_rules::CellRules;
use crate::ingest::schema::column_profile::ColumnProfile;
use crate::ingest::schema::inference::Inference;
use crate::ingest::schema::question::{Answer, Question, Refusal};
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::ingest::values::filled_cells;
use crate::order::sort_few;

/// Score of a role's column that contradicts it.
const HOPELESS: f64 = -1.0;
/// Distance of the second best assignment within which the best one is not certain.
const CLOSE: f64 = 0.12;
/// Cells from which on a column of products in which none occurs twice is a list of them, and one of customers: in a
/// table of a few purchases each may be of another customer.
const MIN_PRODUCTS: usize = 3;
const MIN_CUSTOMERS: usize = 5;
/// Rows from which on two columns in which no cell occurs twice are a list, whatever the second one is named.
const MIN_LIST_ROWS: usize = 8;
/// Rows below which columns without known names are taken as they stand.
const MIN_DOUBTED_ROWS: usize = 12;
/// Rows below which contents say too little to ask about.
const MIN_ASKED_ROWS: usize = 20;

/// Whether another assignment is nearly as believable, and means something else: other customers or other products, not
/// another name of the same ones.
fn is_rival(table: &Table, best: &Assignment, other: &Assignment) -> bool {
    let differs =
        |one: usize, another: usize| one != another && !table.depends(one, another) && !table.depends(another, one);
    let is_other = differs(best.user, other.user) || differs(best.item, other.item);
    // Exchanged roles are told apart by their names.
    let is_swapped = best.user == other.item || best.item == other.user;
    is_other && !is_swapped && best.score - other.score < CLOSE
}

impl Inference {
    /// Asks, or refuses, where the best assignment cannot be believed.
    pub(super) fn judge(&mut self, table: &Table, assignments: &[Assignment]) {
        let Some(best) = assignments.first() else { return };
        if !table.has_header() {
            // Levels of a log, or flags, are no customers.
            let is_hopeless = best.user_score.min(best.item_score) < HOPELESS;
            if table.rows.len() >= MIN_ASKED_ROWS && is_hopeless {
                self.ask_roles(table, assignments);
            }
            return;
        }
        let by_name = |role: &str| self.reasons.get(role) == Some(&"by-name");
        let has_item = by_name("item");
        let has_user = by_name("user") || self.reasons.get("user") == Some(&"by-content-order");
        // A column of names is about the products, not about persons, if codes stand beside it, or if no name occurs twice.
        let is_code = |cell: &String| cell.bytes().any(|byte| byte.is_ascii_digit()) && !cell.trim().contains(' ');
        let is_of_items = table.prior("name", best.user) > table.prior("user", best.user)
            && best.order.is_none()
            && (!table.profiles[best.user].repeats() || filled_cells(table.rows, best.item).all(is_code));
        let is_address = |column: usize| {
            let profile = &table.profiles[column];
            profile.is_email() || profile.is_phone()
        };
        // A column with several orders per value that is no place or kind is that of customers under any name.
        let is_of_orders = best.order.is_some() && best.user_score > BELIEVABLE;
        let is_list = |column: usize, min_cells: usize| {
            let profile = &table.profiles[column];
            profile.filled >= min_cells && !profile.repeats() && profile.fill() > 0.9
        };
        let min_cells = if is_of_items { MIN_PRODUCTS } else { MIN_CUSTOMERS };
        let (rows, user_is_unique) = (table.rows.len(), is_list(best.user, min_cells));
        if has_item && (!has_user || is_of_items) && !is_address(best.user) && is_list(best.item, min_cells) {
            self.refuse("products", "user");
            return;
        }
        let is_named_item = has_item && table.prior("item", best.item) > 0.0;
        let may_list = rows >= MIN_LIST_ROWS || is_of_items || table.prior("user", best.item) > 0.0;
        let is_of_customers = !has_item && has_user || may_list && is_list(best.item, min_cells);
        if !is_named_item && user_is_unique && is_of_customers {
            // Products have prices, persons do not.
            if is_of_items
                && (table.prior("user", best.user) == 0.0 || table.columns.iter().any(|name| is_price_name(name)))
            {
                self.assign("item", best.user, "by-name");
                self.refuse("products", "user");
            } else {
                self.refuse("customers", "item");
            }
            return;
        }
        let has_no_user = !has_user && !is_address(best.user) && !is_of_orders;
        let is_judged = rows >= MIN_DOUBTED_ROWS || best.user_score.min(best.item_score) < HOPELESS;
        let is_doubtful = is_judged && (has_no_user || best.item_score < BELIEVABLE && !has_item);
        // Where every row has a customer of its own, nothing can be learnt.
        let is_single = rows >= MIN_ASKED_ROWS && !by_name("user") && user_is_unique;
        let has_rival =
            || rows >= MIN_ASKED_ROWS && assignments.iter().skip(1).any(|other| is_rival(table, best, other));
        if is_doubtful || is_single || has_rival() {
            self.ask_roles(table, assignments);
        }
    }

    /// Says what the table is taken for; the missing role has no column then.
    fn refuse(&mut self, taken: &'static str, missing: &'static str) {
        self.refusal = Some(Refusal { taken, missing });
        self.remove(missing);
    }

    /// Asks where a spreadsheet has cut the ids of the only column that can be that of the users or items.
    pub(super) fn ask_cut(&mut self, table: &Table) {
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
        let others = || assignments.iter().skip(1).filter(|other| other.user != best.user || other.item != best.item);
        let another = others().find(|other| is_rival(table, best, other)).or_else(|| others().next());
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

    /// Asks which code is the purchase, where types of events are numbers without an explanation.
    pub(super) fn ask_purchase(&mut self, table: &Table) {
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
        let key = |&(code, rows): &(&str, u64)| (is_taobao && code != "4", rows);
        sort_few(&mut codes, |one, other| key(one).cmp(&key(other)));
        let answers = codes.iter().map(|&(purchase, rows)| {
            let weights = (0..10).map(|code| (code.to_string(), 0.0)).chain([(purchase.to_owned(), 1.0)]).collect();
            let cell_rules = CellRules { event_weights: Some(weights), ..CellRules::default() };
            let params = [("name", Param::from(purchase)), ("rows", Param::Whole(rows))].into_iter().collect();
            Answer { roles: None, cell_rules: Some(cell_rules), params }
        });
        self.question = Some(Question { code: "purchase", answers: answers.collect() });
    }
}
