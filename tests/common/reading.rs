//! From a file's bytes to what is learned from.

use firstpick::dataset::Interactions;
use firstpick::ingest::build::FileReader;
use firstpick::ingest::schema::Preview;
use firstpick::pipeline::SplitContext;
use firstpick::split::Split;

/// The reader of a file, after its last byte.
pub fn reader(bytes: &[u8]) -> FileReader {
    let preview = Preview::of(bytes, true).expect("a preview");
    let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
    reader.push(bytes, true).expect("a file");
    reader
}

pub fn interactions(bytes: &[u8]) -> Interactions {
    reader(bytes).finish().expect("interactions").0
}

/// A fresh split by `seed` of the interactions of a file.
pub fn context(bytes: &[u8], seed: u64) -> SplitContext {
    SplitContext::new(Split::of(&interactions(bytes), seed).expect("a split"))
}
