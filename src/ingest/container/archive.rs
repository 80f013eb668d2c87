//! Files that are read as a whole: workbooks, and zip archives with a text file. The sizes that an archive declares are
//! checked before anything is unpacked.

use std::io::{BufRead, BufReader, Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, MAX_ODS_CELLS, Sink, broken};
use crate::ingest::container::gzip::{MAX_PIECE_BYTES, MAX_RATIO, MAX_TEXT_BYTES, RATIO_CHECKED_FROM};
use crate::ingest::container::signature::Container;
use crate::ingest::container::workbook::{ods_csv, xls_csv, xlsx_csv};
use crate::memory::{try_reserve, try_zeroed};

/// Limit of a file that is held as a whole, in bytes. Its strings and cells take several times as much.
pub const MAX_FILE_BYTES: u64 = 200 << 20;
/// Limit of the files in an archive: a workbook has one per sheet, picture and comment.
pub const MAX_ENTRIES: usize = 20_000;
/// Limit of an unpacked part that the reader of a workbook holds as a whole, in bytes: the strings of an Excel
/// workbook, everything of a LibreOffice one.
pub const MAX_PART_BYTES: u64 = 512 << 20;

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A file that arrives in chunks and is read as a whole afterwards.
#[derive(Default)]
pub struct Archive {
    bytes: Vec<u8>,
}

impl Archive {
    /// An archive that will have `size` bytes.
    ///
    /// # Errors
    /// [`Error::WorkbookTooLarge`] beyond [`MAX_FILE_BYTES`], [`Error::OutOfMemory`].
    pub fn new(size: u64) -> Result<Archive> {
        if size > MAX_FILE_BYTES {
            return Err(Error::WorkbookTooLarge { found: size, limit: MAX_FILE_BYTES });
        }
        let mut bytes = Vec::new();
        try_reserve(&mut bytes, size as usize)?;
        Ok(Archive { bytes })
    }

    /// Adds the next bytes.
    ///
    /// # Errors
    /// As [`Archive::new`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let size = (self.bytes.len() + bytes.len()) as u64;
        if size > MAX_FILE_BYTES {
            return Err(Error::WorkbookTooLarge { found: size, limit: MAX_FILE_BYTES });
        }
        try_reserve(&mut self.bytes, bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Passes the file's table to `sink` as text: UTF-8 of a workbook, the original encoding of a packed file.
    ///
    /// # Errors
    /// [`Error::ArchiveBroken`], [`Error::ArchiveTooLarge`], [`Error::PasswordProtected`], [`Error::NoTableInside`],
    /// [`Error::TooMany`] cells or columns, [`Error::BinaryFile`] for any other content, and those of `sink`.
    pub fn table(&self, sink: &mut Sink) -> Result<Contents> {
        match Container::of(&self.bytes) {
            Some(Container::Compound) => xls_csv(&self.bytes, sink),
            Some(Container::Zip) => self.zip_table(sink),
            _ => Err(Error::BinaryFile { kind: "unknown" }),
        }
    }

    fn zip_table(&self, sink: &mut Sink) -> Result<Contents> {
        let mut zip =
            ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(|_| broken(probable_kind(&self.bytes)))?;
        let names = check(&mut zip)?;
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        if has("content.xml") && has("mimetype") {
            if has("META-INF/manifest.xml") {
                check_size(&mut zip, "META-INF/manifest.xml", "ods")?;
            }
            check_cells(&mut zip)?;
            ods_csv(&self.bytes, sink)
        } else if has("xl/workbook.bin") {
            Err(Error::BinaryFile { kind: "xlsb" })
        } else if names.iter().any(|name| name.starts_with("xl/") || name.ends_with("workbook.xml")) {
            for name in names.iter().filter(|name| name.ends_with(".xml") && !name.starts_with("xl/worksheets/")) {
                check_size(&mut zip, name, "xlsx")?;
            }
            xlsx_csv(&self.bytes, sink)
        } else if has("[Content_Types].xml") {
            Err(Error::BinaryFile { kind: "unknown" })
        } else {
            packed_file(&mut zip, &names, sink)
        }
    }
}

/// Probable kind of an archive whose directory is missing, by its first bytes.
fn probable_kind(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..1_024).unwrap_or(bytes);
    match (find(head, b"opendocument.spreadsheet"), find(head, b"[Content_Types].xml")) {
        (Some(_), _) => "ods",
        (None, Some(_)) => "xlsx",
        (None, None) => "zip",
    }
}

