//! Tar archives (ustar, GNU, pax), as they come out of .tar.gz.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::gzip::MAX_PIECE_BYTES;
use crate::ingest::container::packed::tables_among;

/// Size of a block, in bytes.
const BLOCK: usize = 512;

/// Files in an archive that may be tables.
pub(crate) struct TarFiles {
    bytes: SharedBytes,
    files: Vec<(String, Range<usize>)>,
}

impl TarFiles {
    pub fn open(bytes: &SharedBytes) -> Result<TarFiles> {
        let all = files(bytes.as_ref())?;
        let names = tables_among(all.iter().map(|(name, _)| name.clone()).collect());
        let files: Vec<_> = all.into_iter().filter(|(name, _)| names.contains(name)).collect();
        if files.is_empty() {
            return Err(Error::NoTableInside { kind: "tar", found: 0 });
        }
        Ok(TarFiles { bytes: bytes.clone(), files })
    }
}

impl Tables for TarFiles {
    fn contents(&self) -> Contents {
        Contents { kind: "tar", parts: self.files.iter().map(|(name, _)| name.clone()).collect() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let (_, range) = self.files.get(part).ok_or_else(|| no_such_part(part))?;
        let bytes = self.bytes.as_ref().get(range.clone()).ok_or(broken("tar"))?;
        let pieces = bytes.chunks(MAX_PIECE_BYTES);
        let count = pieces.len() as f64;
        pieces.enumerate().try_for_each(|(at, piece)| sink(piece, (at + 1) as f64 / count))
    }
}

/// Name and place of each ordinary file.
fn files(bytes: &[u8]) -> Result<Vec<(String, Range<usize>)>> {
    let (mut files, mut at) = (Vec::new(), 0_usize);
    let mut long_name = None;
    while let Some(header) = bytes.get(at..at + BLOCK).filter(|header| header[0] != 0) {
        let size = octal(&header[124..136]).ok_or(broken("tar"))?;
        let start = at + BLOCK;
        let end = start.checked_add(size).filter(|&end| end <= bytes.len()).ok_or(broken("tar"))?;
        match header[156] {
            // The name of the next file, where it is longer than its field.
            b'L' => long_name = Some(text(&bytes[start..end])),
            b'x' => long_name = path_of(&bytes[start..end]).or(long_name),
            b'0' | 0 | b'7' => {
                let prefix =
                    if header[257..].starts_with(b"ustar\0") { text(&header[345..500]) } else { String::new() };
                let name = text(&header[..100]);
                let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                files.push((long_name.take().unwrap_or(name), start..end));
            }
            _ => long_name = None,
        }
        at = end.next_multiple_of(BLOCK);
    }
    // Without the blocks of zeros at its end the archive is cut.
    if bytes.get(at..).is_some_and(|rest| rest.iter().all(|&byte| byte == 0)) { Ok(files) } else { Err(broken("tar")) }
}

fn text(bytes: &[u8]) -> String {
    let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

fn octal(field: &[u8]) -> Option<usize> {
    let mut digits = field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| byte.is_ascii_digit());
    digits.try_fold(0_usize, |size, digit| {
        let digit = usize::from(digit - b'0');
        if digit < 8 { size.checked_mul(8)?.checked_add(digit) } else { None }
    })
}

/// The path among the records of a pax header, `LENGTH KEY=VALUE`.
fn path_of(records: &[u8]) -> Option<String> {
    let records = String::from_utf8_lossy(records);
    records.lines().find_map(|record| Some(record.split_once(" path=")?.1.to_owned()))
}
