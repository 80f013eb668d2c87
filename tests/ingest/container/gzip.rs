use std::io::Write;

use firstpick::error::{Error, Result};
use firstpick::ingest::container::{Gunzip, MAX_PIECE_BYTES, MAX_RATIO, RATIO_CHECKED_FROM};
use firstpick::rng::{below, stream};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use crate::{CHUNKS, pieces};

const BROKEN: Error = Error::ArchiveBroken { kind: "gzip" };

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// Rows of random numbers, which pack to a fraction but not to nothing.
fn text(rows: u64) -> Vec<u8> {
    let mut generator = stream(1, "gzip");
    let row = |_| format!("{},{}\n", below(&mut generator, 1_000), below(&mut generator, 50));
    (0..rows).map(row).collect::<String>().into_bytes()
}

/// Text of a file that arrives in pieces of `size`.
fn unpacked(file: &[u8], size: usize) -> Result<Vec<u8>> {
    let mut gunzip = Gunzip::default();
    let mut text = Vec::new();
    for (piece, last) in pieces(file, size) {
        gunzip.push(piece, last)?;
        while let Some(part) = gunzip.pull()? {
            assert!(!part.is_empty() && part.len() <= MAX_PIECE_BYTES);
            text.extend_from_slice(&part);
        }
    }
    Ok(text)
}

#[test]
fn the_text_is_the_same_however_the_file_is_cut() {
    let whole = text(5_000);
    let file = packed(&whole);
    for size in CHUNKS {
        assert!(unpacked(&file, size).expect("a text") == whole, "in pieces of {size}");
    }
}

#[test]
fn all_members_of_a_file_belong_to_its_text() {
    let parts: Vec<Vec<u8>> = (0..20).map(|part| text(part * 37)).collect();
    let mut file: Vec<u8> = parts.iter().flat_map(|part| packed(part)).collect();
    // As on tapes.
    file.extend([0; 512]);
    for size in CHUNKS {
        assert!(unpacked(&file, size).expect("a text") == parts.concat(), "in pieces of {size}");
    }
}

#[test]
fn a_header_may_have_a_name_a_comment_and_an_extra_field() {
    let builder = GzBuilder::new().filename("orders.csv").comment("by hand").extra(vec![7; 300]);
    let mut encoder = builder.write(Vec::new(), Compression::fast());
    encoder.write_all(b"user,item\n1,2\n").expect("writing to memory");
    let file = encoder.finish().expect("writing to memory");
    for size in CHUNKS {
        assert_eq!(unpacked(&file, size).expect("a text"), b"user,item\n1,2\n");
    }
}

#[test]
fn a_file_truncated_anywhere_is_broken_and_never_half_a_text() {
    let file = packed(&text(40));
    for length in 0..file.len() {
        assert_eq!(unpacked(&file[..length], 42).err(), Some(BROKEN), "{length} bytes of {}", file.len());
    }
    let two = [packed(&text(3)), packed(&text(4))].concat();
    assert_eq!(unpacked(&two[..two.len() - 5], 7).err(), Some(BROKEN));
}

#[test]
fn a_file_that_is_altered_or_followed_by_other_data_is_broken() {
    let file = packed(&text(40));
    for at in (10..file.len()).step_by(3) {
        let mut changed = file.clone();
        changed[at] ^= 0x11;
        assert!(unpacked(&changed, 65_536).is_err(), "changed at {at}");
    }
    assert_eq!(unpacked(&[&file[..], b"and more"].concat(), 65_536).err(), Some(BROKEN));
    assert_eq!(unpacked(&[&file[..], &[0, 0, 1]].concat(), 65_536).err(), Some(BROKEN));
}

#[test]
fn a_bomb_ends_in_an_error_and_is_never_held() {
    // Zeros deflate to a thousandth; the text becomes longer than a gigabyte.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    (0..1_100).for_each(|_| encoder.write_all(&zeros).expect("writing to memory"));
    let file = encoder.finish().expect("writing to memory");
    let mut gunzip = Gunzip::default();
    gunzip.push(&file, true).expect("bytes");
    let mut given = 0;
    let error = loop {
        match gunzip.pull() {
            Ok(Some(part)) => given += part.len() as u64,
            Ok(None) => panic!("a bomb is no text"),
            Err(error) => break error,
        }
    };
    assert!(given <= RATIO_CHECKED_FROM.max(file.len() as u64 * MAX_RATIO), "{given} bytes were given out");
    assert!(
        matches!(error, Error::ArchiveTooLarge { found, limit } if found > limit && limit >= RATIO_CHECKED_FROM),
        "{error:?}"
    );
}
