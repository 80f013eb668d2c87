//! Encodings of Europe with one byte per character, told apart by the letters that languages use together. The detector
//! of browsers is good at long texts of one language; a list of goods has few accents, and often one kind of them.

use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252};

use crate::ingest::encoding::frequent::WESTERN;

/// Share of the non-ASCII bytes between ASCII ones from which on they are no parts of longer characters. Accents reach
/// 60 to 100 %, Big5 and Shift_JIS at most 43 %, GBK and EUC none.
const MIN_ALONE: f64 = 0.6;
/// Bytes from which on it is no chance that all of them stand alone.
const MIN_CERTAIN: usize = 4;
/// Share of Western characters in a text with this many of them or more.
const MIN_WESTERN: f64 = 0.98;
const MANY: usize = 100;

/// Hungarian letters as windows-1252 reads them in windows-1250: õ is ő, and û is ű.
const HUNGARIAN: &str = "áéíóöúüõûÁÉÍÓÖÚÜÕÛ";
/// Slovene and Croatian letters in the same way: è is č.
const SLOVENE: &str = "èšžÈŠŽ";
/// Signs of trade and typography that say nothing about the language; in both encodings they are the same.
const SIGNS: &str = "€°§·«»“”„‘’–—…®™©\u{a0}";

/// Whether the non-ASCII bytes stand alone, as accents do.
pub(crate) fn stands_alone(sample: &[u8]) -> bool {
    let (alone, all) = count_alone(sample);
    let (western, _) = western_count(sample);
    // These two begin many characters of Shift_JIS, and are hardly ever used in the encodings of Europe.
    let is_certain = alone == all && all >= MIN_CERTAIN && !sample.iter().any(|byte| matches!(byte, 0x81 | 0x83));
    is_certain || all > 0 && (alone as f64 >= MIN_ALONE * all as f64 && western as f64 >= 0.9 * all as f64)
}

/// Non-ASCII bytes between ASCII ones, and all of them, without the commas and full stops of Big5 and Shift_JIS: they
/// may separate the cells of a whole table, and their second byte is a letter.
fn count_alone(sample: &[u8]) -> (usize, usize) {
    let is_ascii = |at: Option<usize>| at.and_then(|at| sample.get(at)).is_none_or(u8::is_ascii);
    let is_comma = |at: usize| matches!(sample.get(at..at + 2), Some([0x81 | 0xa1, b'A'..=b'C']));
    let (mut alone, mut all) = (0, 0);
    for (at, _) in sample.iter().enumerate().filter(|&(at, byte)| !byte.is_ascii() && !is_comma(at)) {
        all += 1;
        alone += usize::from(is_ascii(at.checked_sub(1)) && is_ascii(Some(at + 1)));
    }
    (alone, all)
}

/// Characters of Western Europe among the non-ASCII ones, read as windows-1252, and all of them.
fn western_count(sample: &[u8]) -> (usize, usize) {
    let bytes: Vec<u8> = sample.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().fold((0, 0), |(western, all), character| (western + usize::from(WESTERN.contains(character)), all + 1))
}

/// Encoding of Western or Central Europe whose letters `sample` consists of; `None` where others are among them.
pub(crate) fn european(sample: &[u8]) -> Option<&'static Encoding> {
    let (western, all) = western_count(sample);
    let (alone, counted) = count_alone(sample);
    let is_western = western == all || all >= MANY && western as f64 >= MIN_WESTERN * all as f64;
    // Words of Cyrillic or Greek letters would be words of accents.
    if !is_western || alone * 2 < counted {
        return None;
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(sample);
    if has_sign_in_word(&text) {
        return None;
    }
    Some(if is_hungarian(&text) || is_slovene(&text) { WINDOWS_1250 } else { WINDOWS_1252 })
}

/// Whether all accents are of these letters; signs are in both encodings.
fn all_of(text: &str, letters: &str) -> bool {
    let accents = || text.chars().filter(|sign| !sign.is_ascii() && !SIGNS.contains(*sign));
    accents().next().is_some() && accents().all(|sign| letters.contains(sign))
}

/// Whether the text is Hungarian. Portuguese writes õ before e only (`limões`), French û beside other accents than
/// Hungarian's (`crème brûlée`), or beside none.
fn is_hungarian(text: &str) -> bool {
    if !all_of(text, HUNGARIAN) {
        return false;
    }
    let mut tilde = text.split(['õ', 'Õ']).skip(1);
    let has_double_acute = tilde.any(|behind| !behind.starts_with(['e', 'E']));
    let has_others = text.contains(['á', 'í', 'ó', 'ö', 'ú', 'Á', 'Í', 'Ó', 'Ö', 'Ú']);
    (has_double_acute || text.contains(['û', 'Û'])) && (has_others || has_double_acute && text.contains('é'))
}

/// Whether the text is Slovene or Croatian: nothing but č, š and ž, and one of the latter.
fn is_slovene(text: &str) -> bool {
    all_of(text, SLOVENE) && text.contains(['š', 'ž', 'Š', 'Ž']) && text.contains(['è', 'È'])
}

/// Whether a sign such as ³ or ¿ stands between two letters, where another encoding has a letter: `czê³o`.
fn has_sign_in_word(text: &str) -> bool {
    let mut before = [' ', ' '];
    text.chars().any(|sign| {
        let [first, middle] = before;
        before = [middle, sign];
        let is_sign = matches!(middle, '¹' | '³' | '²' | '¾' | '¿' | '¡' | 'º' | 'ª' | '£' | '¼' | '½' | '·');
        is_sign && first.is_lowercase() && sign.is_lowercase()
    })
}
