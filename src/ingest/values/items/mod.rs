//! Line items of an order in one cell: `2× Tea, 1× Mug`, `name:Tea|sku:T4|quantity:2;…`, a JSON array of objects, or
//! one item per line. Plain names between separators are the business of `split_names`.
//!
//! `format` finds the format of a column; `counted`, `pairs` and `json` take a cell apart; `item` is what comes out.

mod counted;
mod format;
mod item;
mod json;
mod pairs;

pub use counted::CountPlace;
pub use format::ItemFormat;
pub use item::Item;
