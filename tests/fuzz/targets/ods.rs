//! A LibreOffice workbook with any content.
#![no_main]

#[path = "packing.rs"]
mod packing;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    packing::read(&packing::packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", data),
    ]));
});
