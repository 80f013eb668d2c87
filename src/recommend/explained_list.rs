//! A user's list with what they have already, and why each item stands where it does.

use serde::Serialize;

use crate::dataset::{Interactions, UsersByItem};
use crate::error::{Error, Result};
use crate::models::Model;
use crate::recommend::explain::{explain_by_co_occurrence, explain_by_leaving_out};
use crate::recommend::recommendations::recommend;

/// Items of a user's history that are shown, at most.
const SHOWN_HISTORY: usize = 200;
/// Places of a list that are explained: reasons cost a scoring of the user for each of their items.
const EXPLAINED: usize = 20;

/// An item as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedItem {
    pub id: String,
    pub name: String,
}

impl NamedItem {
    /// The item with that index.
    pub fn of(interactions: &Interactions, item: usize) -> NamedItem {
        NamedItem { id: interactions.items.id(item).to_owned(), name: interactions.name(item).to_owned() }
    }
}

/// A user's list with what they have already.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recommendations {
    pub user: String,
    pub history: Vec<NamedItem>,
    pub history_total: usize,
    pub items: Vec<RankedItem>,
}

/// A place in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RankedItem {
    pub rank: usize,
    pub id: String,
    pub name: String,
    pub score: f64,
    pub strength: f64,
    pub why: Why,
}

/// What an item's place is owed to: `because` of these, often bought `together` with these, or, `popular`,
/// nothing that can be pointed at.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    pub kind: &'static str,
    pub items: Vec<NamedItem>,
}

/// How a model's lists are explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// By what the score loses without each of the user's items.
    LeavingOut,
    /// By what is often bought together: for models that look at no items of the user.
    CoOccurrence,
}

/// The first `k` items of the user with the id `user`, by all that is known of them, with reasons.
///
/// # Errors
/// [`Error::UnknownUser`], [`Error::OutOfMemory`].
pub fn explained_list(
    model: &mut dyn Model,
    (interactions, users_by_item): (&Interactions, &UsersByItem),
    (user, k): (&str, usize),
    explanation: Explanation,
) -> Result<Recommendations> {
    let index = interactions.users.find(user).ok_or_else(|| Error::UnknownUser { user: user.to_owned() })?;
    let matrix = &interactions.matrix;
    let list = recommend(model, matrix, &[index as u32], k)?.pop().unwrap_or_default();
    let targets: Vec<usize> = list.iter().take(EXPLAINED).map(|item| item.item).collect();
    let (kind, reasons) = match explanation {
        Explanation::CoOccurrence => {
            ("together", explain_by_co_occurrence(matrix, users_by_item.of(matrix)?, index, &targets))
        }
        Explanation::LeavingOut => ("because", explain_by_leaving_out(model, matrix, index, &targets)?),
    };
    let named = |item: usize| NamedItem::of(interactions, item);
    let reasons = reasons.into_iter().chain(std::iter::repeat(Vec::new()));
    let items = list.iter().zip(reasons).enumerate().map(|(place, (item, reasons))| {
        let NamedItem { id, name } = named(item.item);
        let kind = if reasons.is_empty() { "popular" } else { kind };
        let why = Why { kind, items: reasons.into_iter().map(named).collect() };
        RankedItem { rank: place + 1, id, name, score: item.score, strength: item.strength, why }
    });
    let had = matrix.row(index);
    Ok(Recommendations {
        user: user.to_owned(),
        history: had.iter().take(SHOWN_HISTORY).map(|&item| named(item as usize)).collect(),
        history_total: had.len(),
        items: items.collect(),
    })
}
