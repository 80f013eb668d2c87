//! What a user would be shown, and why.

pub mod explain;
pub mod recommendations;
