//! Zip archives: what they say of themselves is checked before anything is unpacked, and what is unpacked as it comes.

use std::io::{self, Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::gzip::{MAX_PIECE_BYTES, MAX_RATIO, MAX_TEXT_BYTES, RATIO_CHECKED_FROM};
use crate::memory::try_zeroed;

/// Limit of the files in an archive: a workbook has one per sheet, picture and comment.
pub const MAX_ENTRIES: usize = 20_000;
/// Limit of an unpacked part that the reader of a workbook holds as a whole, in bytes: the strings of an Excel
/// workbook; and of the one part of a LibreOffice workbook that is read.
pub const MAX_PART_BYTES: u64 = 512 << 20;
/// Extensions of files that may hold a table.
const EXTENSIONS: [&str; 18] = [
    ".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".inter", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls",
    ".ods", ".parquet", ".html", ".htm", ".gz",
];
/// Extensions of notes, which are tables only where nothing else is.
const NOTES: [&str; 3] = ["readme", "license", "licence"];

pub(crate) type Zip = ZipArchive<Cursor<SharedBytes>>;

/// A part of an archive, at most `limit` bytes of it: more are an error of the kind `FileTooLarge`.
pub(crate) struct Part<'a> {
    file: ZipFile<'a, Cursor<SharedBytes>>,
    left: u64,
}

impl<'a> Part<'a> {
    pub fn new(file: ZipFile<'a, Cursor<SharedBytes>>, limit: u64) -> Part<'a> {
        Part { file, left: limit }
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

pub(crate) fn zip_error(error: &ZipError, kind: &'static str) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Error::PasswordProtected,
        _ => broken(kind),
    }
}

/// Names of all files in the archive, if their number and declared sizes are not those of a zip bomb.
pub(crate) fn checked_names(zip: &mut Zip) -> Result<Vec<String>> {
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

/// Unpacks a part without keeping it, for its true size instead of the declared one.
pub(crate) fn check_size(zip: &mut Zip, name: &str, kind: &'static str) -> Result<u64> {
    let mut part = zip.by_name(name).map_err(|error| zip_error(&error, kind))?.take(MAX_PART_BYTES + 1);
    let found = io::copy(&mut part, &mut io::sink()).map_err(|_| broken(kind))?;
    if found > MAX_PART_BYTES { Err(Error::ArchiveTooLarge { found, limit: MAX_PART_BYTES }) } else { Ok(found) }
}

/// Files in an archive that may be tables: those with the extension of one, or the only file.
pub(crate) struct PackedFiles {
    zip: Zip,
    names: Vec<String>,
}

impl PackedFiles {
    pub fn open(zip: Zip, names: Vec<String>) -> Result<PackedFiles> {
        let names = tables_among(names);
        if names.is_empty() {
            Err(Error::NoTableInside { kind: "zip", found: 0 })
        } else {
            Ok(PackedFiles { zip, names })
        }
    }
}

/// Names of files that may be tables.
pub(crate) fn tables_among(names: Vec<String>) -> Vec<String> {
    // No folders, nor the metadata that macOS adds.
    let is_file = |name: &String| !name.ends_with('/') && !name.contains("__MACOSX/") && !name.contains("/._");
    let files: Vec<String> = names.into_iter().filter(is_file).collect();
    let lower: Vec<String> = files.iter().map(|name| name.to_lowercase()).collect();
    let has_extension = |at: usize| EXTENSIONS.iter().any(|end| lower.get(at).is_some_and(|name| name.ends_with(end)));
    let is_note = |at: usize| {
        let name = lower.get(at).map(|name| name.rsplit('/').next().unwrap_or(name)).unwrap_or_default();
        NOTES.iter().any(|note| name.starts_with(note))
    };
    let tables: Vec<usize> = (0..files.len()).filter(|&at| has_extension(at) && !is_note(at)).collect();
    match (tables.as_slice(), files.len()) {
        ([], 1) => files,
        ([], _) => Vec::new(),
        _ => tables.into_iter().filter_map(|at| files.get(at).cloned()).collect(),
    }
}

impl Tables for PackedFiles {
    fn contents(&self) -> Contents {
        Contents { kind: "zip", parts: self.names.clone() }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        let name = self.names.get(part).ok_or_else(|| no_such_part(part))?;
        let mut file = self.zip.by_name(name).map_err(|error| zip_error(&error, "zip"))?;
        let size = file.size().max(1);
        let mut piece = try_zeroed(0_u8, MAX_PIECE_BYTES)?;
        let mut done = 0;
        loop {
            let read = match file.read(&mut piece) {
                Ok(0) => return Ok(()),
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
    }
}
