use std::io::{Cursor, Write};

use firstpick::error::{Error, Result};
use firstpick::ingest::container::{Archive, Contents};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::pieces;

/// Contents of a file that is read as a whole, and its table.
pub fn table(file: &[u8]) -> Result<(Contents, Vec<u8>)> {
    let mut archive = Archive::new(file.len() as u64)?;
    for (piece, _) in pieces(file, 1_000) {
        archive.push(piece)?;
    }
    let mut text = Vec::new();
    let mut before = 0.0;
    let contents = archive.table(&mut |piece, fraction| {
        assert!((before..=1.0).contains(&fraction), "{before} → {fraction}");
        before = fraction;
        text.extend_from_slice(piece);
        Ok(())
    })?;
    Ok((contents, text))
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("a file");
    }
    zip.finish().expect("an archive").into_inner()
}

const CSV: &[u8] = b"user,item\n1,a\n2,b\n";

#[test]
fn the_one_text_file_of_an_archive_is_its_table() {
    let (contents, text) = table(&archive(&[("orders/2024.csv", CSV)])).expect("a table");
    assert_eq!(contents, Contents { kind: "zip", part: "orders/2024.csv".to_owned(), others: 0 });
    assert_eq!(text, CSV);
    // Also with another name, and beside other files.
    assert_eq!(table(&archive(&[("data", CSV)])).expect("a table").1, CSV);
    let beside = archive(&[("Liesmich.md", b"!"), ("ORDERS.TSV", CSV), ("__MACOSX/._ORDERS.TSV", b"x")]);
    let (contents, text) = table(&beside).expect("a table");
    assert_eq!((contents.part.as_str(), contents.others, text.as_slice()), ("ORDERS.TSV", 1, CSV));
}

#[test]
fn no_text_file_or_several_are_an_error() {
    let two = table(&archive(&[("a.csv", CSV), ("b.csv", CSV)]));
    assert_eq!(two.err(), Some(Error::NoTableInside { kind: "zip", found: 2 }));
    let none = table(&archive(&[("a.png", b"1"), ("b.png", b"2")]));
    assert_eq!(none.err(), Some(Error::NoTableInside { kind: "zip", found: 0 }));
}

#[test]
fn documents_that_are_no_workbooks_are_named_as_such() {
    let word = archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")]);
    assert_eq!(table(&word).err(), Some(Error::BinaryFile { kind: "unknown" }));
    let binary = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", b"\0")]);
    assert_eq!(table(&binary).err(), Some(Error::BinaryFile { kind: "xlsb" }));
}

#[test]
fn a_truncated_archive_is_broken() {
    let file = archive(&[("a.csv", &CSV.repeat(100))]);
    for length in 4..file.len() {
        assert!(matches!(table(&file[..length]), Err(Error::ArchiveBroken { .. })), "{length} bytes");
    }
}

#[test]
fn an_archive_with_a_changed_byte_never_gives_another_text() {
    let whole = CSV.repeat(100);
    let file = archive(&[("a.csv", &whole)]);
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
    let file = claiming(archive(&[("a.csv", &[b'0'; 100_000])]), 4_000_000_000);
    assert!(matches!(table(&file), Err(Error::ArchiveTooLarge { found: 4_000_000_000, .. })));
}

#[test]
fn a_bomb_that_hides_its_size_is_broken() {
    let file = claiming(archive(&[("a.csv", &[b'0'; 100_000])]), 100);
    assert!(matches!(table(&file), Err(Error::ArchiveBroken { kind: "zip" })));
}

#[test]
fn a_file_with_a_password_is_reported_as_such() {
    let mut file = archive(&[("a.csv", CSV)]);
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
    assert!(matches!(table(&archive(&files)), Err(Error::TooMany { what: "entries", .. })));
}
