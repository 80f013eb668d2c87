//! What a user would be shown, and why.
//!
//! - `recommendations`: the top K of a model, as it is shown; `best_items` is the same as bare numbers.
//! - `explain`, `explained_list`: reasons for an item; a user's list with them.
//! - `user_search`: users by a part of their id.

mod best_items;
mod explain;
mod explained_list;
mod recommendations;
mod user_search;

pub use best_items::{BestItems, NO_ITEM, best_items};
pub use explain::{explain_by_co_occurrence, explain_by_leaving_out};
pub use explained_list::{Explanation, NamedItem, RankedItem, Recommendations, Why, explained_list};
pub(crate) use recommendations::{ListBuffer, check_list_length, to_recommendations};
pub use recommendations::{MAX_LIST_LENGTH, Recommendation, recommend};
pub use user_search::{UserFound, UsersFound, find_users};
