//! The search spaces: which options of a model are tried.

mod ease;
mod item_knn;
mod linear;

pub use ease::{EASE_LAMBDAS, EaseSpace};
pub use item_knn::ItemKnnSpace;
pub use linear::{LinearSpace, MAX_CLOSED_FORM_ITEMS};
