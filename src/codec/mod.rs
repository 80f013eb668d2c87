//! Flat binary encoding: how an instance of the core hands what it has to another one, and how a project is kept.
//!
//! - `bytes`: numbers, texts and runs of them, one after another; sealed with a name, a version and a checksum.
//! - `flat`: values that are written and read as a whole, field by field.
//! - `parts`: several pieces that belong together.

mod bytes;
mod flat;
mod parts;

pub use bytes::{ByteReader, ByteWriter, FORMAT_VERSION, checksum, checksum_of};
pub use flat::Flat;
pub use parts::Parts;

/// Implements [`Flat`] for a struct, all of whose fields implement it.
macro_rules! flat_struct {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::codec::Flat for $type {
            fn write(&self, writer: &mut $crate::codec::ByteWriter) -> $crate::error::Result<()> {
                let $type { $($field),+ } = self;
                $($crate::codec::Flat::write($field, writer)?;)+
                Ok(())
            }
            fn read(reader: &mut $crate::codec::ByteReader) -> $crate::error::Result<Self> {
                Ok($type { $($field: $crate::codec::Flat::read(reader)?),+ })
            }
        }
    };
}

/// Implements [`Flat`] for an enum without values by a number for each variant, which must stay its own.
macro_rules! flat_enum {
    ($type:ident { $($variant:ident = $number:literal),+ $(,)? }) => {
        impl $crate::codec::Flat for $type {
            fn write(&self, writer: &mut $crate::codec::ByteWriter) -> $crate::error::Result<()> {
                writer.number(match self { $($type::$variant => $number),+ })
            }
            fn read(reader: &mut $crate::codec::ByteReader) -> $crate::error::Result<Self> {
                match reader.number()? {
                    $($number => Ok($type::$variant),)+
                    _ => Err($crate::error::Error::SnapshotBroken),
                }
            }
        }
    };
}

pub(crate) use {flat_enum, flat_struct};
