//! Flags as people fill in forms: yes and no in many languages, ticks and crosses.

use crate::ingest::values::cell::parse_binary;

/// Words and signs that mean yes, in lower case.
#[rustfmt::skip]
const YES: [&str; 47] = [
    "true", "t", "y", "yes", "ja", "j", "oui", "sí", "si", "sì", "s", "sim", "да", "tak", "ano", "igen", "evet", "kyllä",
    "是", "有", "对", "對", "真", "买", "已买", "已购", "已购买", "はい", "有り", "あり", "예", "네",
    "x", "х", "✓", "✔", "✔️", "☑", "✅", "√", "●", "○", "◯", "〇", "■", "☒", "wahr",
];
/// Words and signs that mean no, in lower case.
#[rustfmt::skip]
const NO: [&str; 37] = [
    "false", "f", "n", "no", "nein", "non", "não", "nao", "нет", "nie", "ne", "nem", "hayır", "nee", "nej", "ei",
    "否", "无", "無", "没有", "沒有", "错", "錯", "假", "未买", "未购", "未购买", "いいえ", "なし", "無し", "아니오", "아니요",
    "×", "✗", "✘", "❌", "falsch",
];
/// Signs for nothing.
const NOTHING: [&str; 7] = ["-", "–", "—", "☐", "□", ".", "/"];
/// Longest word of them all, in bytes.
const MAX_FLAG: usize = 12;

/// Whether a cell says yes or no: 1/0, TRUE/FALSE, Y/N, 是/否, ja/nein, a tick or a cross, or nothing, which is no.
/// `None` for any other text.
pub fn parse_flag(cell: &str) -> Option<bool> {
    let cell = cell.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
    if cell.is_empty() {
        return Some(false);
    }
    if cell.len() > MAX_FLAG || cell.starts_with(['[', ']']) || cell.ends_with(['[', ']']) {
        return None;
    }
    if let Some(flag) = parse_binary(cell) {
        return Some(flag);
    }
    let word = cell.to_lowercase();
    if YES.contains(&word.as_str()) {
        return Some(true);
    }
    (NO.contains(&word.as_str()) || NOTHING.contains(&word.as_str())).then_some(false)
}
