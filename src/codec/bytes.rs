//! Flat bytes: an encoder, and a decoder that trusts nothing.
//!
//! A single integer is 8 bytes, an element of a run 4 bytes, both little-endian. A run begins with its length in
//! elements. Truncated or altered bytes give [`Error::SnapshotBroken`], or, where the alteration is undetectable, other
//! data of the same form.
//!
//! Sealed bytes begin with a name and [`FORMAT_VERSION`], and end with a [`checksum`] of all before it.

use crate::error::{Error, Result};
use crate::memory::try_reserve;

/// Version of everything that is sealed: a change of any of it is another version.
pub const FORMAT_VERSION: u64 = 1;

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

    /// The beginning of sealed bytes with that name.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], here and in every method below.
    pub fn begin(name: &str) -> Result<ByteWriter> {
        let mut writer = ByteWriter::default();
        writer.bytes(name.as_bytes())?;
        writer.word(FORMAT_VERSION)?;
        Ok(writer)
    }

    /// The encoded bytes with their [`checksum`], for [`ByteReader::sealed`].
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    pub fn seal(mut self) -> Result<Vec<u8>> {
        self.word(checksum(&self.bytes))?;
        Ok(self.finish())
    }

    /// Room for that many more bytes, so that large ones are not moved while they grow.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    #[inline(never)]
    pub fn reserve(&mut self, bytes: usize) -> Result<()> {
        try_reserve(&mut self.bytes, bytes)
    }

    /// One integer, 8 bytes.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    pub fn number(&mut self, number: usize) -> Result<()> {
        self.word(number as u64)
    }

    /// The same of 64 bits on every machine.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    #[inline(never)]
    pub fn word(&mut self, word: u64) -> Result<()> {
        try_reserve(&mut self.bytes, 8)?;
        self.bytes.extend_from_slice(&word.to_le_bytes());
        Ok(())
    }

    /// A run of bytes.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    #[inline(never)]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.number(bytes.len())?;
        try_reserve(&mut self.bytes, bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// A run of integers below 2³².
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    pub fn indices(&mut self, indices: impl ExactSizeIterator<Item = u32>) -> Result<()> {
        self.number(indices.len())?;
        self.words(indices.map(u32::to_le_bytes))
    }

    /// A run of single-precision numbers, bit for bit.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    #[inline(never)]
    pub fn values(&mut self, values: &[f32]) -> Result<()> {
        self.number(values.len())?;
        self.words(values.iter().map(|value| value.to_le_bytes()))
    }

    /// Texts: the length of each in bytes, then their bytes.
    ///
    /// # Errors
    /// As [`ByteWriter::begin`].
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str> + Clone) -> Result<()> {
        self.indices(texts.clone().map(|text| text.len() as u32))?;
        for text in texts {
            try_reserve(&mut self.bytes, text.len())?;
            self.bytes.extend_from_slice(text.as_bytes());
        }
        Ok(())
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

    /// A decoder of bytes that were sealed with that name, behind it.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`]; [`Error::SnapshotVersion`] for another version than this.
    pub fn sealed(bytes: &'a [u8], name: &str) -> Result<Self> {
        let mut reader = ByteReader::new(bytes);
        if reader.bytes()? != name.as_bytes() {
            return Err(Error::SnapshotBroken);
        }
        let found = reader.word()?;
        if found != FORMAT_VERSION {
            return Err(Error::SnapshotVersion { found, known: FORMAT_VERSION });
        }
        let (inside, seal) = bytes.split_last_chunk::<8>().ok_or(Error::SnapshotBroken)?;
        let Some(length) = reader.bytes.len().checked_sub(8) else { return Err(Error::SnapshotBroken) };
        if checksum(inside) != u64::from_le_bytes(*seal) {
            return Err(Error::SnapshotBroken);
        }
        Ok(ByteReader { bytes: &reader.bytes[..length] })
    }

    /// Checks that this number of single-precision values can still follow, before room is made for them.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    pub fn expect_values(&self, count: u64) -> Result<()> {
        if (self.bytes.len() as u64) / 4 < count { Err(Error::SnapshotBroken) } else { Ok(()) }
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
    #[inline(never)]
    pub fn number(&mut self) -> Result<usize> {
        usize::try_from(self.word()?).map_err(|_| Error::SnapshotBroken)
    }

    /// The integer that [`ByteWriter::word`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    #[inline(never)]
    pub fn word(&mut self) -> Result<u64> {
        let (word, rest) = self.bytes.split_first_chunk::<8>().ok_or(Error::SnapshotBroken)?;
        self.bytes = rest;
        Ok(u64::from_le_bytes(*word))
    }

    /// The run that [`ByteWriter::bytes`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`].
    #[inline(never)]
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.split_off(length)
    }

    /// The run that [`ByteWriter::indices`] wrote.
    ///
    /// # Errors
    /// As [`ByteReader::finish`]; [`Error::OutOfMemory`].
    #[inline(never)]
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
    #[inline(never)]
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

/// Sum by which bytes are known to be the same again: any change within eight bytes changes it, and others nearly always. It
/// guards against accidents, not against forgery.
pub fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    checksum_of([bytes.len() as u64].into_iter().chain(words).chain(rest.iter().map(|&byte| u64::from(byte))))
}

/// The same of words.
pub fn checksum_of(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |sum: u64, word| (sum.rotate_left(23) ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25))
}
