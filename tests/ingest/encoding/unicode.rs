//! The decoders that need no tables, compared with encoding_rs on text and on noise.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use firstpick::ingest::encoding::{ByteOrder, Utf8, Utf16};
use firstpick::rng::{stream, unit};

use crate::pieces;

/// Sizes of the pieces: characters of every length are cut in every way, or not at all.
const CHUNKS: [usize; 5] = [1, 2, 3, 7, 1_000];

/// Texts of valid and malformed characters of every length in random order.
fn noise(parts: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut generator = stream(3, "noise");
    let mut pick = move |below: usize| (unit(&mut generator) * below as f64) as usize;
    (0..2_000).map(|_| (0..pick(12)).flat_map(|_| parts[pick(parts.len())].to_vec()).collect()).collect()
}

/// Checks that each text, in pieces of each size, is decoded as encoding_rs decodes all of it.
fn assert_like(encoding: &'static Encoding, texts: &[Vec<u8>], decode: impl Fn(&[u8], usize) -> Vec<u8>) {
    let mut malformed_texts = 0;
    for bytes in texts {
        let (expected, malformed) = encoding.decode_without_bom_handling(bytes);
        malformed_texts += usize::from(malformed);
        for size in CHUNKS {
            let found = String::from_utf8(decode(bytes, size)).expect("UTF-8");
            assert_eq!(found, expected, "{} {bytes:02x?} in pieces of {size}", encoding.name());
        }
    }
    assert!((100..texts.len() - 100).contains(&malformed_texts), "{malformed_texts} malformed texts");
}

#[test]
fn utf_8_is_decoded_as_in_the_standard_whatever_is_malformed_and_however_it_is_cut() {
    let parts: [&[u8]; 17] = [
        b"a",
        b"user,",
        "é".as_bytes(),
        "品".as_bytes(),
        "🧀".as_bytes(),
        "\u{10ffff}".as_bytes(),
        b"\xe5\x93",
        b"\xf0\x9f\xa7",
        b"\xf0",
        b"\x80",
        b"\xff",
        b"\xc0\xaf",
        b"\xe0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90",
        b"\xef\xbb\xbf",
        b"\xbf\xbf",
    ];
    assert_like(UTF_8, &noise(&parts), |bytes, size| {
        let (mut decoder, mut text) = (Utf8::default(), Vec::new());
        for (piece, last) in pieces(bytes, size) {
            let mut keep = |part: &[u8]| {
                assert!(std::str::from_utf8(part).is_ok(), "no character is cut in two");
                text.extend_from_slice(part);
                Ok(())
            };
            decoder.push(piece, last, &mut keep).expect("a sink that takes everything");
        }
        text
    });
}

#[test]
fn utf_16_is_decoded_as_in_the_standard_whatever_is_malformed_and_however_it_is_cut() {
    let units: [&[u8]; 9] = [
        b"a\0",
        b",\0",
        b"\xc1\x54",
        b"\xff\xfe",
        b"\x3e\xd8\xc0\xdd",
        b"\xff\xdb\xff\xdf",
        b"\x3e\xd8",
        b"\xc0\xdd",
        b"\x00",
    ];
    let texts = noise(&units);
    for (order, encoding) in [(ByteOrder::Little, UTF_16LE), (ByteOrder::Big, UTF_16BE)] {
        assert_like(encoding, &texts, |bytes, size| {
            let (mut decoder, mut text) = (Utf16::new(order), Vec::new());
            for (piece, last) in pieces(bytes, size) {
                let mut keep = |part: &[u8]| {
                    text.extend_from_slice(part);
                    Ok(())
                };
                decoder.push(piece, last, &mut keep).expect("a sink that takes everything");
            }
            text
        });
    }
}
