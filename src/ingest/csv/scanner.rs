//! Rows that need no unquoting, found 64 bytes at a time.
//!
//! The cells of most rows are slices of the text as it came: between two delimiters, or between two quotation
//! marks on one line with none between them. Delimiters, marks and line breaks are looked for in whole blocks, whose comparisons the
//! compiler makes of vectors; a parser that goes from byte to byte takes several times as long for the same rows.

use crate::error::Result;
use crate::ingest::csv::quoting::is_break;

/// Bytes looked at together: one per bit of a mask.
const BLOCK: usize = 64;
/// Rows of more bytes or cells are left to the caller, who knows the limits.
const ROW_BYTES: usize = 65_536;
const ROW_CELLS: usize = 4_096;

/// Finds the rows that can be taken as they are.
pub struct Scanner {
    delimiter: u8,
    quote: Option<u8>,
    cells: Vec<(u32, u32)>,
}

/// A row as it stands in the text.
pub struct PlainRow<'a> {
    /// Where it begins in the text.
    pub start: usize,
    /// What stands in its line.
    pub bytes: &'a [u8],
    /// Where each cell begins in `bytes`, and where it ends: without its quotation marks, if it has any.
    pub cells: &'a [(u32, u32)],
}

impl Scanner {
    /// A scanner for cells between single `delimiter`s, which are neither CR nor LF. A `quote` at the beginning of a cell
    /// is a quotation mark, anywhere else a character like others.
    pub fn new(delimiter: u8, quote: Option<u8>) -> Self {
        Scanner { delimiter, quote, cells: Vec::new() }
    }

    /// Hands the rows of `text`, which begins where a row does, to `sink`, up to the first one with a mark or a line break
    /// in a quoted cell, or without a line break behind it. Lines end with CR, LF or both; blank ones are
    /// no rows. Says how many bytes that was: where the row begins that is to be read byte by byte.
    ///
    /// # Errors
    /// Whatever `sink` returns.
    pub fn take(&mut self, text: &[u8], sink: &mut impl FnMut(PlainRow) -> Result<()>) -> Result<usize> {
        let Scanner { delimiter, quote, cells } = self;
        let (delimiter, quote) = (*delimiter, *quote);
        cells.clear();
        // Where the row and the cell begin; inside a cell's marks; behind the second of them.
        let (mut row, mut cell, mut quoted, mut closed) = (0, 0, false, false);
        for (block, bytes) in text.chunks(BLOCK).enumerate() {
            let mut found = marks(bytes, delimiter, quote.unwrap_or(delimiter));
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
                        sink(PlainRow { start: row, bytes: &text[row..at], cells })?;
                        cells.clear();
                    }
                    (row, cell) = (at + 1, at + 1);
                }
            }
            if cells.len() > ROW_CELLS || (block + 1) * BLOCK > row + ROW_BYTES {
                return Ok(row);
            }
        }
        Ok(row)
    }
}

/// A bit for each of at most [`BLOCK`] bytes: whether it is the delimiter, a quotation mark, CR or LF.
#[inline(always)]
fn marks(bytes: &[u8], delimiter: u8, quote: u8) -> u64 {
    let mut filled = [0; BLOCK];
    let block = bytes.first_chunk().unwrap_or_else(|| {
        filled[..bytes.len()].copy_from_slice(bytes);
        &filled
    });
    let marks = block.map(|byte| u8::from((byte == delimiter) | (byte == quote) | (byte == b'\n') | (byte == b'\r')));
    let (eights, _) = marks.as_chunks::<8>();
    let mask = eights.iter().enumerate().fold(0, |mask, (index, &eight)| {
        // Of bytes that are 0 or 1 this product gathers byte i in bit 56 + i.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | bits << (8 * index)
    });
    // A delimiter of value 0 would be found beyond the end.
    if bytes.len() < BLOCK { mask & ((1 << bytes.len()) - 1) } else { mask }
}
