//! Bytes in several pieces, so that none is large: a head, and parts that each belong to just that head.

use crate::codec::bytes::{ByteReader, ByteWriter};
use crate::error::{Error, Result};

/// The name of each part.
const PART: &str = "firstpick part";

/// The parts behind a head, which are fetched one by one.
pub struct Parts<'a> {
    stamp: u64,
    rest: &'a mut dyn Iterator<Item = Vec<u8>>,
}

impl<'a> Parts<'a> {
    /// The parts `rest` of a sealed `head`.
    pub fn of(head: &[u8], rest: &'a mut dyn Iterator<Item = Vec<u8>>) -> Self {
        Parts { stamp: stamp(head), rest }
    }

    /// The beginning of a part of that sealed head.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn begin(head: &[u8]) -> Result<ByteWriter> {
        let mut writer = ByteWriter::begin(PART)?;
        writer.word(stamp(head))?;
        Ok(writer)
    }

    /// Reads the next part as a whole.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], also for a part of another head; those of `read`.
    pub fn read<T>(&mut self, read: impl FnOnce(&mut ByteReader) -> Result<T>) -> Result<T> {
        let bytes = self.rest.next().ok_or(Error::SnapshotBroken)?;
        let mut reader = ByteReader::sealed(&bytes, PART)?;
        if reader.word()? != self.stamp {
            return Err(Error::SnapshotBroken);
        }
        let value = read(&mut reader)?;
        reader.finish().map(|()| value)
    }

    /// Checks that all parts have been read.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`].
    pub fn finish(self) -> Result<()> {
        if self.rest.next().is_none() { Ok(()) } else { Err(Error::SnapshotBroken) }
    }
}

/// The checksum that sealed bytes end with.
fn stamp(sealed: &[u8]) -> u64 {
    sealed.last_chunk().map_or(0, |seal| u64::from_le_bytes(*seal))
}
