//! Numbers and text one after another in one run of bytes: how data go from one instance of the
//! core to another, whose memory is not the same.
//!
//! Whole numbers are little-endian, 8 bytes each alone and 4 bytes each in a run; a run has its length
//! in front of it, in elements. The reader trusts nothing: bytes that were cut or changed are
//! [`Error::SnapshotBroken`], or, where the change cannot be told, other data of the same form.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::memory::try_reserve;

/// Puts things one after another.
#[derive(Default)]
pub struct ByteWriter {
    bytes: Vec<u8>,
}

/// Takes them out again in the same order.
pub struct ByteReader<'a> {
    bytes: &'a [u8],
}

impl ByteWriter {
    /// All that was put in.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// One whole number.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], here and in all that follow.
    pub fn number(&mut self, number: usize) -> Result<()> {
        try_reserve(&mut self.bytes, 8)?;
        self.bytes.extend_from_slice(&(number as u64).to_le_bytes());
        Ok(())
    }

    /// A run of bytes.
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.number(bytes.len())?;
        try_reserve(&mut self.bytes, bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// A run of whole numbers below 2³².
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn indices(&mut self, indices: impl ExactSizeIterator<Item = u32>) -> Result<()> {
        self.number(indices.len())?;
        self.words(indices.map(u32::to_le_bytes))
    }

    /// A run of numbers in single precision, bit for bit.
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn values(&mut self, values: &[f32]) -> Result<()> {
        self.number(values.len())?;
        self.words(values.iter().map(|value| value.to_le_bytes()))
    }

    /// Texts: the length of each, then all of them together.
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str> + Clone) -> Result<()> {
        self.indices(texts.clone().map(|text| text.len() as u32))?;
        for text in texts {
            try_reserve(&mut self.bytes, text.len())?;
            self.bytes.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    /// Something small, as JSON.
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn json(&mut self, value: &impl Serialize) -> Result<()> {
        self.bytes(&serde_json::to_vec(value).map_err(|_| Error::SnapshotBroken)?)
    }

    fn words(&mut self, words: impl ExactSizeIterator<Item = [u8; 4]>) -> Result<()> {
        try_reserve(&mut self.bytes, 4 * words.len())?;
        words.for_each(|word| self.bytes.extend_from_slice(&word));
        Ok(())
    }
}

impl<'a> ByteReader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        ByteReader { bytes }
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], here and in all that follow.
    pub fn finish(self) -> Result<()> {
        if self.bytes.is_empty() { Ok(()) } else { Err(Error::SnapshotBroken) }
    }

    /// What [`ByteWriter::number`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn number(&mut self) -> Result<usize> {
        let (number, rest) = self.bytes.split_first_chunk::<8>().ok_or(Error::SnapshotBroken)?;
        self.bytes = rest;
        usize::try_from(u64::from_le_bytes(*number)).map_err(|_| Error::SnapshotBroken)
    }

    /// What [`ByteWriter::bytes`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// What [`ByteWriter::indices`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`]; [`Error::OutOfMemory`].
    pub fn indices(&mut self) -> Result<Vec<u32>> {
        let words = self.words()?;
        let mut indices = Vec::new();
        try_reserve(&mut indices, words.len())?;
        indices.extend(words.iter().map(|&word| u32::from_le_bytes(word)));
        Ok(indices)
    }

    /// What [`ByteWriter::values`] wrote, into `values`, which must be as many.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn values(&mut self, values: &mut [f32]) -> Result<()> {
        let words = self.words()?;
        if words.len() != values.len() {
            return Err(Error::SnapshotBroken);
        }
        values.iter_mut().zip(words).for_each(|(value, &word)| *value = f32::from_le_bytes(word));
        Ok(())
    }

    /// What [`ByteWriter::texts`] wrote, one after the other to `each`.
    ///
    /// # Errors
    /// As [`ByteReader::finish`]; those of `each`.
    pub fn texts(&mut self, mut each: impl FnMut(&'a str) -> Result<()>) -> Result<()> {
        for &length in self.words()? {
            let text = self.take(u32::from_le_bytes(length) as usize)?;
            each(std::str::from_utf8(text).map_err(|_| Error::SnapshotBroken)?)?;
        }
        Ok(())
    }

    /// What [`ByteWriter::json`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        serde_json::from_slice(self.bytes()?).map_err(|_| Error::SnapshotBroken)
    }

    fn words(&mut self) -> Result<&'a [[u8; 4]]> {
        let length = self.number()?.checked_mul(4).ok_or(Error::SnapshotBroken)?;
        Ok(self.take(length)?.as_chunks().0)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Error::SnapshotBroken)?;
        self.bytes = rest;
        Ok(taken)
    }
}
