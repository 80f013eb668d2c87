//! G = Xᵀ W X of a sparse binary matrix X, users × items, with a weight per user.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::{try_reserve, try_zeroed};

/// Additions of a step, about.
const STEP_WORK: usize = 4_000_000;

/// The lower triangle of G, column by column.
pub struct Gram<T> {
    /// Items × users.
    users_by_item: CsrMatrix,
    /// W, by user.
    weights: Vec<T>,
    /// The place in each user's row of the first item whose column is still to come.
    next_of_user: Vec<u32>,
    /// The next column.
    next: usize,
}

impl<T: Scalar> Gram<T> {
    /// G of `known`, users × items. A user of n items has the weight n^−`activity`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(known: &CsrMatrix, activity: f64) -> Result<Self> {
        let mut weights = Vec::new();
        try_reserve(&mut weights, known.rows())?;
        let weight = |user: usize| T::of((known.row(user).len().max(1) as f64).powf(-activity));
        weights.extend((0..known.rows()).map(weight));
        Ok(Gram { users_by_item: known.transposed()?, weights, next_of_user: try_zeroed(0, known.rows())?, next: 0 })
    }
}

impl<T: Scalar> Job for Gram<T> {
    /// Users × items, and G, column-major, with the columns so far.
    type Input<'a> = (&'a CsrMatrix, &'a mut Vec<T>);
    type Output = ();

    /// Appends the next columns to G, with zeros above the diagonal. Clearing the whole memory would take longer than a
    /// step, so each column is cleared as it comes.
    fn poll(&mut self, (known, matrix): (&CsrMatrix, &mut Vec<T>)) -> Result<Poll<()>> {
        let size = known.width();
        let mut work = 0;
        while self.next < size && work < STEP_WORK {
            matrix.resize((self.next + 1) * size, T::zero());
            let column = &mut matrix[self.next * size..(self.next + 1) * size];
            for &user in self.users_by_item.row(self.next) {
                let user = user as usize;
                // Columns ascend, as the items of a row do.
                let items = &known.row(user)[self.next_of_user[user] as usize..];
                let weight = self.weights[user];
                items.iter().for_each(|&item| column[item as usize] += weight);
                self.next_of_user[user] += 1;
                work += items.len();
            }
            self.next += 1;
            // Clearing a value costs about as much as an addition.
            work += size;
        }
        Ok(if self.next == size { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.users_by_item.rows().max(1) as f64
    }
}
