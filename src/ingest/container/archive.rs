//! Files that are read as a whole: workbooks, and zip archives with a text file. What an archive says of its
//! sizes is checked before anything of it is unpacked.

use std::io::{BufRead, BufReader, Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, ODS_CELL_LIMIT, Sink, broken};
use crate::ingest::container::gzip::{LIMIT, PIECE, RATIO, RATIO_FROM};
use crate::ingest::container::signature::Container;
use crate::ingest::container::workbook::{ods_csv, xls_csv, xlsx_csv};
use crate::memory::{try_reserve, try_zeroed};

/// The most bytes of a file that is held as a whole. Its strings and cells take several times as much.
pub const FILE_LIMIT: u64 = 200 << 20;
/// The most files in an archive: a workbook has one per sheet, picture and comment.
pub const ENTRY_LIMIT: usize = 20_000;
/// The most bytes, unpacked, of a part that a workbook's reader keeps whole: the strings of Excel's, everything of
/// LibreOffice's.
pub const HELD_LIMIT: u64 = 512 << 20;
type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A file that arrives in chunks and is then read as a whole.
#[derive(Default)]
pub struct Archive {
    bytes: Vec<u8>,
}

impl Archive {
    /// For a file of `size` bytes.
    ///
    /// # Errors
    /// [`Error::WorkbookTooLarge`] beyond [`FILE_LIMIT`], [`Error::OutOfMemory`].
    pub fn new(size: u64) -> Result<Archive> {
        if size > FILE_LIMIT {
            return Err(Error::WorkbookTooLarge { found: size, limit: FILE_LIMIT });
        }
        let mut bytes = Vec::new();
        try_reserve(&mut bytes, size as usize)?;
        Ok(Archive { bytes })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// As [`Archive::new`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let size = (self.bytes.len() + bytes.len()) as u64;
        if size > FILE_LIMIT {
            return Err(Error::WorkbookTooLarge { found: size, limit: FILE_LIMIT });
        }
        try_reserve(&mut self.bytes, bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// The one table of the file, as text in UTF-8 (workbooks) or in whatever encoding it is packed.
    ///
    /// # Errors
    /// [`Error::ArchiveBroken`], [`Error::ArchiveTooLarge`], [`Error::PasswordProtected`], [`Error::NoTableInside`],
    /// [`Error::TooMany`] cells or columns, [`Error::BinaryFile`] where it holds something else, and whatever
    /// `sink` returns.
    pub fn table(&self, sink: &mut Sink) -> Result<Contents> {
        match Container::of(&self.bytes) {
            Some(Container::Compound) => xls_csv(&self.bytes, sink),
            Some(Container::Zip) => self.zip_table(sink),
            _ => Err(Error::BinaryFile { kind: "unknown" }),
        }
    }

    fn zip_table(&self, sink: &mut Sink) -> Result<Contents> {
        let mut zip =
            ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(|_| broken(looks_like(&self.bytes)))?;
        let names = check(&mut zip)?;
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        if has("content.xml") && has("mimetype") {
            if has("META-INF/manifest.xml") {
                measure(&mut zip, "META-INF/manifest.xml", "ods")?;
            }
            check_cells(&mut zip)?;
            ods_csv(&self.bytes, sink)
        } else if has("xl/workbook.bin") {
            Err(Error::BinaryFile { kind: "xlsb" })
        } else if names.iter().any(|name| name.starts_with("xl/") || name.ends_with("workbook.xml")) {
            for name in names.iter().filter(|name| name.ends_with(".xml") && !name.starts_with("xl/worksheets/")) {
                measure(&mut zip, name, "xlsx")?;
            }
            xlsx_csv(&self.bytes, sink)
        } else if has("[Content_Types].xml") {
            Err(Error::BinaryFile { kind: "unknown" })
        } else {
            packed_file(&mut zip, &names, sink)
        }
    }
}

/// What an archive without a directory was meant to be, as far as its beginning tells.
fn looks_like(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..1_024).unwrap_or(bytes);
    match (find(head, b"opendocument.spreadsheet"), find(head, b"[Content_Types].xml")) {
        (Some(_), _) => "ods",
        (None, Some(_)) => "xlsx",
        (None, None) => "zip",
    }
}

/// The names of all files, once their number and sizes, as far as the archive's directory tells them, are no bomb's.
fn check(zip: &mut Zip) -> Result<Vec<String>> {
    if zip.len() > ENTRY_LIMIT {
        return Err(Error::TooMany { what: "entries", found: zip.len() as u64, limit: ENTRY_LIMIT as u64 });
    }
    let (mut names, mut packed, mut whole) = (Vec::new(), 0_u64, 0_u64);
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| broken("zip"))?;
        if entry.encrypted() {
            return Err(Error::PasswordProtected);
        }
        packed = packed.saturating_add(entry.compressed_size());
        whole = whole.saturating_add(entry.size());
        names.push(entry.name().map_err(|_| broken("zip"))?.into_owned());
    }
    let limit = if whole > RATIO_FROM { LIMIT.min(packed.saturating_mul(RATIO)) } else { LIMIT };
    if whole > limit {
        return Err(Error::ArchiveTooLarge { found: whole, limit: limit.max(RATIO_FROM) });
    }
    // Files that share their bytes are how a small archive becomes a very large one.
    if zip.has_overlapping_entries().map_err(|_| broken("zip"))? {
        return Err(broken("zip"));
    }
    Ok(names)
}

