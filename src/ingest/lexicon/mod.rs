//! Lexicon: the names that columns have in exports of shops, and the roles that they suggest.

mod column_type;
mod dictionary;
mod header;

pub(crate) use dictionary::{NAMES_BY_ROLE, is_rating_name, name_key, role_by_words};
pub(crate) use header::{has_header, is_name, is_numbered, numbers_columns, unique_names};