/// Names of all files in the archive, if their number and declared sizes are not those of a zip bomb.
fn check(zip: &mut Zip) -> Result<Vec<String>> {
    if zip.len() > MAX_ENTRIES {
        return Err(Error::TooMany { what: "entries", found: zip.len() as u64, limit: MAX_ENTRIES as u64 });
    }
    let (mut names, mut packed, mut unpacked) = (Vec::new(), 0_u64, 0_u64);
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| broken("zip"))?;
        if entry.encrypted() {
            return Err(Error::PasswordProtected);
        }
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(entry.size());
        names.push(entry.name().map_err(|_| broken("zip"))?.into_owned());
    }
    let allowed = packed.saturating_mul(MAX_RATIO);
    let limit = if unpacked > RATIO_CHECKED_FROM { MAX_TEXT_BYTES.min(allowed) } else { MAX_TEXT_BYTES };
    if unpacked > limit {
        return Err(Error::ArchiveTooLarge { found: unpacked, limit: limit.max(RATIO_CHECKED_FROM) });
    }
    // Files that share bytes make a very large archive of a small one.
    if zip.has_overlapping_entries().map_err(|_| broken("zip"))? {
        return Err(broken("zip"));
    }
    Ok(names)
}

fn zip_error(error: &ZipError, kind: &'static str) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Error::PasswordProtected,
        _ => broken(kind),
    }
}

/// Unpacks a part without keeping it, to check its true size instead of the declared one.
fn check_size(zip: &mut Zip, name: &str, kind: &'static str) -> Result<()> {
    let mut part = zip.by_name(name).map_err(|error| zip_error(&error, kind))?.take(MAX_PART_BYTES + 1);
    let found = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| broken(kind))?;
    if found > MAX_PART_BYTES { Err(Error::ArchiveTooLarge { found, limit: MAX_PART_BYTES }) } else { Ok(()) }
}

/// Checks the number of cells in content.xml after `number-columns-repeated` and `number-rows-repeated`: a few bytes
/// can ask for billions. Empty cells at the ends of rows and sheets are repeated in any ordinary file, and cost
/// nothing.
fn check_cells(zip: &mut Zip) -> Result<()> {
    let part = zip.by_name("content.xml").map_err(|error| zip_error(&error, "ods"))?;
    let mut text = BufReader::with_capacity(65_536, part.take(MAX_PART_BYTES + 1));
    let (mut size, mut cells, mut row, mut rows) = (0_u64, 0_u64, 0_u64, 1);
    let mut tag = Vec::new();
    loop {
        tag.clear();
        let read = text.read_until(b'<', &mut tag).map_err(|_| broken("ods"))? as u64;
        size += read;
        if size > MAX_PART_BYTES {
            return Err(Error::ArchiveTooLarge { found: size, limit: MAX_PART_BYTES });
        }
        if tag.starts_with(b"table:table-row") {
            (row, rows) = (0, repeated(&tag, b"number-rows-repeated=\""));
        } else if tag.starts_with(b"table:table-cell") && find(&tag, b"value-type=").is_some() {
            row = row.saturating_add(repeated(&tag, b"number-columns-repeated=\""));
        } else if tag.starts_with(b"/table:table-row") {
            cells = cells.saturating_add(row.saturating_mul(rows));
            if cells > MAX_ODS_CELLS {
                return Err(Error::TooMany { what: "cells", found: cells, limit: MAX_ODS_CELLS });
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

/// Value of a tag's attribute for repetition; 1 without it.
fn repeated(tag: &[u8], attribute: &[u8]) -> u64 {
    let digits = find(tag, attribute).and_then(|at| tag.get(at + attribute.len()..)).unwrap_or_default();
    let digits = digits.iter().take(18).take_while(|byte| byte.is_ascii_digit());
    digits.fold(None, |sum, digit| Some(sum.unwrap_or(0) * 10 + u64::from(digit - b'0'))).unwrap_or(1)
}

/// Text file of an archive: the only file, or the only one with the extension of a table.
fn packed_file(zip: &mut Zip, names: &[String], sink: &mut Sink) -> Result<Contents> {
    const EXTENSIONS: [&str; 4] = [".csv", ".tsv", ".txt", ".tab"];
    // No folders, nor the metadata that macOS adds.
    let is_file = |name: &&String| !name.ends_with('/') && !name.starts_with("__MACOSX/");
    let files: Vec<&String> = names.iter().filter(is_file).collect();
    let is_table = |name: &&&String| EXTENSIONS.iter().any(|end| name.to_lowercase().ends_with(end));
    let tables: Vec<&String> = files.iter().filter(is_table).copied().collect();
    let name = match (tables.as_slice(), files.as_slice()) {
        ([table], _) => *table,
        ([], [file]) => *file,
        _ => return Err(Error::NoTableInside { kind: "zip", found: tables.len() }),
    };
    let mut part = zip.by_name(name).map_err(|error| zip_error(&error, "zip"))?;
    let size = part.size().max(1);
    let mut piece = try_zeroed(0_u8, MAX_PIECE_BYTES)?;
    let mut done = 0;
    loop {
        let read = match part.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(broken("zip")),
        };
        done += read as u64;
        if done > size {
            return Err(broken("zip"));
        }
        sink(piece.get(..read).unwrap_or_default(), done as f64 / size as f64)?;
    }
    Ok(Contents { kind: "zip", part: name.clone(), others: files.len() - 1 })
}
