//! Workbooks around the bytes of a fuzzer: parts are stored as they are, so that each change reaches the reader.

// Not every target packs.
#![allow(dead_code)]

use std::io::{Cursor, Write};

use firstpick::ingest::container::Archive;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Opens a file and reads its first tables.
pub fn read(bytes: &[u8]) {
    let Ok(mut archive) = Archive::new(bytes.len() as u64) else { return };
    if archive.push(bytes).is_err() {
        return;
    }
    let Ok(contents) = archive.open() else { return };
    for part in 0..contents.parts.len().min(8) {
        let _ = archive.head(part, 1_000);
        let _ = archive.table(part, &mut |_, fraction| {
            assert!((0.0..=1.0).contains(&fraction));
            Ok(())
        });
    }
}

/// A zip archive of these parts.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored).expect("a part");
        zip.write_all(bytes).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}
