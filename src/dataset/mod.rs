//! The data set: who has what, once each, and how good it is.

pub mod calendar;
pub(crate) mod hash;
pub mod interactions;
pub(crate) mod key;
pub mod labels;
pub mod part;
pub mod quality;
pub(crate) mod trim;
pub mod users_by_item;
pub mod vocabulary;
