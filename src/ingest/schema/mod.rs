//! Schema: the meaning of a table. It says which column has which role, what a row is, and how cells are interpreted.
//!
//! `preview` reads the head of a file and holds all that is known of it. `inference` assigns the `roles` by the names
//! of columns and their contents, for which `column_profile` computes figures and `layout` finds out what a row is.
//! `cell_rules` are the choices on how cells are interpreted, `events` the types of events and their weights.

mod assignment;
mod cell_form;
mod cell_rules;
mod column_profile;
mod dependency;
mod events;
mod inference;
mod layout;
mod preview;
mod question;
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
