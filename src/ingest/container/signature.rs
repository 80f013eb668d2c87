//! Signatures: containers are recognised by their first bytes, never by their name.

/// Kind of file that a table is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// RFC 1952, with one or several members; read as a stream.
    Gzip,
    /// Zip archive: a workbook of Excel (since 2007) or LibreOffice, or a packed text file; read as a whole.
    Zip,
    /// Microsoft's compound file: a workbook from before 2007, or a newer one with a password; read as a whole.
    Compound,
}

impl Container {
    /// Container of a file that begins with `head`; none for text and for files that this crate cannot open.
    pub fn of(head: &[u8]) -> Option<Container> {
        match head {
            [0x1f, 0x8b, ..] => Some(Container::Gzip),
            [b'P', b'K', 3, 4, ..] => Some(Container::Zip),
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Some(Container::Compound),
            _ => None,
        }
    }

    /// Whether the file is read without being held as a whole.
    pub fn is_stream(self) -> bool {
        self == Container::Gzip
    }
}
