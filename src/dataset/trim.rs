//! Trimming of ids and labels.

/// The text without Unicode whitespace at its ends. Texts that begin and end with visible ASCII, as most do, take a
/// short cut.
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    let is_visible = |end: Option<&u8>| end.is_some_and(u8::is_ascii_graphic);
    if is_visible(text.first()) && is_visible(text.last()) {
        return text;
    }
    std::str::from_utf8(text).map_or(text, |text| text.trim().as_bytes())
}
