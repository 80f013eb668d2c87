//! A sparse matrix of ones, row by row: which columns of each row are 1.

use crate::codec::{ByteReader, ByteWriter};
use crate::error::{Error, Result};
use crate::memory::{try_reserve, try_zeroed};

/// Compressed sparse rows without values: row r has ones at `columns[offsets[r]..offsets[r + 1]]`,
/// in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct CsrMatrix {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    width: usize,
}

impl CsrMatrix {
    /// No rows yet, of `width` columns.
    pub fn new(width: usize) -> Self {
        CsrMatrix { offsets: vec![0], columns: Vec::new(), width }
    }

    /// Adds a row with ones at `columns`, which must be ascending.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn push_row(&mut self, columns: &[u32]) -> Result<()> {
        try_reserve(&mut self.columns, columns.len())?;
        try_reserve(&mut self.offsets, 1)?;
        self.columns.extend_from_slice(columns);
        self.offsets.push(self.columns.len());
        Ok(())
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// How many columns a row has, zeros included.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many ones there are.
    pub fn ones(&self) -> usize {
        self.columns.len()
    }

    /// Where row `row` has ones.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.columns[self.offsets[row]..self.offsets[row + 1]]
    }

    /// How many ones each column has.
    pub fn column_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.width];
        for &column in &self.columns {
            counts[column as usize] += 1;
        }
        counts
    }

    /// The same rows with only those columns that have a place below `width`: `places` says which column
    /// goes where, and must keep their order.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
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

    /// Row by row the union of two matrices of the same shape.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
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

    /// The matrix with rows and columns exchanged.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
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

    /// To be read by [`CsrMatrix::read`]: width, how many ones each row has, their columns.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        flat.number(self.width)?;
        flat.indices(self.offsets.windows(2).map(|ends| (ends[1] - ends[0]) as u32))?;
        flat.indices(self.columns.iter().copied())
    }

    /// What [`CsrMatrix::write`] wrote, if it is a matrix of that many rows and columns.
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
