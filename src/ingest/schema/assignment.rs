//! Joint assignment of a table of events: every choice of the columns for the user, the item and the order gets a score
//! from their names, their contents and what depends on what, and the best one wins as a whole.
//!
//! The score is a sum of evidence in the unit of a name: a name of the dictionary is worth 3, and what contradicts a
//! role as much or more. The weights were set on one half of the cases in tests/cases and checked on the other half and
//! on the generated files of tests/ingest/matrix.rs.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::ingest::lexicon::{is_kind_name, is_never_user, name_prior};
use crate::ingest::schema::column_profile::ColumnProfile;
use crate::ingest::schema::dependency::{dependency, is_carried};
use crate::ingest::schema::roles::Roles;
use crate::order::sort_few;

/// Candidates of each role that are combined.
const CANDIDATES: usize = 7;
/// Columns that are profiled at all; a table of events has fewer.
pub(crate) const MAX_COLUMNS: usize = 400;
/// Rows of a head from which on more rows may follow.
const FULL_HEAD: usize = 300;
/// Score that excludes a column from a role.
const NEVER: f64 = -100.0;
/// Repeated cells from which on a dependency says something.
const MIN_REPEATED: usize = 3;
/// Share of equal cells from which on a column depends on another.
const DEPENDS: f64 = 0.96;
/// Cells from which on few different ones are no customers.
const MIN_COARSE: usize = 40;
/// Score of an order that stands for its buyer, in place of a user.
const ORDER_AS_USER: f64 = 0.6;
/// Score of a role's column below which it is not believable.
pub(crate) const BELIEVABLE: f64 = 0.2;

/// Columns of a table with their profiles.
pub(crate) struct Table<'a> {
    pub columns: &'a [String],
    pub rows: &'a [Vec<String>],
    pub profiles: Vec<ColumnProfile>,
    /// Prior of each column's name for each of [`Roles::NAMES`].
    priors: Vec<[f64; 11]>,
    dependencies: RefCell<HashMap<(usize, usize), Option<f64>>>,
}

/// Columns of the user, the item and the order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Assignment {
    pub user: usize,
    pub item: usize,
    pub order: Option<usize>,
    pub user_score: f64,
    pub item_score: f64,
    pub score: f64,
}

