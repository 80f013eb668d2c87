//! Tests of src/evaluation, module by module.

mod bootstrap;
mod cross_validation;
mod measurement;
mod metrics;
mod mixing;
mod reference;
mod segments;
mod test;
mod tuning;

use firstpick::data::sparse::SparseRows;
use firstpick::error::Result;
use firstpick::models::{Model, Scale};

/// A model that says what it is told to say: scores of each user.
struct Fixed(Vec<Vec<f32>>);

impl Model for Fixed {
    fn score(&mut self, known: &SparseRows, users: &[u32], scores: &mut [f32]) -> Result<()> {
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(known.width())) {
            scores.copy_from_slice(&self.0[user as usize]);
        }
        Ok(())
    }
    fn scale(&self, _: &[f32]) -> Scale {
        Scale::Probability
    }
    fn block(&self) -> usize {
        7
    }
}

fn sparse<R: AsRef<[u32]>>(rows: impl IntoIterator<Item = R>, width: usize) -> SparseRows {
    let mut matrix = SparseRows::new(width);
    for row in rows {
        matrix.push_row(row.as_ref()).expect("a row");
    }
    matrix
}