fn refused(error: &ZipError, kind: &'static str) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Error::PasswordProtected,
        _ => broken(kind),
    }
}

/// Unpacks a part without keeping anything of it: its real size is what counts, not what the directory says.
fn measure(zip: &mut Zip, name: &str, kind: &'static str) -> Result<()> {
    let mut part = zip.by_name(name).map_err(|error| refused(&error, kind))?.take(HELD_LIMIT + 1);
    let found = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| broken(kind))?;
    if found > HELD_LIMIT { Err(Error::ArchiveTooLarge { found, limit: HELD_LIMIT }) } else { Ok(()) }
}

/// Counts the cells of content.xml as they will be once `number-columns-repeated` and `number-rows-repeated` are
/// carried out: a few bytes can ask for billions. Empty cells at the ends of rows and sheets are repeated in any
/// honest file, and cost nothing.
fn check_cells(zip: &mut Zip) -> Result<()> {
    let part = zip.by_name("content.xml").map_err(|error| refused(&error, "ods"))?;
    let mut text = BufReader::with_capacity(65_536, part.take(HELD_LIMIT + 1));
    let (mut size, mut cells, mut row, mut rows) = (0_u64, 0_u64, 0_u64, 1);
    let mut tag = Vec::new();
    loop {
        tag.clear();
        let read = text.read_until(b'<', &mut tag).map_err(|_| broken("ods"))? as u64;
        size += read;
        if size > HELD_LIMIT {
            return Err(Error::ArchiveTooLarge { found: size, limit: HELD_LIMIT });
        }
        if tag.starts_with(b"table:table-row") {
            (row, rows) = (0, repeated(&tag, b"number-rows-repeated=\""));
        } else if tag.starts_with(b"table:table-cell") && find(&tag, b"value-type=").is_some() {
            row = row.saturating_add(repeated(&tag, b"number-columns-repeated=\""));
        } else if tag.starts_with(b"/table:table-row") {
            cells = cells.saturating_add(row.saturating_mul(rows));
            if cells > ODS_CELL_LIMIT {
                return Err(Error::TooMany { what: "cells", found: cells, limit: ODS_CELL_LIMIT });
            }
        }
        if read == 0 {
            return Ok(());
        }
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

fn repeated(tag: &[u8], attribute: &[u8]) -> u64 {
    let digits = find(tag, attribute).and_then(|at| tag.get(at + attribute.len()..)).unwrap_or_default();
    let digits = digits.iter().take(18).take_while(|byte| byte.is_ascii_digit());
    digits.fold(None, |sum, digit| Some(sum.unwrap_or(0) * 10 + u64::from(digit - b'0'))).unwrap_or(1)
}

/// The text file of an archive: the only file, or the only one with the name of a table.
fn packed_file(zip: &mut Zip, names: &[String], sink: &mut Sink) -> Result<Contents> {
    const TABLES: [&str; 4] = [".csv", ".tsv", ".txt", ".tab"];
    // What macOS adds, and folders.
    let is_file = |name: &&String| !name.ends_with('/') && !name.starts_with("__MACOSX/");
    let files: Vec<&String> = names.iter().filter(is_file).collect();
    let is_table = |name: &&&String| TABLES.iter().any(|end| name.to_lowercase().ends_with(end));
    let tables: Vec<&String> = files.iter().filter(is_table).copied().collect();
    let name = match (tables.as_slice(), files.as_slice()) {
        ([table], _) => *table,
        ([], [file]) => *file,
        _ => return Err(Error::NoTableInside { kind: "zip", found: tables.len() }),
    };
    let mut part = zip.by_name(name).map_err(|error| refused(&error, "zip"))?;
    let whole = part.size().max(1);
    let mut piece = try_zeroed(0_u8, PIECE)?;
    let mut done = 0;
    loop {
        let read = match part.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(broken("zip")),
        };
        done += read as u64;
        if done > whole {
            return Err(broken("zip"));
        }
        sink(piece.get(..read).unwrap_or_default(), done as f64 / whole as f64)?;
    }
    Ok(Contents { kind: "zip", part: name.clone(), others: files.len() - 1 })
}
