//! Head of a file: its first rows, and the lines above them.

use std::collections::HashMap;

use crate::error::Result;
use crate::ingest::csv::{Dialect, Row, RowReader};
use crate::ingest::encoding::TextDecoder;

/// Rows below the first one that inference uses, and the cells that they may have: a table of many columns needs fewer
/// rows.
const HEAD_ROWS: usize = 400;
const MIN_HEAD_ROWS: usize = 10;
const HEAD_CELLS: usize = 120_000;
/// Lines above the table, and characters of a cell, that the page shows.
const SHOWN_LINES_ABOVE: usize = 5;
const SHOWN_CHARACTERS: usize = 80;

/// First rows of a file.
#[derive(Default)]
pub(super) struct Head {
    /// Line of each row.
    pub numbers: Vec<u64>,
    pub rows: Vec<Vec<String>>,
    /// Whether the first row is written as a comment.
    pub is_comment: bool,
}

impl Head {
    pub fn read(text: &[u8], complete: bool, dialect: &Dialect) -> Result<Head> {
        let mut head = Head::default();
        let mut reader = RowReader::new(dialect);
        let mut keep = |row: &Row| {
            let enough = (HEAD_CELLS / row.len().max(1)).clamp(MIN_HEAD_ROWS, HEAD_ROWS);
            if head.rows.len() <= enough && (!row.comment || head.rows.is_empty()) {
                head.is_comment |= row.comment;
                head.numbers.push(row.number);
                head.rows.push(row.texts());
            }
            Ok(())
        };
        reader.push(text, &mut keep)?;
        if complete {
            reader.finish(&mut keep)?;
        }
        Ok(head)
    }
}

/// Text of the head, and its encoding.
pub(super) fn decode_head(head: &[u8], complete: bool, label: Option<&str>) -> Result<(Vec<u8>, &'static str)> {
    let mut text = Vec::new();
    let mut decoder = TextDecoder::of(label)?;
    let mut keep = |part: &[u8]| {
        text.extend_from_slice(part);
        Ok(())
    };
    decoder.push(head, complete, &mut keep)?;
    // Text that the decoder holds back at the end of a head is needed only if there is no other.
    if text.is_empty() && !complete {
        decoder = TextDecoder::of(label)?;
        let mut keep = |part: &[u8]| {
            text.extend_from_slice(part);
            Ok(())
        };
        decoder.push(head, true, &mut keep)?;
    }
    Ok((text, decoder.encoding()))
}

/// Number of columns: the cells of the longest row, without blank ones at its end.
pub(super) fn used_width(rows: &[Vec<String>]) -> usize {
    let used = |row: &Vec<String>| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    rows.iter().map(used).max().unwrap_or(0)
}

pub(super) fn most_common_length(rows: &[Vec<String>]) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    lengths.chunk_by(|a, b| a == b).max_by_key(|run| (run.len(), run[0])).map_or(0, |run| run[0])
}

/// Whether the rows are no table but a report in blocks: several rows of names stand in it again and again.
pub(super) fn is_report(rows: &[Vec<String>]) -> bool {
    let mut seen: HashMap<&[String], usize> = HashMap::new();
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let has_digit = |row: &[String]| row.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
    for row in rows.iter().filter(|row| filled(row) >= 3 && !has_digit(row)) {
        *seen.entry(row.as_slice()).or_default() += 1;
    }
    // Most lines of a note or a log have a single cell.
    let single = rows.iter().filter(|row| filled(row) <= 1).count();
    if rows.len() >= 5 && rows.iter().any(|row| row.len() > 1) && single * 2 > rows.len() {
        return true;
    }
    let again = seen.values().filter(|&&count| count >= 3 && count * 20 >= rows.len());
    again.clone().count() >= 2 && again.sum::<usize>() * 5 >= rows.len()
}

pub(super) fn lines_above(text: &[u8], dialect: &Dialect) -> Vec<String> {
    let is_break = |byte: &u8| *byte == b'\n' || dialect.lone_returns && *byte == b'\r';
    let lines = text.split(is_break).take(dialect.skip as usize);
    let shown = lines.map(|line| shortened(String::from_utf8_lossy(line).trim())).filter(|line| !line.is_empty());
    shown.take(SHOWN_LINES_ABOVE).collect()
}

pub(super) fn shortened(cell: &str) -> String {
    cell.chars().take(SHOWN_CHARACTERS).collect()
}
