//! The part of a split that a row of a file may name.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_reserve;

/// Parts of a split. A pair that a file puts into several belongs to the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Train = 0,
    Validation = 1,
    Test = 2,
}

impl Part {
    /// Part named by a cell of a split column, in any case; none for any other text.
    pub fn parse(cell: &str) -> Option<Part> {
        let cell = cell.trim();
        let is = |name: &str| cell.eq_ignore_ascii_case(name);
        if is("train") {
            Some(Part::Train)
        } else if is("validation") {
            Some(Part::Validation)
        } else if is("test") {
            Some(Part::Test)
        } else {
            None
        }
    }
}

/// Train, validation and test of `matrix` by the [`Part`] of each pair, in the order of the matrix; a pair of any other number
/// is in none.
pub(crate) fn parts_of(matrix: &CsrMatrix, parts: &[u8]) -> Result<[CsrMatrix; 3]> {
    let rows = |part: Part| -> Result<CsrMatrix> {
        let mut rows = CsrMatrix::new(matrix.width());
        let (mut at, mut row) = (0, Vec::new());
        for user in 0..matrix.rows() {
            let items = matrix.row(user);
            row.clear();
            let of_part =
                |(place, &item): (usize, &u32)| (parts.get(at + place) == Some(&(part as u8))).then_some(item);
            row.extend(items.iter().enumerate().filter_map(of_part));
            rows.push_row(&row)?;
            at += items.len();
        }
        Ok(rows)
    };
    Ok([rows(Part::Train)?, rows(Part::Validation)?, rows(Part::Test)?])
}

/// The inverse of [`parts_of`].
pub(crate) fn part_of_each(matrix: &CsrMatrix, parts: &[CsrMatrix; 3]) -> Result<Vec<u8>> {
    let mut part_of = Vec::new();
    try_reserve(&mut part_of, matrix.ones())?;
    for user in 0..matrix.rows() {
        let part = |item: &u32| parts.iter().position(|part| part.row(user).binary_search(item).is_ok());
        part_of.extend(matrix.row(user).iter().map(|item| part(item).unwrap_or(parts.len()) as u8));
    }
    Ok(part_of)
}
