//! Lexicon: the names that columns have in exports of shops, and the roles that they suggest.

mod column_type;
mod dictionary;
mod header;
mod prior;
mod shops;
mod totals;

pub(crate) use dictionary::{is_rating_name, name_key};
pub(crate) use header::{has_header, is_name, is_numbered, numbers_columns, unique_names};
pub(crate) use prior::{is_kind_name, is_never_user, is_price_name, is_status_name, name_prior};
pub(crate) use totals::is_total;
