//! Files that hold a table inside of something else, told by their first bytes and never by their name.

/// What a table may be packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// RFC 1952, one member or several: read as a stream.
    Gzip,
    /// A zip archive: a workbook of Excel (since 2007) or LibreOffice, or a packed text file. Read as a whole.
    Zip,
    /// A compound file of Microsoft's: a workbook from before 2007, or a newer one behind a password. Read as a whole.
    Compound,
}

impl Container {
    /// What a file that begins with `head` is packed in; none for text, and for whatever this crate doesn't open.
    pub fn of(head: &[u8]) -> Option<Container> {
        match head {
            [0x1f, 0x8b, ..] => Some(Container::Gzip),
            [b'P', b'K', 3, 4, ..] => Some(Container::Zip),
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Some(Container::Compound),
            _ => None,
        }
    }

    /// Whether it can be read from its beginning to its end without ever being held as a whole.
    pub fn is_stream(self) -> bool {
        self == Container::Gzip
    }
}
