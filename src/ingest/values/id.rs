//! Ids as they are meant: without what spreadsheets and exports put around them, and cells that stand for no id.

use std::borrow::Cow;

/// Words that programs write where there is no value, in lower case.
#[rustfmt::skip]
const BLANK_WORDS: [&[u8]; 26] = [
    b"null", b"\\n", b"nan", b"nat", b"#n/a", b"n/a", b"#na", b"<na>", b"none", b"undefined", b"nil", b"-", b"--", b"---",
    b"(null)", b"[null]", b"<null>", b"(none)", b"(blank)", b"(empty)", b"#null!", b"#ref!", b"#value!", b"#name?",
    b"#div/0!", b"#num!",
];
/// Longest of these words, in bytes.
const MAX_BLANK_WORD: usize = 9;

/// Whether a cell means that there is no value: it is blank, or holds one of the words that programs write instead,
/// such as `NULL`, `\N`, `nan`, `#N/A`, `None` or a dash.
pub fn is_blank_word(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    if cell.is_empty() || cell == "—".as_bytes() || cell == "–".as_bytes() || cell == b"NA" {
        return true;
    }
    // The lines that text tables are ruled with: ------, ---+---, :---:.
    if cell.starts_with(b"--") || cell.starts_with(b"==") || cell.starts_with(b":--") {
        return cell.iter().all(|byte| matches!(byte, b'-' | b'+' | b'=' | b':'));
    }
    // Nearly every cell is longer, or begins with another sign.
    cell.len() <= MAX_BLANK_WORD
        && matches!(cell.first(), Some(b'n' | b'N' | b'\\' | b'#' | b'<' | b'u' | b'U' | b'-' | b'(' | b'['))
        && BLANK_WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Id that a cell means: without blanks around it (also U+00A0, U+3000 and tabs), without the `="…"`, `=` or apostrophe
/// by which spreadsheets are made to keep digits as text; an e-mail address in lower case. Separators inside are left
/// as they are.
pub fn canonical_id(cell: &[u8]) -> Cow<'_, [u8]> {
    let id = without_spreadsheet_marks(trimmed(cell));
    if is_email(id) && id.iter().any(u8::is_ascii_uppercase) {
        return Cow::Owned(id.to_ascii_lowercase());
    }
    Cow::Borrowed(id)
}

/// Cell without blanks around it.
fn trimmed(cell: &[u8]) -> &[u8] {
    /// Blanks of several bytes in UTF-8: U+00A0, U+3000, U+FEFF, U+200B, U+202F, U+2007.
    const WIDE: [&[u8]; 6] =
        [b"\xc2\xa0", b"\xe3\x80\x80", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"\xe2\x80\xaf", b"\xe2\x80\x87"];
    let mut cell = cell.trim_ascii();
    // Most cells begin and end with an ASCII sign.
    while let (Some(first), Some(last)) = (cell.first(), cell.last()) {
        let shorter = match (first.is_ascii(), last.is_ascii()) {
            (true, true) => None,
            _ => WIDE.iter().find_map(|blank| cell.strip_prefix(*blank).or_else(|| cell.strip_suffix(*blank))),
        };
        match shorter {
            Some(shorter) => cell = shorter.trim_ascii(),
            None => return cell,
        }
    }
    cell
}

/// Text that a spreadsheet shows for `="123"`, `=123` and `'123`.
fn without_spreadsheet_marks(cell: &[u8]) -> &[u8] {
    let is_code = |text: &[u8]| {
        text.first().is_some_and(u8::is_ascii_digit)
            && text.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    match cell {
        [b'=', rest @ ..] => {
            let inner = rest.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            match inner {
                Some(inner) if !inner.contains(&b'"') => trimmed(inner),
                None if is_code(rest) => rest,
                _ => cell,
            }
        }
        [b'\'', rest @ ..] if is_code(rest) => rest,
        _ => cell,
    }
}

/// Whether a text has the form of an e-mail address: one @, a dot behind it, no blanks.
pub(crate) fn is_email(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|&byte| byte == b'@') else { return false };
    let (name, domain) = text.split_at(at);
    let domain = domain.get(1..).unwrap_or_default();
    let dot = domain.iter().rposition(|&byte| byte == b'.');
    !name.is_empty()
        && dot.is_some_and(|dot| dot > 0 && dot + 1 < domain.len())
        && !domain.contains(&b'@')
        && !text.iter().any(u8::is_ascii_whitespace)
}
