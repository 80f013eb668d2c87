use std::io::{Cursor, Write};

use firstpick::error::{Error, Result};
use firstpick::ingest::container::{Archive, Contents};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::pieces;

/// A file that is read as a whole, opened.
pub fn opened(file: &[u8]) -> Result<(Contents, Archive)> {
    let mut archive = Archive::new(file.len() as u64)?;
    for (piece, _) in pieces(file, 1_000) {
        archive.push(piece)?;
    }
    archive.open().map(|contents| (contents, archive))
}

/// Text of a table inside of a file.
pub fn text_of(archive: &mut Archive, part: usize) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut before = 0.0;
    archive.table(part, &mut |piece, fraction| {
        assert!((before..=1.0).contains(&fraction), "{before} → {fraction}");
        before = fraction;
        text.extend_from_slice(piece);
        Ok(())
    })?;
    Ok(text)
}

/// Contents of a file that is read as a whole, and its first table.
pub fn table(file: &[u8]) -> Result<(Contents, Vec<u8>)> {
    let (contents, mut archive) = opened(file)?;
    text_of(&mut archive, 0).map(|text| (contents, text))
}

pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("a file");
    }
    zip.finish().expect("an archive").into_inner()
}

const CSV: &[u8] = b"user,item\n1,a\n2,b\n";

fn parts(file: &[u8]) -> Vec<String> {
    opened(file).expect("an archive").0.parts
}

#[test]
fn the_text_files_of_an_archive_are_its_tables() {
    let (contents, text) = table(&zipped(&[("orders/2024.csv", CSV)])).expect("a table");
    assert_eq!(contents, Contents { kind: "zip", parts: vec!["orders/2024.csv".to_owned()] });
    assert_eq!(text, CSV);
    // Also with another name, and beside other files.
    assert_eq!(table(&zipped(&[("data", CSV)])).expect("a table").1, CSV);
    let beside =
        zipped(&[("Liesmich.md", b"!"), ("ORDERS.TSV", CSV), ("__MACOSX/._ORDERS.TSV", b"x"), ("readme.txt", b"!")]);
    assert_eq!(parts(&beside), ["ORDERS.TSV"]);
    assert_eq!(table(&beside).expect("a table").1, CSV);
    let (contents, mut archive) =
        opened(&zipped(&[("a.csv", CSV), ("b.json", b"[{}]"), ("c.png", b"1")])).expect("two");
    assert_eq!(contents.parts, ["a.csv", "b.json"]);
    assert_eq!(text_of(&mut archive, 1), Ok(b"[{}]".to_vec()));
    assert_eq!(text_of(&mut archive, 0), Ok(CSV.to_vec()));
    assert!(matches!(text_of(&mut archive, 2), Err(Error::OptionUnknown { option: "parts", .. })));
}

#[test]
fn an_archive_without_a_table_is_an_error() {
    let none = table(&zipped(&[("a.png", b"1"), ("b.png", b"2")]));
    assert_eq!(none.err(), Some(Error::NoTableInside { kind: "zip", found: 0 }));
}

#[test]
fn the_head_of_a_table_is_bounded_and_says_whether_it_is_all() {
    let rows: String = (0..400_000).map(|row| format!("{row},{}\n", row % 7)).collect();
    let (_, mut archive) = opened(&zipped(&[("a.csv", rows.as_bytes()), ("b.csv", CSV)])).expect("two");
    let head = archive.head(0, 1_000).expect("a head");
    assert!(!head.whole && rows.as_bytes().starts_with(&head.bytes) && head.bytes.len() < rows.len());
    let head = archive.head(1, 1_000).expect("a head");
    assert_eq!((head.whole, head.bytes.as_slice()), (true, CSV));
}

#[test]
fn documents_that_are_no_workbooks_are_named_as_such() {
    let word = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")]);
    assert_eq!(table(&word).err(), Some(Error::BinaryFile { kind: "document" }));
    let binary = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", b"\0")]);
    assert_eq!(table(&binary).err(), Some(Error::BinaryFile { kind: "xlsb" }));
}

#[test]
fn a_truncated_archive_is_broken() {
    let file = zipped(&[("a.csv", &CSV.repeat(100))]);
    for length in 4..file.len() {
        assert!(matches!(table(&file[..length]), Err(Error::ArchiveBroken { .. })), "{length} bytes");
    }
}

#[test]
fn an_archive_with_a_changed_byte_never_gives_another_text() {
    let whole = CSV.repeat(100);
    let file = zipped(&[("a.csv", &whole)]);
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x55;
        if let Ok((_, text)) = table(&changed) {
            assert_eq!(text, whole, "changed at {at}");
        }
    }
}

/// The archive with another size in its directory for its first file.
fn claiming(mut file: Vec<u8>, size: u32) -> Vec<u8> {
    let at = file.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    file[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    file
}

#[test]
fn a_bomb_is_refused_by_its_directory() {
    let file = claiming(zipped(&[("a.csv", &[b'0'; 100_000])]), 4_000_000_000);
    assert!(matches!(table(&file), Err(Error::ArchiveTooLarge { found: 4_000_000_000, .. })));
}

#[test]
fn a_bomb_that_hides_its_size_is_broken() {
    let file = claiming(zipped(&[("a.csv", &[b'0'; 100_000])]), 100);
    assert!(matches!(table(&file), Err(Error::ArchiveBroken { kind: "zip" })));
}

#[test]
fn a_file_with_a_password_is_reported_as_such() {
    let mut file = zipped(&[("a.csv", CSV)]);
    // The flag in both headers is enough; the bytes need not be encrypted.
    file[6] |= 1;
    let at = file.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    file[at + 8] |= 1;
    assert_eq!(table(&file).err(), Some(Error::PasswordProtected));
}

#[test]
fn thousands_of_parts_are_no_table() {
    let names: Vec<String> = (0..20_001).map(|at| format!("{at}.csv")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(table(&zipped(&files)), Err(Error::TooMany { what: "entries", .. })));
}
