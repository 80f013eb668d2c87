//! Scanner of rows that need no unquoting, 64 bytes at a time.
//!
//! The cells of most rows are slices of the text: between two delimiters, or between two quotation marks on one line
//! with no mark between them. Delimiters, marks and line breaks are found in whole blocks, whose comparisons the
//! compiler vectorises; a parser that goes byte by byte takes several times as long for the same rows.

use crate::error::Result;
use crate::ingest::csv::quoting::is_break;

/// Bytes per block: one per bit of a mask.
const BLOCK: usize = 64;
/// Bytes and cells beyond which a row is left to the caller, who enforces the limits.
const MAX_BYTES: usize = 65_536;
const MAX_CELLS: usize = 4_096;

/// Scanner of rows whose cells are slices of the text.
pub(crate) struct Scanner {
    delimiter: u8,
    quote: Option<u8>,
    cells: Vec<(u32, u32)>,
}

/// A row that needs no unquoting.
pub(crate) struct PlainRow<'a> {
    /// Position of the row in the text.
    pub start: usize,
    /// Text of the row, without its line break.
    pub line: &'a [u8],
    /// Start and end of each cell in `line`, without its quotation marks, if it has any.
    pub cells: &'a [(u32, u32)],
}

impl Scanner {
    /// A scanner for cells between single `delimiter`s, which are neither CR nor LF. A `quote` at the beginning of a
    /// cell is a quotation mark, anywhere else a character like others.
    pub fn new(delimiter: u8, quote: Option<u8>) -> Self {
        Scanner { delimiter, quote, cells: Vec::new() }
    }

    /// Passes the rows of `text`, which begins where a row does, to `sink`, up to the first one with a mark or a line
    /// break in a quoted cell, or without a line break behind it. Lines end with CR, LF or both; blank lines are no
    /// rows. Returns the position of the row that has to be parsed byte by byte.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn scan(&mut self, text: &[u8], sink: &mut impl FnMut(PlainRow) -> Result<()>) -> Result<usize> {
        let Scanner { delimiter, quote, cells } = self;
        let (delimiter, quote) = (*delimiter, *quote);
        cells.clear();
        // Start of the row and of the cell; between a cell's marks; behind its second mark.
        let (mut row, mut cell, mut quoted, mut closed) = (0, 0, false, false);
        for (block, bytes) in text.chunks(BLOCK).enumerate() {
            let mut found = special_bytes(bytes, delimiter, quote.unwrap_or(delimiter));
            while found != 0 {
                let at = block * BLOCK + found.trailing_zeros() as usize;
                found &= found - 1;
                let byte = text[at];
                if byte == delimiter && !quoted {
                    let marks = u32::from(std::mem::take(&mut closed));
                    cells.push(((cell - row) as u32 + marks, (at - row) as u32 - marks));
                    cell = at + 1;
                } else if Some(byte) == quote {
                    if quoted {
                        let ends_cell = text.get(at + 1).is_some_and(|&next| next == delimiter || is_break(next));
                        if !ends_cell {
                            return Ok(row);
                        }
                        (quoted, closed) = (false, true);
                    } else {
                        quoted = at == cell;
                    }
                } else if quoted {
                    if is_break(byte) {
                        return Ok(row);
                    }
                } else {
                    if at > row {
                        let marks = u32::from(std::mem::take(&mut closed));
                        cells.push(((cell - row) as u32 + marks, (at - row) as u32 - marks));
                        sink(PlainRow { start: row, line: &text[row..at], cells })?;
                        cells.clear();
                    }
                    (row, cell) = (at + 1, at + 1);
                }
            }
            if cells.len() > MAX_CELLS || (block + 1) * BLOCK > row + MAX_BYTES {
                return Ok(row);
            }
        }
        Ok(row)
    }
}

/// Mask of at most [`BLOCK`] bytes, one bit each: set for the delimiter, a quotation mark, CR and LF.
#[inline(always)]
fn special_bytes(bytes: &[u8], delimiter: u8, quote: u8) -> u64 {
    let mut filled = [0; BLOCK];
    let block = bytes.first_chunk().unwrap_or_else(|| {
        filled[..bytes.len()].copy_from_slice(bytes);
        &filled
    });
    let special = block.map(|byte| u8::from((byte == delimiter) | (byte == quote) | (byte == b'\n') | (byte == b'\r')));
    let (eights, _) = special.as_chunks::<8>();
    let mask = eights.iter().enumerate().fold(0, |mask, (index, &eight)| {
        // For bytes of 0 and 1 this product moves byte i to bit 56 + i.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | bits << (8 * index)
    });
    // A delimiter of value 0 would be found in the padding beyond the end.
    if bytes.len() < BLOCK { mask & ((1 << bytes.len()) - 1) } else { mask }
}

#[cfg(test)]
mod tests;
