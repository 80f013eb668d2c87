//! The users by whom a training is steered, and the one to whom its lists are shown.

use crate::linalg::csr::CsrMatrix;
use crate::rng::{shuffle, stream};
use crate::split::Split;
use crate::training::{Recipe, Settings};

/// Users that are scored for validation after each epoch, at most; drawn by the seed. A pair network runs once per
/// user and item, at some hundred times the work.
const VALIDATION_USERS: usize = 5_000;
const VALIDATION_USERS_PAIR: usize = 300;

/// The user with the median number of items, of those who have any; the first of equals, so that it is always the same.
pub(super) fn middling_user(known: &CsrMatrix) -> Option<u32> {
    let count = |&user: &u32| known.row(user as usize).len();
    let mut users: Vec<u32> = (0..known.rows() as u32).filter(|user| count(user) > 0).collect();
    let middle = users.len() / 2;
    (!users.is_empty()).then(|| *users.select_nth_unstable_by_key(middle, |user| (count(user), *user)).1)
}

/// Users with something held out for validation, at most as many as are affordable after every epoch.
pub(super) fn validation_users(settings: &Settings, split: &Split) -> Vec<u32> {
    let validation = &split.validation;
    let mut users: Vec<u32> =
        (0..validation.rows() as u32).filter(|&user| !validation.row(user as usize).is_empty()).collect();
    let limit = if settings.recipe == Recipe::Pair { VALIDATION_USERS_PAIR } else { VALIDATION_USERS };
    if users.len() > limit {
        shuffle(&mut stream(settings.seed, "validation users"), &mut users);
        users.truncate(limit);
        users.sort_unstable();
    }
    users
}
