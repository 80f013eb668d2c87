//! Detection of the encoding of text from before Unicode, by plausibility. The detector of browsers needs more text
//! than the few Chinese words of a small table; here each encoding of Chinese, Japanese and Korean is tried, and its
//! result is compared with the characters that are frequent in the language.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS};

use crate::ingest::encoding::european::{european, stands_alone};
use crate::ingest::encoding::frequent::{HANGUL, KANJI, SIMPLIFIED, TRADITIONAL};
use crate::ingest::lexicon::is_name;

/// Bytes of lines with non-ASCII characters that are tried.
const SAMPLE: usize = 8_192;
/// Smallest score of a plausible encoding, per non-ASCII byte; usually half of the characters are frequent ones.
const MIN_SCORE: f64 = 0.3;
/// Score of a cell that is a known name of a column, at most [`MAX_NAMES`] of them.
const NAME_SCORE: f64 = 8.0;
const MAX_NAMES: usize = 3;
/// Score of a malformed character.
const MALFORMED_SCORE: f64 = -6.0;

/// An encoding that is tried.
struct Candidate {
    encoding: &'static Encoding,
    /// Frequent characters of its language.
    frequent: HashSet<char>,
    /// Characters that the encoding itself classifies as common.
    first_level: HashSet<char>,
}

static CANDIDATES: LazyLock<[Candidate; 5]> = LazyLock::new(|| {
    [(GBK, SIMPLIFIED), (BIG5, TRADITIONAL), (SHIFT_JIS, KANJI), (EUC_KR, HANGUL), (EUC_JP, KANJI)].map(
        |(encoding, frequent)| {
            let first_level = first_level(encoding);
            Candidate { encoding, frequent: frequent.chars().collect(), first_level }
        },
    )
});

/// Encoding in which `sample`, which is no UTF-8, is plausible by the characters of its language; `None` where it is in
/// none of those that are tried.
pub(crate) fn plausible(sample: &[u8]) -> Option<&'static Encoding> {
    // Accents stand alone between ASCII letters; characters of East Asia have two bytes, and others beside them.
    let best = if stands_alone(sample) { None } else { east_asian(sample) };
    best.or_else(|| european(sample))
}

/// Whether an encoding is one of East Asia, whose characters have several bytes.
pub(crate) fn is_east_asian(encoding: &'static Encoding) -> bool {
    !encoding.is_single_byte()
}

/// Encoding of East Asia in which `sample` is most plausible.
fn east_asian(sample: &[u8]) -> Option<&'static Encoding> {
    let lines = non_ascii_lines(sample);
    let count = lines.iter().filter(|byte| !byte.is_ascii()).count() as f64;
    let mut best = None;
    let mut best_score = MIN_SCORE;
    for candidate in &*CANDIDATES {
        let score = score(&lines, candidate) / count;
        if score > best_score {
            (best, best_score) = (Some(candidate.encoding), score);
        }
    }
    best
}

/// The first lines with non-ASCII bytes, up to [`SAMPLE`] bytes.
fn non_ascii_lines(sample: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    // In these encodings the bytes of a line break are never part of a character.
    for line in sample.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
        if lines.len() + line.len() > SAMPLE && !lines.is_empty() {
            break;
        }
        if !line.is_ascii() {
            lines.extend_from_slice(&line[..line.len().min(SAMPLE)]);
        }
    }
    lines
}

/// Score of bytes in an encoding: the sum over their characters and known names.
fn score(bytes: &[u8], candidate: &Candidate) -> f64 {
    let Candidate { encoding, frequent, first_level } = candidate;
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let japanese = *encoding == SHIFT_JIS || *encoding == EUC_JP;
    let mut score = 0.0;
    for character in text.chars().filter(|character| !character.is_ascii()) {
        score += match character {
            char::REPLACEMENT_CHARACTER => MALFORMED_SCORE,
            _ if frequent.contains(&character) => 2.0,
            '\u{3041}'..='\u{30ff}' if japanese => 2.0,
            '\u{3041}'..='\u{30ff}' => 0.0,
            // Full-width letters and digits, and punctuation.
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => 0.9,
            '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}' | '“' | '”' | '·' | '—' | '…' | '￥' => 1.0,
            _ if is_decoration(character) => 1.0,
            // Operators and relations of mathematics.
            '\u{2100}'..='\u{22ff}' => 0.4,
            // Half-width katakana: one byte each, and rarely used.
            '\u{ff61}'..='\u{ff9f}' => -0.5,
            '\u{ac00}'..='\u{d7a3}' => 0.6,
            _ if first_level.contains(&character) => 0.6,
            _ => -1.0,
        };
    }
    let names = text.split(['\n', '\r', ',', '\t', ';', '|', '，']).filter(|cell| !cell.is_ascii() && is_name(cell));
    score + NAME_SCORE * names.take(MAX_NAMES).count() as f64
}

/// Whether a character is one of the signs that lists of goods are decorated with.
fn is_decoration(character: char) -> bool {
    matches!(character, '°' | '±' | '×' | '÷' | '§' | '※' | '‰' | '℃' | '№' | '√' | '\u{2190}'..='\u{2193}'
        | '\u{2460}'..='\u{249b}' | '\u{25a0}'..='\u{25ef}' | '\u{2605}'..='\u{2642}' | '\u{3231}' | '\u{338e}'..='\u{33c4}')
}

/// Chinese characters in the first level of an encoding, which holds those in daily use.
fn first_level(encoding: &'static Encoding) -> HashSet<char> {
    let (leads, trails) = match encoding.name() {
        "GBK" => (0xb0..=0xd7, 0xa1..=0xfe),
        "Big5" => (0xa4..=0xc6, 0x40..=0xfe),
        "Shift_JIS" => (0x88..=0x98, 0x40..=0xfc),
        "EUC-JP" => (0xb0..=0xcf, 0xa1..=0xfe),
        _ => return HashSet::new(),
    };
    let pairs: Vec<u8> = leads.flat_map(|lead| trails.clone().flat_map(move |trail| [lead, trail])).collect();
    // Decoding them all is fast; encoding each character of a text is not, since encoding_rs then searches its tables.
    let (text, _) = encoding.decode_without_bom_handling(&pairs);
    text.chars().filter(|character| ('\u{4e00}'..='\u{9fff}').contains(character)).collect()
}
