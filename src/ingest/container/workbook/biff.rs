//! Records of an old workbook (MS-XLS): what `calamine` would believe without a look is checked, or put out of effect
//! where the cells do not need it.

use crate::error::{Error, Result};
use crate::ingest::container::contents::broken;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
const BOUND_SHEET: u16 = 0x0085;
const STRINGS: u16 = 0x00fc;
const FORMULA: u16 = 0x0006;
/// A record of no meaning.
const NOTHING: u16 = 0x0fff;
/// Records that are not needed: names and sheets that formulas refer to, and the size that a sheet claims.
const UNNEEDED: [u16; 3] = [0x0018, 0x0017, 0x0200];
/// Records of cells, which begin with row and column.
const CELLS: [u16; 8] = [FORMULA, 0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x00bd];
const MULTIPLE: u16 = 0x00bd;
const MERGED: u16 = 0x00e5;
const MAX_COLUMNS: u16 = 256;
/// Limit of the cells of all sheets, empty ones between others included: all are held at once.
const MAX_CELLS: u64 = 20_000_000;
/// Limit of the records over which one record goes on.
const MAX_CONTINUED: usize = 100_000;
/// Limit of the passes over a stream: sheets may share records, and no ordinary ones do.
const MAX_PASSES: usize = 8;

/// A record: its type, and where its data are.
#[derive(Clone, Copy)]
struct Record {
    kind: u16,
    start: usize,
    end: usize,
}

