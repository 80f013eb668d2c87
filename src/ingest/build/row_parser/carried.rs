//! Cells that stand on the first line of an order only, and hold for all its lines.

use crate::dataset::trimmed;
use crate::ingest::csv::Row;

/// Cells carried down within an order, or within the area of a merged cell where there is no order.
#[derive(Default)]
pub(crate) struct CarriedCells {
    order: Option<usize>,
    /// Columns that are carried, each with its last cell.
    cells: Vec<(usize, Vec<u8>)>,
    last_order: Vec<u8>,
}

impl CarriedCells {
    pub fn new(order: Option<usize>, columns: Vec<usize>) -> CarriedCells {
        let cells = columns.into_iter().map(|column| (column, Vec::new())).collect();
        CarriedCells { order, cells, last_order: Vec::new() }
    }

    /// Whether nothing is carried, as in most files.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Takes the cells of the next row; says whether any of its blank cells is filled from the rows above.
    pub fn next(&mut self, row: &Row) -> bool {
        if let Some(order) = self.order {
            let id = trimmed(row.cell(order).unwrap_or_default());
            // The order itself may stand on its first line only.
            if !id.is_empty() && id != self.last_order {
                self.last_order.clear();
                self.last_order.extend_from_slice(id);
                self.cells.iter_mut().for_each(|(_, cell)| cell.clear());
            }
        }
        let mut fills = false;
        for (column, last) in &mut self.cells {
            match trimmed(row.cell(*column).unwrap_or_default()) {
                [] => fills |= !last.is_empty(),
                cell => {
                    last.clear();
                    last.extend_from_slice(cell);
                }
            }
        }
        fills
    }

    /// Cell of the column as it holds for the current row, if the column is carried.
    pub fn cell(&self, column: usize) -> Option<&[u8]> {
        self.cells
            .iter()
            .find(|(carried, cell)| *carried == column && !cell.is_empty())
            .map(|(_, cell)| cell.as_slice())
    }
}
