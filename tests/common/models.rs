//! A model and a matrix for tests of what works with any of them.

use firstpick::error::Result;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{Model, Scale};

/// A model with given scores of each user.
pub struct Fixed(pub Vec<Vec<f32>>);

impl Model for Fixed {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
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

pub fn sparse<R: AsRef<[u32]>>(rows: impl IntoIterator<Item = R>, width: usize) -> CsrMatrix {
    let mut matrix = CsrMatrix::new(width);
    for row in rows {
        matrix.push_row(row.as_ref()).expect("a row");
    }
    matrix
}