impl<'a> Table<'a> {
    pub fn of(columns: &'a [String], rows: &'a [Vec<String>]) -> Table<'a> {
        let profiled = columns.len().min(MAX_COLUMNS);
        let profiles = (0..profiled).map(|column| ColumnProfile::of_column(rows, column)).collect();
        let prior = |name: &String| Roles::NAMES.map(|role| name_prior(role, name));
        let priors = columns.iter().take(profiled).map(prior).collect();
        Table { columns, rows, profiles, priors, dependencies: RefCell::default() }
    }

    /// Prior of a column's name for a role.
    pub fn prior(&self, role: &str, column: usize) -> f64 {
        let place = Roles::NAMES.iter().position(|&other| other == role);
        self.priors.get(column).zip(place).map_or(0.0, |(priors, place)| priors[place])
    }

    /// Whether a column has a name of its own.
    pub fn is_named(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|name| *name != format!("#{}", column + 1))
    }

    /// Whether any column has a name of its own.
    pub fn has_header(&self) -> bool {
        (0..self.columns.len()).any(|column| self.is_named(column))
    }

    /// Share of the repeated cells of `key` that have the same cell in `column`; `None` where too few repeat.
    pub fn dependency(&self, key: usize, column: usize) -> Option<f64> {
        let mut known = self.dependencies.borrow_mut();
        *known.entry((key, column)).or_insert_with(|| dependency(self.rows, key, column, MIN_REPEATED))
    }

    /// Whether the cells of `column` follow from those of `key`, as far as any repeat.
    pub fn depends(&self, key: usize, column: usize) -> bool {
        self.dependency(key, column).is_some_and(|share| share >= DEPENDS)
    }

    /// Whether a column of ids has the same cell in all rows; the head of a long file may hold one customer alone, and
    /// what a spreadsheet has cut may have become one.
    pub fn is_constant(&self, column: usize) -> bool {
        let is_whole = self.rows.len() < FULL_HEAD;
        self.profiles.get(column).is_some_and(|profile| profile.is_constant() && !profile.is_cut() && is_whole)
    }

    /// Evidence that no column of ids has: a number, a date, a flag.
    fn id_score(&self, column: usize) -> f64 {
        let Some(profile) = self.profiles.get(column) else { return NEVER };
        if profile.filled == 0 || self.is_constant(column) || profile.is_running() || profile.is_line_number() {
            return NEVER;
        }
        let mut score = 0.3 * f64::from(u8::from(profile.repeats()));
        score -= 0.004 * column as f64;
        score -= 1.5 * f64::from(u8::from(profile.is_constant() && !profile.is_cut()));
        if profile.is_date() || profile.is_clock() {
            score -= 4.0;
        } else if profile.is_time() {
            score -= 1.5;
        }
        if profile.is_event() || profile.is_rating_in_signs() {
            score -= 2.5;
        }
        if !profile.is_textual() || profile.is_money() && !profile.is_email() {
            score -= 3.0;
        }
        if profile.is_flags() {
            score -= 2.5;
        } else if profile.is_rating() && profile.filled > 20 {
            score -= 1.0;
        }
        // A few remarks are no ids.
        score - 2.5 * (0.25 - profile.fill()).max(0.0)
    }

    /// Score of a column as that of the users.
    pub fn user_score(&self, column: usize) -> f64 {
        let Some(profile) = self.profiles.get(column) else { return NEVER };
        let mut score = self.id_score(column);
        let prior = self.prior("user", column);
        if profile.is_email() && prior < 1.0 {
            score += 1.5;
        } else if profile.is_phone() && prior < 1.0 {
            score += 0.6;
        } else if profile.is_words() && profile.mean_length() > 30.0 {
            score -= 1.0;
        }
        if prior < 1.0 {
            // Few different values are places, kinds or tills, and no customers.
            let is_coarse = profile.filled >= MIN_COARSE && profile.distinct * 12 < profile.filled && profile.distinct < 12
                // A file in the order of its customers begins with a few of them.
                && profile.runs > 2 * profile.distinct;
            let is_never = self.columns.get(column).is_some_and(|name| is_never_user(name));
            score -= 2.5 * f64::from(u8::from(is_coarse || is_never));
        }
        // Three cashiers are no customers, even under the name of users.
        let has_few = profile.filled >= MIN_COARSE
            && profile.distinct * 20 < profile.filled
            && profile.distinct < 8
            && profile.runs > 2 * profile.distinct;
        score -= 3.0 * f64::from(u8::from(prior >= 1.0 && has_few));
        let is_number = profile.largest() <= 12.0
            && profile.is_numeric_code()
            && profile.distinct <= 12
            && profile.runs > 2 * profile.distinct;
        score -= if is_number && profile.filled > 20 { 1.0 } else { 0.0 };
        score - 0.8 * f64::from(u8::from(profile.is_cut())) + prior
    }

    /// Score of a column as that of the items.
    pub fn item_score(&self, column: usize) -> f64 {
        let Some(profile) = self.profiles.get(column) else { return NEVER };
        let mut score = self.id_score(column);
        if profile.is_email() || profile.is_phone() {
            score -= 2.0;
        }
        if profile.is_asin() {
            score += 1.0;
        }
        // What a spreadsheet has cut names several items at once.
        score -= 2.6 * f64::from(u8::from(profile.is_cut()));
        // Codes with gaps lose rows that the names would keep.
        score -= 1.5 * (0.9 - profile.fill()).max(0.0);
        // Kinds of items stand beside the items.
        let is_kind = self.columns.get(column).is_some_and(|name| is_kind_name(name));
        score -= 1.2 * f64::from(u8::from(is_kind));
        score + self.prior("item", column).max(0.7 * self.prior("name", column))
    }

    /// Score of a column as that of the orders.
    fn order_score(&self, column: usize) -> f64 {
        let Some(profile) = self.profiles.get(column) else { return NEVER };
        if profile.filled == 0 || profile.is_constant() || profile.is_date() || profile.is_flags() {
            return NEVER;
        }
        // The lines of an order stand one below the other.
        let is_in_runs = profile.runs == profile.distinct && profile.repeats();
        self.prior("order", column) + 0.8 * f64::from(u8::from(is_in_runs))
            - 1.0 * (0.8 - profile.fill()).max(0.0)
            - 0.004 * column as f64
    }

    /// Best columns by their own scores.
    fn candidates(&self, score: impl Fn(usize) -> f64) -> Vec<(usize, f64)> {
        let mut found: Vec<(usize, f64)> = (0..self.profiles.len())
            .map(|column| (column, score(column)))
            .filter(|&(_, score)| score > NEVER / 2.0)
            .collect();
        sort_few(&mut found, |one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found.truncate(CANDIDATES);
        found
    }

    /// Whether another column names the items in more detail, and each of its cells stands for one kind in `column`.
    fn is_kind_of(&self, column: usize) -> bool {
        let Some(kind) = self.profiles.get(column) else { return false };
        (0..self.profiles.len()).filter(|&other| other != column).any(|other| {
            let profile = &self.profiles[other];
            let is_named = self.prior("item", other).max(self.prior("name", other)) >= 1.0;
            is_named
                && profile.fill() > 0.9
                && profile.distinct >= 2 * kind.distinct
                && self.depends(other, column)
                && !self.depends(column, other)
        })
    }

    /// All assignments of different columns that are not `taken`, the best first; `time` is the column of times.
    pub fn assignments(&self, taken: impl Fn(usize) -> bool, time: Option<usize>) -> Vec<Assignment> {
        let free = |found: Vec<(usize, f64)>| -> Vec<(usize, f64)> {
            found.into_iter().filter(|&(column, _)| !taken(column)).collect()
        };
        let users = free(self.candidates(|column| {
            let order = self.prior("order", column);
            let as_user = if order >= 1.0 { self.id_score(column) + ORDER_AS_USER * order } else { NEVER };
            self.user_score(column).max(as_user)
        }));
        let mut items = free(self.candidates(|column| self.item_score(column)));
        for (column, score) in &mut items {
            *score -= 1.5 * f64::from(u8::from(self.is_kind_of(*column)));
        }
        let orders = free(self.candidates(|column| self.order_score(column)));
        let mut found = Vec::new();
        for &(user, user_score) in &users {
            for &(item, item_score) in items.iter().filter(|&&(item, _)| item != user) {
                // What is bought at one time is bought by one customer.
                let is_at_once = time.is_some_and(|time| self.depends(time, user) && !self.depends(time, item));
                let at_once = 0.2 * f64::from(u8::from(is_at_once));
                let pair = user_score + item_score + self.pair_score(user, item) + at_once;
                let mut best = Assignment { user, item, order: None, user_score, item_score, score: pair };
                for &(order, order_score) in orders.iter().filter(|&&(order, _)| order != user && order != item) {
                    let score = pair + self.order_of(order, order_score, user, item);
                    if score > best.score {
                        best = Assignment { order: Some(order), score, ..best };
                    }
                }
                found.push(best);
            }
        }
        sort_few(&mut found, |one, other| other.score.total_cmp(&one.score));
        found
    }

    /// A customer buys several things, and a thing is bought by several customers: neither follows from the other.
    fn pair_score(&self, user: usize, item: usize) -> f64 {
        // Where nothing else tells them apart, the user comes first.
        let mut score = if user > item { -0.05 } else { 0.0 };
        if self.depends(user, item) {
            score -= 3.0;
        }
        if self.depends(item, user) {
            score -= 4.0;
        }
        score
    }

    /// An order has one customer and several items.
    fn order_of(&self, order: usize, order_score: f64, user: usize, item: usize) -> f64 {
        let mut score = 0.25 * order_score;
        match self.dependency(order, user) {
            Some(share) if share < DEPENDS => return -1.0,
            // A value with several orders is a customer, and no other name of the order.
            Some(_) if self.prior("order", order) >= 1.0 && !self.depends(user, order) => score += 1.1,
            Some(_) => score += 0.5,
            None if is_carried(self.rows, order, user) => score += 0.8,
            None if self.prior("order", order) < 1.0 => return -1.0,
            None => {}
        }
        // What each customer has only once is another name of theirs.
        if self.depends(order, item) || (self.prior("order", order) < 1.0 && self.depends(user, order)) {
            return -1.0;
        }
        // Without a name for it, whatever has one customer may be one of their attributes.
        if self.prior("order", order) < 1.0 && order_score < 0.7 { -1.0 } else { score }
    }
}