fn record_at(stream: &[u8], at: usize) -> Option<Record> {
    let kind = u16_at(stream, at)?;
    let (start, length) = (at + 4, usize::from(u16_at(stream, at + 2)?));
    (start + length <= stream.len()).then_some(Record { kind, start, end: start + length })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// Checks the stream of a workbook, and puts out of effect what is not needed.
///
/// # Errors
/// [`Error::ArchiveBroken`], [`Error::TooMany`] cells.
pub(crate) fn make_safe(stream: &mut [u8]) -> Result<()> {
    let mut sheets = Vec::new();
    let mut steps = 0;
    walk(stream, 0, &mut steps, &mut |stream, record| {
        if record.kind == BOUND_SHEET {
            let position = u32_at(stream, record.start).filter(|_| record.end - record.start >= 8);
            let position = position.map(|position| position as usize).filter(|&position| position <= stream.len());
            sheets.push(position.ok_or(broken("xls"))?);
        }
        check_global(stream, record)
    })?;
    let mut cells = 0_u64;
    for position in sheets {
        let mut extent: Option<[u16; 4]> = None;
        walk(stream, position, &mut steps, &mut |stream, record| {
            check_cell(stream, record)?;
            if CELLS.contains(&record.kind) {
                let (Some(row), Some(column)) = (u16_at(stream, record.start), u16_at(stream, record.start + 2)) else {
                    return Err(broken("xls"));
                };
                if column >= MAX_COLUMNS {
                    return Err(broken("xls"));
                }
                let [top, left, bottom, right] = extent.unwrap_or([row, column, row, column]);
                let last = if record.kind == MULTIPLE { u16_at(stream, record.end - 2) } else { None };
                let last = last.unwrap_or(column);
                extent = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
            }
            Ok(())
        })?;
        if let Some([top, left, bottom, right]) = extent {
            cells += (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
        }
        if cells > MAX_CELLS {
            return Err(Error::TooMany { what: "cells", found: cells, limit: MAX_CELLS });
        }
    }
    Ok(())
}

/// Visits the records from `at` to the end of their part.
fn walk(
    stream: &mut [u8],
    mut at: usize,
    steps: &mut usize,
    visit: &mut impl FnMut(&mut [u8], Record) -> Result<()>,
) -> Result<()> {
    let mut depth = 0_u32;
    while let Some(record) = record_at(stream, at) {
        *steps += record.end - at;
        if *steps > stream.len().saturating_mul(MAX_PASSES) {
            return Err(broken("xls"));
        }
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => return Ok(()),
            EOF => depth -= 1,
            _ => {}
        }
        visit(stream, record)?;
        at = record.end;
    }
    // What stands behind the last record would be an error to `calamine` as well.
    if at == stream.len() { Ok(()) } else { Err(broken("xls")) }
}

fn put(stream: &mut [u8], at: usize, bytes: [u8; 2]) {
    if let Some(place) = stream.get_mut(at..at + 2) {
        place.copy_from_slice(&bytes);
    }
}

fn check_global(stream: &mut [u8], record: Record) -> Result<()> {
    let length = record.end - record.start;
    if UNNEEDED.contains(&record.kind) {
        put(stream, record.start - 4, NOTHING.to_le_bytes());
    }
    let least = match record.kind {
        // The password, the code page, the days that are counted from, the version.
        0x002f | 0x0042 | 0x0022 | BOF => 2,
        // What goes on over nothing.
        CONTINUE => 1,
        _ => 0,
    };
    if length < least {
        return Err(broken("xls"));
    }
    if record.kind == STRINGS { check_strings(stream, record) } else { Ok(()) }
}

fn check_cell(stream: &mut [u8], record: Record) -> Result<()> {
    let length = record.end - record.start;
    if UNNEEDED.contains(&record.kind) {
        put(stream, record.start - 4, NOTHING.to_le_bytes());
    }
    let is_sound = match record.kind {
        FORMULA => {
            // Its value is kept, the formula itself is not needed.
            put(stream, record.start + 20, [0, 0]);
            length >= 22
        }
        BOF => length >= 2,
        MULTIPLE => {
            let columns = u16_at(stream, record.start + 2).zip(u16_at(stream, record.end.saturating_sub(2)));
            columns.is_some_and(|(first, last)| {
                first <= last && last < MAX_COLUMNS && length == 6 + 6 * (usize::from(last - first) + 1)
            })
        }
        MERGED => u16_at(stream, record.start).is_some_and(|count| length >= 2 + usize::from(count) * 8),
        _ => true,
    };
    if is_sound { Ok(()) } else { Err(broken("xls")) }
}

/// Reads over the table of strings, which may go on in further records, as `calamine` will.
fn check_strings(stream: &[u8], record: Record) -> Result<()> {
    let mut parts = Vec::new();
    let mut at = record.end;
    while let Some(next) = record_at(stream, at).filter(|next| next.kind == CONTINUE) {
        if next.start == next.end || parts.len() == MAX_CONTINUED {
            return Err(broken("xls"));
        }
        parts.push(&stream[next.start..next.end]);
        at = next.end;
    }
    let data = stream.get(record.start + 8..record.end).ok_or(broken("xls"))?;
    let mut strings = Strings { data, parts: parts.into_iter() };
    while !strings.data.is_empty() || strings.go_on() {
        strings.skip_string().ok_or(broken("xls"))?;
    }
    Ok(())
}

struct Strings<'a> {
    data: &'a [u8],
    parts: std::vec::IntoIter<&'a [u8]>,
}

impl<'a> Strings<'a> {
    fn go_on(&mut self) -> bool {
        let next = self.parts.next();
        self.data = next.unwrap_or(self.data);
        next.is_some()
    }

    fn skip_string(&mut self) -> Option<()> {
        let mut left = usize::from(u16_at(self.data, 0)?);
        let flags = *self.data.get(2)?;
        self.data = self.data.get(3..)?;
        let mut more = 0_usize;
        if flags & 8 != 0 {
            more += usize::from(u16_at(self.data, 0)?) * 4;
            self.data = self.data.get(2..)?;
        }
        if flags & 4 != 0 {
            more = more.checked_add(usize::try_from(u32_at(self.data, 0)?).ok()?)?;
            self.data = self.data.get(4..)?;
        }
        let mut is_wide = flags & 1 != 0;
        while left > 0 {
            let width = if is_wide { 2 } else { 1 };
            let read = left.min(self.data.len() / width);
            self.data = self.data.get(read * width..)?;
            left -= read;
            if left > 0 {
                if !self.go_on() {
                    return None;
                }
                is_wide = *self.data.first()? & 1 != 0;
                self.data = self.data.get(1..)?;
            }
        }
        while more > 0 {
            if self.data.is_empty() && !self.go_on() {
                return None;
            }
            let read = more.min(self.data.len());
            self.data = self.data.get(read..)?;
            more -= read;
        }
        Some(())
    }
}
