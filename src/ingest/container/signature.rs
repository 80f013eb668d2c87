//! Signatures: containers are recognised by their first bytes, never by their name.

/// Kind of file that a table is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// RFC 1952, with one or several members; read as a stream.
    Gzip,
    /// Zip archive: a workbook of Excel (since 2007) or LibreOffice, or packed text files; read as a whole.
    Zip,
    /// Microsoft's compound file: a workbook from before 2007, or a newer one with a password; read as a whole.
    Compound,
    /// Tape archive; read as a whole.
    Tar,
    /// JSON: lines, or an array, of objects; read as a whole.
    Json,
    /// HTML or XML, often called .xls; read as a whole.
    Markup,
}

/// Beginnings of a file of markup: CSV with a column `<DATE>` is none.
const MARKUP: [&[u8]; 11] = [
    b"<?xml",
    b"<!doctype",
    b"<!--",
    b"<html",
    b"<head",
    b"<meta",
    b"<body",
    b"<table",
    b"<style",
    b"<div",
    b"<workbook",
];
/// Files that are named for what they are, by their first bytes.
const FOREIGN: [(&[u8], &str); 16] = [
    (b"PAR1", "parquet"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"SQLite format 3\0", "database"),
    (b"\0\x01\0\0Standard ", "database"),
    (b"{\\rtf", "document"),
    (b"Obj\x01", "avro"),
    (b"ORC", "orc"),
    (b"ARROW1", "arrow"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\x93NUMPY", "numpy"),
    (b"\x80\x04\x95", "pickle"),
];
/// Place of the mark of a tape archive, in bytes.
const TAR_MARK: usize = 257;

impl Container {
    /// Container of a file that begins with `head`, 512 bytes or more of it; none for text and for files that this
    /// crate cannot open.
    pub fn of(head: &[u8]) -> Option<Container> {
        match head {
            [0x1f, 0x8b, ..] => Some(Container::Gzip),
            [b'P', b'K', 3, 4, ..] => Some(Container::Zip),
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Some(Container::Compound),
            _ if head.get(TAR_MARK..).is_some_and(|rest| rest.starts_with(b"ustar")) => Some(Container::Tar),
            _ => Container::of_text(head),
        }
    }

    /// Container of text in UTF-8, UTF-16, or an encoding that shares its ASCII.
    fn of_text(head: &[u8]) -> Option<Container> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let text = head.iter().copied().filter(|&byte| !is_wide || !matches!(byte, 0 | 0xfe | 0xff));
        let text: Vec<u8> = text.skip_while(u8::is_ascii_whitespace).take(64).collect();
        let rest = text.get(1..).unwrap_or_default().trim_ascii_start();
        match text.first()? {
            b'<' => {
                let lower = text.to_ascii_lowercase();
                MARKUP.iter().any(|tag| lower.starts_with(tag)).then_some(Container::Markup)
            }
            b'{' => matches!(rest.first(), Some(b'"' | b'}')).then_some(Container::Json),
            b'[' => matches!(rest.first(), Some(b'{')).then_some(Container::Json),
            _ => None,
        }
    }

    /// Whether the file is read without being held as a whole.
    pub fn is_stream(self) -> bool {
        self == Container::Gzip
    }

    /// Whether the file is text, which is decoded to UTF-8 before it is opened.
    pub fn is_text(self) -> bool {
        matches!(self, Container::Json | Container::Markup)
    }
}

/// Kind of a file that this crate cannot open and that would be taken for nonsense.
pub fn foreign_kind(head: &[u8]) -> Option<&'static str> {
    FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, kind)| kind)
}
