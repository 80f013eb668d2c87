//! Which users have each item.

use std::cell::OnceCell;

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;

/// Items × users, made when it is first asked for.
#[derive(Default)]
pub struct UsersByItem {
    rows: OnceCell<CsrMatrix>,
}

impl UsersByItem {
    /// The transpose of `matrix`, which is the same in every call.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn of(&self, matrix: &CsrMatrix) -> Result<&CsrMatrix> {
        match self.rows.get() {
            Some(rows) => Ok(rows),
            None => {
                let rows = matrix.transposed()?;
                Ok(self.rows.get_or_init(|| rows))
            }
        }
    }
}
