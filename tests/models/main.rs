//! Models and the lists that are made of their scores: a module for each file of src/models.

mod network_model;
mod popularity;
mod scale;
mod top_k;

use firstpick::data::sparse::SparseRows;
use firstpick::random::{stream, unit};

/// Random users × items, about a third of them ones, with a user who has nothing.
fn matrix(seed: u64, users: usize, items: usize) -> SparseRows {
    let mut generator = stream(seed, "matrix");
    let mut matrix = SparseRows::new(items);
    for user in 0..users {
        let row: Vec<u32> = (0..items as u32).filter(|_| user > 0 && unit(&mut generator) < 0.3).collect();
        matrix.push_row(&row).expect("a small row");
    }
    matrix
}
