//! The users of each item.

use std::cell::OnceCell;

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;

/// Transpose of the interactions, items × users, computed on first use.
#[derive(Default)]
pub struct UsersByItem {
    transposed: OnceCell<CsrMatrix>,
}

impl UsersByItem {
    /// Transpose of `matrix`, which must be the same in every call.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn of(&self, matrix: &CsrMatrix) -> Result<&CsrMatrix> {
        match self.transposed.get() {
            Some(rows) => Ok(rows),
            None => {
                let rows = matrix.transposed()?;
                Ok(self.transposed.get_or_init(|| rows))
            }
        }
    }
}
