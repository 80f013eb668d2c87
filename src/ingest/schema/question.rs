//! Questions that a file leaves open, which the page asks before it reads on; and why a table is refused.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Param;
use crate::ingest::schema::cell_rules::CellRules;
use crate::ingest::schema::roles::Roles;

/// A question about a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// `roles`: which columns are the user and the item. `purchase`: which type of event is a purchase. `cut`: whether
    /// ids that a spreadsheet has cut are read all the same.
    pub code: &'static str,
    /// Answers, the likeliest first.
    pub answers: Vec<Answer>,
}

/// An answer to a [`Question`]: what is read if it is given. `None` keeps the guess.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    pub roles: Option<Roles>,
    #[serde(rename = "meaning")]
    pub cell_rules: Option<CellRules>,
    /// Figures for its words.
    pub params: BTreeMap<&'static str, Param>,
}

/// What a table without users or without items is taken for, and which role is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// `products` or `customers`.
    pub taken: &'static str,
    pub missing: &'static str,
}
