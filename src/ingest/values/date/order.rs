//! Order of the numbers in a date.

use serde::{Deserialize, Serialize};

/// Order of year, month and day in a date such as `01/02/03`. `2011-12-31` is the same in all orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    YearFirst,
    MonthFirst,
    DayFirst,
}
