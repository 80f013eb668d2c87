//! Rows of cells.

use crate::dataset::{Key, hash};

/// A row of cells, which lie in the file's text or in the parser's buffer.
pub struct Row<'a> {
    /// Line on which the row begins, from 1, as an editor counts.
    pub number: u64,
    /// Whether the line is a comment.
    pub comment: bool,
    /// Text of the row in the file, without the break that ends it.
    pub(crate) line: &'a [u8],
    /// Bytes that hold the cells.
    pub(crate) bytes: &'a [u8],
    pub(crate) cells: Cells<'a>,
}

/// Positions of a row's cells in its bytes.
pub(crate) enum Cells<'a> {
    /// End of each cell, where the next one begins.
    Ends(&'a [usize]),
    /// Start and end of each cell, with marks and delimiters between the cells.
    Spans(&'a [(u32, u32)]),
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub fn len(&self) -> usize {
        match self.cells {
            Cells::Ends(ends) => ends.len(),
            Cells::Spans(spans) => spans.len(),
        }
    }

    /// Never true of a row that a reader makes; for completeness.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Cell at `index`; `None` beyond the row's end.
    pub fn cell(&self, index: usize) -> Option<&'a [u8]> {
        let (start, end) = self.span(index)?;
        self.bytes.get(start..end)
    }

    fn span(&self, index: usize) -> Option<(usize, usize)> {
        match self.cells {
            Cells::Ends(ends) => {
                let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                Some((start, *ends.get(index)?))
            }
            Cells::Spans(spans) => spans.get(index).map(|&(start, end)| (start as usize, end as usize)),
        }
    }

    /// Cell at `index` and its key, for [`Vocabulary::find_key`](crate::dataset::Vocabulary).
    pub(crate) fn cell_with_key(&self, index: usize) -> Option<(&'a [u8], Key)> {
        let (start, end) = self.span(index)?;
        Some((self.bytes.get(start..end)?, Key::of_part(self.bytes, start, end)))
    }

    /// Hash of the row's text in the file, the same on every machine.
    pub(crate) fn hash(&self) -> u64 {
        hash(self.line)
    }

    /// All cells as text; malformed characters become U+FFFD.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len())
            .filter_map(|index| self.cell(index))
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect()
    }
}
