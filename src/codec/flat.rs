//! Values that are written and read as a whole. Floating-point numbers keep every bit, which JSON's would not.

use crate::codec::bytes::{ByteReader, ByteWriter};
use crate::error::{Error, Param, Result};
use crate::memory::try_reserve;

/// A value with an encoding of its own.
pub trait Flat: Sized {
    /// Encodes the value for [`Flat::read`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    fn write(&self, writer: &mut ByteWriter) -> Result<()>;

    /// Decodes what [`Flat::write`] encoded. The form is checked, not what the value means.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    fn read(reader: &mut ByteReader) -> Result<Self>;

    /// The value alone as bytes, for another instance of the same build.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut writer = ByteWriter::default();
        self.write(&mut writer)?;
        Ok(writer.finish())
    }

    /// The value that [`Flat::to_bytes`] gave.
    ///
    /// # Errors
    /// [`Error::SnapshotBroken`], [`Error::OutOfMemory`].
    fn of_bytes(bytes: &[u8]) -> Result<Self> {
        let mut reader = ByteReader::new(bytes);
        let value = Self::read(&mut reader)?;
        reader.finish().map(|()| value)
    }
}

impl Flat for usize {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.number(*self)
    }
    fn read(reader: &mut ByteReader) -> Result<usize> {
        reader.number()
    }
}

impl Flat for u64 {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.word(*self)
    }
    fn read(reader: &mut ByteReader) -> Result<u64> {
        reader.word()
    }
}

impl Flat for u32 {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.word(u64::from(*self))
    }
    fn read(reader: &mut ByteReader) -> Result<u32> {
        u32::try_from(reader.word()?).map_err(|_| Error::SnapshotBroken)
    }
}

impl Flat for bool {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.word(u64::from(*self))
    }
    fn read(reader: &mut ByteReader) -> Result<bool> {
        match reader.word()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Error::SnapshotBroken),
        }
    }
}

/// Finite ones only: nothing that is kept is infinite or not a number.
impl Flat for f64 {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.word(self.to_bits())
    }
    fn read(reader: &mut ByteReader) -> Result<f64> {
        let value = f64::from_bits(reader.word()?);
        if value.is_finite() { Ok(value) } else { Err(Error::SnapshotBroken) }
    }
}

impl Flat for String {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.bytes(self.as_bytes())
    }
    fn read(reader: &mut ByteReader) -> Result<String> {
        let text = std::str::from_utf8(reader.bytes()?).map_err(|_| Error::SnapshotBroken)?;
        Ok(text.to_owned())
    }
}

impl Flat for Param {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        match self {
            Param::Whole(whole) => writer.word(0).and_then(|()| whole.write(writer)),
            Param::Number(number) => writer.word(1).and_then(|()| number.write(writer)),
            Param::Text(text) => writer.word(2).and_then(|()| text.write(writer)),
        }
    }
    fn read(reader: &mut ByteReader) -> Result<Param> {
        match reader.word()? {
            0 => Flat::read(reader).map(Param::Whole),
            1 => Flat::read(reader).map(Param::Number),
            2 => Flat::read(reader).map(Param::Text),
            _ => Err(Error::SnapshotBroken),
        }
    }
}

impl<T: Flat> Flat for Option<T> {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        self.is_some().write(writer)?;
        self.iter().try_for_each(|value| value.write(writer))
    }
    fn read(reader: &mut ByteReader) -> Result<Option<T>> {
        bool::read(reader)?.then(|| T::read(reader)).transpose()
    }
}

impl<T: Flat> Flat for Vec<T> {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.number(self.len())?;
        self.iter().try_for_each(|value| value.write(writer))
    }
    /// Room is made as values come: a length that the bytes cannot hold ends with them.
    fn read(reader: &mut ByteReader) -> Result<Vec<T>> {
        let mut values = Vec::new();
        for _ in 0..reader.number()? {
            try_reserve(&mut values, 1)?;
            values.push(T::read(reader)?);
        }
        Ok(values)
    }
}
