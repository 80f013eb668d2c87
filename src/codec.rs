//! Flat binary encoding of numbers and text, for handing data from one instance of the core to another:
//! their memories are separate.
//!
//! A single integer is 8 bytes, an element of a run 4 bytes, both little-endian. A run begins with its length in
//! elements. The reader trusts nothing: truncated or altered bytes give [`Error::SnapshotBroken`], or, where the
//! alteration is undetectable, other data of the same form.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::memory::try_reserve;

/// Encoder that appends values to a growing buffer.
#[derive(Default)]
pub struct ByteWriter {
    bytes: Vec<u8>,
}

/// Decoder of the same values, in the same order.
pub struct ByteReader<'a> {
    bytes: &'a [u8],
}

impl ByteWriter {
    /// The encoded bytes.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// One integer, 8 bytes.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], here and in every method below.
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

    /// A run of integers below 2³².
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn indices(&mut self, indices: impl ExactSizeIterator<Item = u32>) -> Result<()> {
        self.number(indices.len())?;
        self.words(indices.map(u32::to_le_bytes))
    }

    /// A run of single-precision numbers, bit for bit.
    ///
    /// # Errors
    /// As [`ByteWriter::number`].
    pub fn values(&mut self, values: &[f32]) -> Result<()> {
        self.number(values.len())?;
        self.words(values.iter().map(|value| value.to_le_bytes()))
    }

    /// Texts: the length of each in bytes, then their bytes.
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

    /// A small value, as JSON.
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
    /// A decoder at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        ByteReader { bytes }
    }

    /// Checks that all bytes have been read.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], here and in every method below.
    pub fn finish(self) -> Result<()> {
        if self.bytes.is_empty() { Ok(()) } else { Err(Error::SnapshotBroken) }
    }

    /// The integer that [`ByteWriter::number`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn number(&mut self) -> Result<usize> {
        let (number, rest) = self.bytes.split_first_chunk::<8>().ok_or(Error::SnapshotBroken)?;
        self.bytes = rest;
        usize::try_from(u64::from_le_bytes(*number)).map_err(|_| Error::SnapshotBroken)
    }

    /// The run that [`ByteWriter::bytes`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.split_off(length)
    }

    /// The run that [`ByteWriter::indices`] wrote.
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

    /// The run that [`ByteWriter::values`] wrote, into `values`, whose length must equal the run's.
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

    /// The texts that [`ByteWriter::texts`] wrote, passed to `each` one by one.
    ///
    /// # Errors
    /// As [`ByteReader::finish`]; those of `each`.
    pub fn texts(&mut self, mut each: impl FnMut(&'a str) -> Result<()>) -> Result<()> {
        for &length in self.words()? {
            let text = self.split_off(u32::from_le_bytes(length) as usize)?;
            each(std::str::from_utf8(text).map_err(|_| Error::SnapshotBroken)?)?;
        }
        Ok(())
    }

    /// The value that [`ByteWriter::json`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        serde_json::from_slice(self.bytes()?).map_err(|_| Error::SnapshotBroken)
    }

    fn words(&mut self) -> Result<&'a [[u8; 4]]> {
        let length = self.number()?.checked_mul(4).ok_or(Error::SnapshotBroken)?;
        Ok(self.split_off(length)?.as_chunks().0)
    }

    fn split_off(&mut self, length: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.bytes.split_at_checked(length).ok_or(Error::SnapshotBroken)?;
        self.bytes = rest;
        Ok(bytes)
    }
}
