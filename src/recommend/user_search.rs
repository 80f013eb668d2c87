//! The search for a user by a part of their id.

use serde::Serialize;

use crate::dataset::Interactions;

/// Users that were searched for.
#[derive(Clone, Debug, Serialize)]
pub struct UsersFound {
    /// How many there are, shown or not.
    pub total: usize,
    pub users: Vec<UserFound>,
}

/// A user as a search shows them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UserFound {
    pub id: String,
    /// How many items they have.
    pub items: usize,
}

/// The first `limit` users whose id contains `query`, whatever its case: equal first, then those that begin with it.
pub fn find_users(interactions: &Interactions, query: &str, limit: usize) -> UsersFound {
    let query = query.trim().to_lowercase();
    let rank = |id: &str| -> Option<u8> {
        let id = id.to_lowercase();
        match id.find(&query) {
            Some(0) if id == query => Some(0),
            Some(0) => Some(1),
            Some(_) => Some(2),
            None => None,
        }
    };
    let users = &interactions.users;
    let mut found: Vec<(u8, usize)> =
        users.ids().enumerate().filter_map(|(user, id)| Some((rank(id)?, user))).collect();
    let total = found.len();
    found.sort_unstable();
    found.truncate(limit);
    let shown = |&(_, user): &(u8, usize)| UserFound {
        id: users.id(user).to_owned(),
        items: interactions.matrix.row(user).len(),
    };
    UsersFound { total, users: found.iter().map(shown).collect() }
}
