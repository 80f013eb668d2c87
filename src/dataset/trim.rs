//! Blanks around ids and labels.

/// The text without blanks at its ends, of any script's: ends that are visible ASCII characters, as most are, cost nothing.
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    let is_seen = |end: Option<&u8>| end.is_some_and(u8::is_ascii_graphic);
    if is_seen(text.first()) && is_seen(text.last()) {
        return text;
    }
    std::str::from_utf8(text).map_or(text, |text| text.trim().as_bytes())
}
