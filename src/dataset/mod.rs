//! The data set: which user has which item, each pair once, and how good the data are.
//!
//! `vocabulary` numbers ids in the order of their appearance, by the keys of `key` and the hashes of `hash`. `labels`
//! gives users their segments and items their categories. `interactions` is the sparse matrix of users × items with
//! all of these beside it, `users_by_item` its transpose, and `quality` describes it to a person. `part` and
//! `calendar` are shared by the rooms that build and split it.

mod calendar;
mod hash;
mod interactions;
mod key;
mod labels;
mod part;
pub mod quality;
mod trim;
mod users_by_item;
mod vocabulary;

pub use calendar::{SECONDS_PER_DAY, date_from_days, days_from_date};
pub(crate) use hash::{bytes_equal, hash, short_word};
pub use interactions::{Interactions, NO_TIME};
pub(crate) use key::Key;
pub(crate) use labels::LabelCounts;
pub use labels::{Labels, Segments};
pub use part::Part;
pub(crate) use part::parts_of;
pub(crate) use trim::trimmed;
pub use users_by_item::UsersByItem;
pub use vocabulary::Vocabulary;
