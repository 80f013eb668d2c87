//! Which encoding from before Unicode bytes are in, by how much sense they make. The detector of
//! browsers needs more text than the few Chinese words of a small table; here each encoding of Chinese,
//! Japanese and Korean is tried, and what it makes of the bytes compared with what people write.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use crate::ingest::encoding::frequent::{HANGUL, KANJI, SIMPLIFIED, TRADITIONAL, WESTERN};
use crate::ingest::lexicon::header::is_name;

/// How many bytes of whole lines with anything beyond ASCII are tried.
const TRIED: usize = 8_192;
/// What the best must reach, on average over the bytes beyond ASCII: half of the characters common is usual.
const ENOUGH: f64 = 0.3;
/// How much a cell that is a known name of a column adds, and a malformed character takes.
const NAME: f64 = 8.0;
const MALFORMED: f64 = -6.0;
/// Bytes beyond ASCII from which on the detector of browsers knows the languages of Europe better.
const MUCH_WESTERN: usize = 400;

/// An encoding that is tried, with what is frequent in it, and what its makers took for frequent.
struct Candidate {
    encoding: &'static Encoding,
    frequent: HashSet<char>,
    first_level: HashSet<char>,
}

static CANDIDATES: LazyLock<[Candidate; 5]> = LazyLock::new(|| {
    [(GBK, SIMPLIFIED), (BIG5, TRADITIONAL), (SHIFT_JIS, KANJI), (EUC_KR, HANGUL), (EUC_JP, KANJI)].map(
        |(encoding, frequent)| {
            let first_level = of_first_level(encoding);
            Candidate { encoding, frequent: frequent.chars().collect(), first_level }
        },
    )
});

/// The encoding of East Asia, or of Western Europe, that makes the most sense of `sample`; `None` where none makes
/// enough.
pub(crate) fn plausible(sample: &[u8]) -> Option<&'static Encoding> {
    let tried = tried(sample);
    let beyond = tried.iter().filter(|byte| !byte.is_ascii()).count() as f64;
    let mut best = None;
    let mut best_score = ENOUGH;
    for candidate in &*CANDIDATES {
        let score = score(&tried, candidate) / beyond;
        if score > best_score {
            (best, best_score) = (Some(candidate.encoding), score);
        }
    }
    best.or_else(|| is_western(sample).then_some(WINDOWS_1252))
}

/// The first whole lines that have bytes beyond ASCII.
fn tried(sample: &[u8]) -> Vec<u8> {
    let mut tried = Vec::new();
    // No byte of a line break is ever a part of a character in these encodings.
    for line in sample.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
        if tried.len() + line.len() > TRIED && !tried.is_empty() {
            break;
        }
        if !line.is_ascii() {
            tried.extend_from_slice(&line[..line.len().min(TRIED)]);
        }
    }
    tried
}

/// The sense that the bytes make, in bytes.
fn score(bytes: &[u8], candidate: &Candidate) -> f64 {
    let Candidate { encoding, frequent, first_level } = candidate;
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let japanese = *encoding == SHIFT_JIS || *encoding == EUC_JP;
    let mut score = 0.0;
    for character in text.chars().filter(|character| !character.is_ascii()) {
        score += match character {
            char::REPLACEMENT_CHARACTER => MALFORMED,
            _ if frequent.contains(&character) => 2.0,
            '\u{3041}'..='\u{30ff}' if japanese => 2.0,
            '\u{3041}'..='\u{30ff}' => 0.0,
            // Punctuation of full width.
            '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}' | '“' | '”' | '·' | '—' | '…' | '￥' => 1.0,
            // Half-width katakana: a byte each, and rare where anything else will do.
            '\u{ff61}'..='\u{ff9f}' => -0.5,
            '\u{ac00}'..='\u{d7a3}' => 0.6,
            _ if first_level.contains(&character) => 0.6,
            _ => -1.0,
        };
    }
    let names = text.split(['\n', '\r', ',', '\t', ';', '|', '，']).filter(|cell| !cell.is_ascii() && is_name(cell));
    score + NAME * names.take(3).count() as f64
}

/// The Chinese characters that an encoding has in the half that its makers filled with those in daily use.
fn of_first_level(encoding: &'static Encoding) -> HashSet<char> {
    let (leads, trails) = match encoding.name() {
        "GBK" => (0xb0..=0xd7, 0xa1..=0xfe),
        "Big5" => (0xa4..=0xc6, 0x40..=0xfe),
        "Shift_JIS" => (0x88..=0x98, 0x40..=0xfc),
        "EUC-JP" => (0xb0..=0xcf, 0xa1..=0xfe),
        _ => return HashSet::new(),
    };
    let pairs: Vec<u8> = leads.flat_map(|lead| trails.clone().flat_map(move |trail| [lead, trail])).collect();
    // To decode them all is quick; to encode each character of a text is not, for encoding_rs searches its tables then.
    let (text, _) = encoding.decode_without_bom_handling(&pairs);
    text.chars().filter(|character| ('\u{4e00}'..='\u{9fff}').contains(character)).collect()
}

/// Whether the few bytes beyond ASCII are accents, quotation marks and currency signs of Western Europe.
fn is_western(sample: &[u8]) -> bool {
    let beyond: Vec<u8> = sample.iter().copied().filter(|byte| !byte.is_ascii()).take(MUCH_WESTERN).collect();
    if beyond.len() == MUCH_WESTERN {
        return false;
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&beyond);
    text.chars().all(|character| WESTERN.contains(character))
}
