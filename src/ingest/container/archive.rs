//! Files that are read as a whole: workbooks, archives with text files, JSON, tables of HTML and XML. Sizes that a file
//! declares are checked before they are believed.

use std::io::Read;

use zip::ZipArchive;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, Head, SharedBytes, Sink, Tables, broken};
use crate::ingest::container::json::JsonRows;
use crate::ingest::container::markup::MarkupTables;
use crate::ingest::container::packed::{MAX_PART_BYTES, PackedFiles, Part, check_size, checked_names};
use crate::ingest::container::signature::Container;
use crate::ingest::container::tar::TarFiles;
use crate::ingest::container::workbook::{OdsBook, XlsBook, XlsxBook, check_strings};
use crate::memory::try_reserve;

/// Limit of a file that is held as a whole, in bytes. Its strings and cells take several times as much.
pub const MAX_FILE_BYTES: u64 = 200 << 20;

/// What a sink answers once it has enough.
const ENOUGH: Error = Error::WriteFailed { file: "head" };

/// A file that arrives in chunks and is read as a whole afterwards.
pub struct Archive {
    state: State,
}

enum State {
    Arriving(Vec<u8>),
    Open(Box<dyn Tables>),
    /// After a failure.
    Closed,
}

impl Archive {
    /// An archive that will have `size` bytes; 0 where that is not known.
    ///
    /// # Errors
    /// [`Error::WorkbookTooLarge`] beyond [`MAX_FILE_BYTES`], [`Error::OutOfMemory`].
    pub fn new(size: u64) -> Result<Archive> {
        if size > MAX_FILE_BYTES {
            return Err(Error::WorkbookTooLarge { found: size, limit: MAX_FILE_BYTES });
        }
        let mut bytes = Vec::new();
        try_reserve(&mut bytes, size as usize)?;
        Ok(Archive { state: State::Arriving(bytes) })
    }

    /// Adds the next bytes.
    ///
    /// # Errors
    /// As [`Archive::new`]; [`Error::WrongState`] after [`Archive::open`].
    pub fn push(&mut self, more: &[u8]) -> Result<()> {
        let State::Arriving(bytes) = &mut self.state else {
            return Err(Error::WrongState { call: "push", needs: "a file that goes on", state: "at its end" });
        };
        let size = (bytes.len() + more.len()) as u64;
        if size > MAX_FILE_BYTES {
            return Err(Error::WorkbookTooLarge { found: size, limit: MAX_FILE_BYTES });
        }
        try_reserve(bytes, more.len())?;
        bytes.extend_from_slice(more);
        Ok(())
    }

    /// Opens the file, all of which has arrived.
    ///
    /// # Errors
    /// [`Error::ArchiveBroken`], [`Error::ArchiveTooLarge`], [`Error::PasswordProtected`], [`Error::NoTableInside`],
    /// [`Error::TooMany`] cells, columns or files, [`Error::BinaryFile`] for any other content.
    pub fn open(&mut self) -> Result<Contents> {
        if let State::Arriving(bytes) = std::mem::replace(&mut self.state, State::Closed) {
            self.state = State::Open(tables(SharedBytes::new(bytes))?);
        }
        self.tables().map(|tables| tables.contents())
    }

    fn tables(&mut self) -> Result<&mut dyn Tables> {
        match &mut self.state {
            State::Open(tables) => Ok(tables.as_mut()),
            _ => Err(Error::WrongState { call: "table", needs: "an open file", state: "closed" }),
        }
    }

    /// First bytes of the table at `part`: at least `limit`, or all where it has fewer.
    ///
    /// # Errors
    /// As [`Archive::table`].
    pub fn head(&mut self, part: usize, limit: usize) -> Result<Head> {
        let mut head = Head { bytes: Vec::new(), whole: true };
        let outcome = self.table(part, &mut |piece, _| {
            if head.bytes.len() >= limit && !piece.is_empty() {
                head.whole = false;
                return Err(ENOUGH);
            }
            try_reserve(&mut head.bytes, piece.len())?;
            head.bytes.extend_from_slice(piece);
            Ok(())
        });
        if head.whole {
            outcome?;
        }
        Ok(head)
    }

    /// Passes the table at `part` to `sink` as text: UTF-8, but the original bytes of a packed file.
    ///
    /// # Errors
    /// As [`Archive::open`]; [`Error::OptionUnknown`] for a part that is not there; those of `sink`.
    pub fn table(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        self.tables()?.write(part, sink)
    }
}

fn tables(bytes: SharedBytes) -> Result<Box<dyn Tables>> {
    Ok(match Container::of(bytes.as_ref()) {
        Some(Container::Compound) => Box::new(XlsBook::open(&bytes)?),
        Some(Container::Zip) => return zip_tables(bytes),
        Some(Container::Tar) => Box::new(TarFiles::open(&bytes)?),
        Some(Container::Json) => Box::new(JsonRows::open(&bytes)?),
        Some(Container::Markup) => Box::new(MarkupTables::open(&bytes)?),
        Some(Container::Gzip) | None => return Err(Error::BinaryFile { kind: "unknown" }),
    })
}

fn zip_tables(bytes: SharedBytes) -> Result<Box<dyn Tables>> {
    let mut zip = ZipArchive::new(bytes.cursor()).map_err(|_| broken(probable_kind(bytes.as_ref())))?;
    let names = checked_names(&mut zip)?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("content.xml") && has("mimetype") {
        // Documents and drawings are packed in the same way.
        let mut kind = String::new();
        let part = zip.by_name("mimetype").map_err(|_| broken("ods"))?;
        part.take(256).read_to_string(&mut kind).map_err(|_| broken("ods"))?;
        if kind.trim() != "application/vnd.oasis.opendocument.spreadsheet" {
            return Err(Error::BinaryFile { kind: "document" });
        }
        return Ok(Box::new(OdsBook::open(&bytes)?));
    }
    if has("xl/workbook.bin") {
        return Err(Error::BinaryFile { kind: "xlsb" });
    }
    if names.iter().any(|name| name.starts_with("xl/") || name.ends_with("workbook.xml")) {
        for name in names.iter().filter(|name| name.ends_with(".xml") && !name.starts_with("xl/worksheets/")) {
            let size = check_size(&mut zip, name, "xlsx")?;
            if name.to_lowercase().ends_with("sharedstrings.xml") {
                let part = zip.by_name(name).map_err(|_| broken("xlsx"))?;
                check_strings(Part::new(part, MAX_PART_BYTES), size)?;
            }
        }
        return Ok(Box::new(XlsxBook::open(&bytes)?));
    }
    if has("[Content_Types].xml") {
        return Err(Error::BinaryFile { kind: "document" });
    }
    Ok(Box::new(PackedFiles::open(zip, names)?))
}

/// Probable kind of an archive whose directory is missing, by its first bytes.
fn probable_kind(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..1_024).unwrap_or(bytes);
    let has = |wanted: &[u8]| head.windows(wanted.len()).any(|part| part == wanted);
    if has(b"opendocument.spreadsheet") {
        "ods"
    } else if has(b"[Content_Types].xml") {
        "xlsx"
    } else {
        "zip"
    }
}
