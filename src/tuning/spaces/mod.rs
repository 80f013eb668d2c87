//! The search spaces: which options of a model are tried.

pub mod ease;
pub mod item_knn;
pub mod linear;
