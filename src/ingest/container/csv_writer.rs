//! Writer of rows of cells as CSV (RFC 4180).

use crate::error::{Error, Result};
use crate::ingest::container::contents::Sink;
use crate::ingest::container::gzip::MAX_PIECE_BYTES;

/// Limit of the cells that are written, empty ones included.
pub const MAX_CELLS: u64 = 500_000_000;
/// Size of the first piece, in bytes: enough for a look at the head. Each further piece is twice as large, up to
/// [`MAX_PIECE_BYTES`].
const FIRST_PIECE_BYTES: usize = 1 << 16;

/// Writer of rows. Every row is as wide as the widest before it: cells at the end of a row may be empty.
pub(crate) struct CsvWriter<'a, 'b> {
    sink: &'a mut Sink<'b>,
    text: Vec<u8>,
    width: usize,
    cells: u64,
    piece: usize,
}

impl<'a, 'b> CsvWriter<'a, 'b> {
    pub fn new(sink: &'a mut Sink<'b>) -> Self {
        CsvWriter { sink, text: Vec::new(), width: 0, cells: 0, piece: FIRST_PIECE_BYTES }
    }

    /// Writes a row; `fraction` of the table is done with it.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond [`MAX_CELLS`], and those of the sink.
    pub fn row(&mut self, cells: &[String], fraction: f64) -> Result<()> {
        self.width = self.width.max(cells.len());
        self.cells += self.width as u64;
        if self.cells > MAX_CELLS {
            return Err(Error::TooMany { what: "cells", found: self.cells, limit: MAX_CELLS });
        }
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                self.text.push(b',');
            }
            quote(cell, &mut self.text);
        }
        self.text.resize(self.text.len() + self.width - cells.len(), b',');
        self.text.push(b'\n');
        if self.text.len() >= self.piece { self.flush(fraction) } else { Ok(()) }
    }

    fn flush(&mut self, fraction: f64) -> Result<()> {
        (self.sink)(&self.text, fraction.clamp(0.0, 1.0))?;
        self.text.clear();
        self.piece = (self.piece * 2).min(MAX_PIECE_BYTES);
        Ok(())
    }

    /// Passes on what is left.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn finish(mut self) -> Result<()> {
        self.flush(1.0)
    }
}

fn quote(cell: &str, text: &mut Vec<u8>) {
    if !cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return text.extend_from_slice(cell.as_bytes());
    }
    text.push(b'"');
    for (part, piece) in cell.split('"').enumerate() {
        if part > 0 {
            text.extend_from_slice(b"\"\"");
        }
        text.extend_from_slice(piece.as_bytes());
    }
    text.push(b'"');
}
