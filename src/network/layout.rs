//! How the values of a batch lie in memory.
//!
//! *By row*, width × rows: an example's values together, as the sparse layer adds them up and as readers of
//! scores want them. *By unit*, stride × width: a unit's values for all examples together, which is what the products
//! of the dense layers run along. The stride is the number of rows rounded up to whole vectors; the entries
//! beyond the rows hold numbers that mean nothing, but 0 where they are gradients.

use crate::network::product::LANES;
use crate::network::scalar::Scalar;

/// How far apart units stand in a batch of `rows`.
pub fn stride(rows: usize) -> usize {
    rows.next_multiple_of(LANES)
}

/// From by row to by unit, with 0 beyond the rows.
pub fn to_units<T: Scalar>(by_row: &[T], width: usize, by_unit: &mut [T]) {
    let rows = by_row.len() / width;
    for (unit, values) in by_unit.chunks_exact_mut(stride(rows)).enumerate() {
        let (values, beyond) = values.split_at_mut(rows);
        values.iter_mut().zip(by_row.iter().skip(unit).step_by(width)).for_each(|(to, &from)| *to = from);
        beyond.fill(T::zero());
    }
}

/// From by unit to by row.
pub fn to_rows<T: Scalar>(by_unit: &[T], by_row: &mut [T], width: usize) {
    let rows = by_row.len() / width;
    let stride = stride(rows);
    // A block of units at a time, so that what is read once stays at hand for the other rows.
    for (block, units) in by_unit.chunks(LANES * stride).enumerate() {
        for (row, values) in by_row.chunks_exact_mut(width).enumerate() {
            let values = values[block * LANES..].iter_mut();
            values.zip(units[row..].iter().step_by(stride)).for_each(|(to, &from)| *to = from);
        }
    }
}

/// What a network says to a batch, by unit: a logit per output and row.
#[derive(Debug)]
pub struct Logits<'a, T> {
    pub values: &'a mut [T],
    pub rows: usize,
}

impl<T: Scalar> Logits<'_, T> {
    /// How far apart outputs stand.
    pub fn stride(&self) -> usize {
        stride(self.rows)
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.values.len() / self.stride().max(1)
    }

    /// The logits by row.
    pub fn copy_by_row(&self, into: &mut [T]) {
        to_rows(self.values, into, self.outputs());
    }
}
