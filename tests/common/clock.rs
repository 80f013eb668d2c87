//! Time that tests make themselves.

use std::cell::Cell;

/// A clock that goes on by a millisecond whenever it is looked at.
pub fn clock() -> impl Fn() -> f64 {
    let now = Cell::new(0.0);
    move || {
        now.set(now.get() + 1.0);
        now.get()
    }
}
