//! G = Xᵀ W X of a sparse binary users × items matrix X, W a weight per user.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::{try_reserve, try_zeroed};

/// Additions of a step, about.
const WORK: usize = 4_000_000;

/// The lower triangle of G, column by column.
pub struct Gram<T> {
    /// The users of each item.
    owners: CsrMatrix,
    weights: Vec<T>,
    /// Where in the user's row the next item that has not had its column stands.
    next_of_user: Vec<u32>,
    next: usize,
}

impl<T: Scalar> Gram<T> {
    /// G over `known`, each user weighted by (number of their items)^−`activity`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(known: &CsrMatrix, activity: f64) -> Result<Self> {
        let mut weights = Vec::new();
        try_reserve(&mut weights, known.rows())?;
        let weight = |user: usize| T::of((known.row(user).len().max(1) as f64).powf(-activity));
        weights.extend((0..known.rows()).map(weight));
        Ok(Gram { owners: known.transposed()?, weights, next_of_user: try_zeroed(0, known.rows())?, next: 0 })
    }
}

impl<T: Scalar> Job for Gram<T> {
    /// What users have, and the columns so far.
    type Input<'a> = (&'a CsrMatrix, &'a mut Vec<T>);
    type Output = ();

    /// Puts the next columns, zeros above the diagonal, after those that `matrix` has. Memory is touched column by column, since the whole is too much for a step.
    fn poll(&mut self, (known, matrix): (&CsrMatrix, &mut Vec<T>)) -> Result<Poll<()>> {
        let size = known.width();
        let mut work = 0;
        while self.next < size && work < WORK {
            matrix.resize((self.next + 1) * size, T::zero());
            let column = &mut matrix[self.next * size..(self.next + 1) * size];
            for &user in self.owners.row(self.next) {
                let user = user as usize;
                // Columns come in ascending order, as items in a row do.
                let items = &known.row(user)[self.next_of_user[user] as usize..];
                let weight = self.weights[user];
                items.iter().for_each(|&item| column[item as usize] += weight);
                self.next_of_user[user] += 1;
                work += items.len();
            }
            self.next += 1;
            // Fresh memory costs about as much per value as an addition.
            work += size;
        }
        Ok(if self.next == size { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.owners.rows().max(1) as f64
    }
}
