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
pub(crate) use flat::{flat_enum, flat_struct};
pub use parts::Parts;
