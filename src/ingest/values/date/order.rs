//! The order of the numbers in a date.

use serde::{Deserialize, Serialize};

/// Which number of `01/02/03` is which, year, month or day. `2011-12-31` is read alike in all orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    YearFirst,
    MonthFirst,
    DayFirst,
}
