//! The quality of a data set: how the interactions are distributed, what is unusual, and which items are no products.
//!
//! `distribution` counts by item, user and time; `non_products` suggests items to leave out, `guests` users; `invisible` finds
//! invisible characters; `findings` turns all of these, and what the reading of the file noticed, into codes; `report` puts all of it together.

mod distribution;
mod findings;
mod guests;
mod invisible;
mod non_products;
mod report;

pub use distribution::{Activity, Bin, Period, Tail, Timeline};
pub use findings::{EventType, Finding};
pub(crate) use findings::{FileFacts, IdFacts};
pub use guests::Guest;
pub(crate) use guests::guests;
pub use non_products::NonProduct;
pub(crate) use non_products::{ItemList, non_products};
pub use report::Quality;
