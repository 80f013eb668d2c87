//! What single cells say: numbers, times, lists.

pub mod cell;
pub mod date;
pub mod number;
pub(crate) mod timestamps;
