//! Schema: the meaning of a table. It says which column has which role, what a row is, and how cells are interpreted.
//!
//! `preview` reads the `head` of a file and holds all that is known of it. `inference` finds out what a row is (`recognition`,
//! `layout`) and assigns the `roles`: those of events jointly (`assignment`), by the names of columns, by figures of their cells
//! (`column_profile`, `cell_form`) and by what depends on what (`dependency`). `judgement` asks a `question`, or refuses,
//! where the result cannot be believed. `cell_rules` are the choices on how cells are interpreted, `events` the types of
//! events and their weights.

mod assignment;
mod cell_form;
mod cell_rules;
mod column_profile;
mod dependency;
mod events;
mod head;
mod inference;
mod judgement;
mod layout;
mod preview;
mod question;
mod recognition;
mod roles;

pub(crate) use cell_form::is_cut;
pub(crate) use cell_rules::FileEvidence;
pub use cell_rules::{CellRules, ValueKind, default_threshold};
pub(crate) use column_profile::ColumnProfile;
pub(crate) use events::are_statuses;
pub use events::{EventClass, event_weights};
pub(crate) use layout::{ListFormat, has_counts};
pub use preview::{Preview, PreviewColumn, PreviewSummary};
pub use question::{Answer, Question};
pub use roles::{Reasons, Roles, TableLayout};
