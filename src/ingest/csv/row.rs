//! One row of cells, wherever they lie.

use crate::dataset::Key;
use crate::dataset::hash;

/// One row of cells.
pub struct Row<'a> {
    /// The number of the line on which it begins, from 1, as an editor counts.
    pub number: u64,
    /// Whether the line is a comment.
    pub comment: bool,
    /// As it stands in the file, without the end of its last line.
    pub(crate) line: &'a [u8],
    pub(crate) bytes: &'a [u8],
    pub(crate) cells: Cells<'a>,
}

/// Where the cells of a row lie in its bytes.
pub(crate) enum Cells<'a> {
    /// Each begins at the end of the one before.
    Ends(&'a [usize]),
    /// From the first byte to before the second, with marks and delimiters between them.
    Spans(&'a [(u32, u32)]),
}

impl<'a> Row<'a> {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        match self.cells {
            Cells::Ends(ends) => ends.len(),
            Cells::Spans(spans) => spans.len(),
        }
    }

    /// A row without cells does not come about; for completeness.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell at `index`; `None` beyond the row's end.
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

    /// The cell at `index` and its key, by which [`Vocabulary::find_key`](crate::dataset::Vocabulary) finds it.
    pub(crate) fn keyed(&self, index: usize) -> Option<(&'a [u8], Key)> {
        let (start, end) = self.span(index)?;
        Some((self.bytes.get(start..end)?, Key::of_part(self.bytes, start, end)))
    }

    /// A hash of the row as it stands in the file, the same on every machine.
    pub(crate) fn hash(&self) -> u64 {
        hash(self.line)
    }

    /// All cells, broken characters replaced.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len())
            .filter_map(|index| self.cell(index))
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect()
    }
}
