//! How good the data are: how the interactions spread, what is unusual, and which items are no products.

pub mod distribution;
pub mod findings;
pub mod non_products;
pub mod report;
