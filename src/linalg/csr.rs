//! A sparse binary matrix, row by row.

use crate::codec::{ByteReader, ByteWriter, checksum_of};
use crate::error::{Error, Result};
use crate::memory::{try_reserve, try_zeroed};

/// A binary matrix in compressed sparse rows (CSR), without values: row r has ones at
/// `columns[offsets[r]..offsets[r + 1]]`, in ascending order. 4 bytes per one, 8 (in WebAssembly 4) per row.
#[derive(Clone, Debug, PartialEq)]
pub struct CsrMatrix {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    width: usize,
}

impl CsrMatrix {
    /// A matrix of `width` columns without rows.
    pub fn new(width: usize) -> Self {
        CsrMatrix { offsets: vec![0], columns: Vec::new(), width }
    }

    /// Adds a row with ones at `columns`, which must ascend.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn push_row(&mut self, columns: &[u32]) -> Result<()> {
        try_reserve(&mut self.columns, columns.len())?;
        try_reserve(&mut self.offsets, 1)?;
        self.columns.extend_from_slice(columns);
        self.offsets.push(self.columns.len());
        Ok(())
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of ones.
    pub fn ones(&self) -> usize {
        self.columns.len()
    }

    /// The columns of the ones of row `row`.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.columns[self.offsets[row]..self.offsets[row + 1]]
    }

    /// Number of ones in each column.
    pub fn column_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.width];
        for &column in &self.columns {
            counts[column as usize] += 1;
        }
        counts
    }

    /// The same rows with a selection of columns: `places` has the new index of each column, and drops those whose index
    /// is not below `width`. The selected columns must keep their order.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn selected(&self, places: &[u32], width: usize) -> Result<CsrMatrix> {
        let mut selected = CsrMatrix::new(width);
        let mut row = Vec::new();
        for index in 0..self.rows() {
            row.clear();
            let columns = self.row(index).iter().map(|&column| places[column as usize]);
            row.extend(columns.filter(|&place| (place as usize) < width));
            selected.push_row(&row)?;
        }
        Ok(selected)
    }

    /// The element-wise *or* of two matrices of the same shape.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn union(&self, other: &CsrMatrix) -> Result<CsrMatrix> {
        let mut union = CsrMatrix::new(self.width);
        let mut merged = Vec::new();
        for row in 0..self.rows() {
            merged.clear();
            let (mut ours, mut theirs) = (self.row(row), other.row(row));
            while let (&[one, ref rest @ ..], &[other, ref others @ ..]) = (ours, theirs) {
                merged.push(one.min(other));
                (ours, theirs) = (if one <= other { rest } else { ours }, if other <= one { others } else { theirs });
            }
            merged.extend_from_slice(ours);
            merged.extend_from_slice(theirs);
            union.push_row(&merged)?;
        }
        Ok(union)
    }

    /// The transposed matrix.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn transposed(&self) -> Result<CsrMatrix> {
        let mut offsets = try_zeroed(0_usize, self.width + 1)?;
        for &column in &self.columns {
            offsets[column as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let mut columns = try_zeroed(0_u32, self.columns.len())?;
        let mut next = offsets.clone();
        for row in 0..self.rows() {
            for &column in self.row(row) {
                columns[next[column as usize]] = row as u32;
                next[column as usize] += 1;
            }
        }
        Ok(CsrMatrix { offsets, columns, width: self.rows() })
    }

    /// The place of a one among all ones, row by row; none where there is none.
    pub fn place(&self, row: usize, column: u32) -> Option<usize> {
        Some(self.offsets[row] + self.row(row).binary_search(&column).ok()?)
    }

    /// Number by which the matrix is known to be the same again.
    pub fn fingerprint(&self) -> u64 {
        let offsets = self.offsets.iter().map(|&offset| offset as u64);
        let columns = self.columns.iter().map(|&column| u64::from(column));
        checksum_of([self.width as u64].into_iter().chain(offsets).chain(columns))
    }

    /// Writes what [`CsrMatrix::read`] reads: the width, the number of ones in each row, their columns.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        flat.number(self.width)?;
        flat.indices(self.offsets.windows(2).map(|ends| (ends[1] - ends[0]) as u32))?;
        flat.indices(self.columns.iter().copied())
    }

    /// Reads what [`CsrMatrix::write`] wrote; the matrix must have `rows` rows and `width` columns.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    pub fn read(flat: &mut ByteReader, rows: usize, width: usize) -> Result<CsrMatrix> {
        let found = flat.number()?;
        let (lengths, columns) = (flat.indices()?, flat.indices()?);
        if (lengths.len(), found) != (rows, width) {
            return Err(Error::SnapshotBroken);
        }
        let mut offsets = try_zeroed(0, rows + 1)?;
        let mut rest = columns.as_slice();
        for (row, &length) in lengths.iter().enumerate() {
            let ones;
            (ones, rest) = rest.split_at_checked(length as usize).ok_or(Error::SnapshotBroken)?;
            let ascending = ones.windows(2).all(|pair| pair[0] < pair[1]);
            if !ascending || ones.last().is_some_and(|&column| column as usize >= width) {
                return Err(Error::SnapshotBroken);
            }
            offsets[row + 1] = offsets[row] + ones.len();
        }
        if rest.is_empty() { Ok(CsrMatrix { offsets, columns, width }) } else { Err(Error::SnapshotBroken) }
    }
}
