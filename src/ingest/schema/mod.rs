//! What a table means: the roles of its columns, what a row stands for, and what its cells say.

pub mod cell_rules;
pub(crate) mod column_profile;
pub mod events;
pub mod inference;
pub(crate) mod layout;
pub mod preview;
pub mod roles;
