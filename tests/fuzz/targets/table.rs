//! Any file, with everything inferred: it is read or refused, the same however it is cut, and every row is counted.
#![no_main]

use firstpick::error::Result;
use firstpick::ingest::build::{FileReader, RowCounts};
use firstpick::ingest::schema::Preview;
use libfuzzer_sys::fuzz_target;

fn read(preview: &Preview, bytes: &[u8], size: usize) -> Result<(usize, RowCounts)> {
    let mut reader = FileReader::new(preview, preview.roles)?;
    let count = bytes.len().div_ceil(size).max(1);
    for index in 0..count {
        let end = ((index + 1) * size).min(bytes.len());
        reader.push(&bytes[index * size..end], index + 1 == count)?;
    }
    reader.finish().map(|(interactions, row_counts)| (interactions.matrix.ones(), row_counts))
}

fuzz_target!(|data: &[u8]| {
    let [size, bytes @ ..] = data else { return };
    let Ok(preview) = Preview::of(bytes, true) else { return };
    let whole = read(&preview, bytes, bytes.len().max(1));
    assert_eq!(read(&preview, bytes, usize::from(*size).max(1)), whole);
    if let Ok((_, row_counts)) = whole {
        assert_eq!(row_counts.rows, row_counts.used + row_counts.merged + row_counts.rejected.values().sum::<u64>());
    }
});
