//! What a user would be shown, and why.

pub mod best_items;
pub mod explain;
pub mod explained_list;
pub mod recommendations;
pub mod user_search;
