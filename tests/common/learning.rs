//! What trainings of tests are made of: a file, options.

use std::fmt::Write;

use firstpick::rng::{stream, unit};
use firstpick::training::{Options, Recipe};

/// Two tastes: even users buy mostly among the first items, odd ones among the last.
pub fn shop(users: usize, items: usize) -> Vec<u8> {
    let mut generator = stream(11, "shop");
    let mut text = String::from("customer,product,name\n");
    for user in 0..users {
        for item in 0..items {
            let likes = (item < items / 2) == (user % 2 == 0);
            if unit(&mut generator) < if likes { 0.5 } else { 0.08 } {
                writeln!(text, "{user:04},{item:03},Product {item}").expect("writing to memory");
            }
        }
    }
    text.into_bytes()
}

/// Options that take a moment only.
pub fn quick(recipe: Recipe) -> Options {
    Options { epochs: 3.0, hidden: vec![8.0], learning_rate: 0.01, search: false, ..recipe.defaults() }
}
