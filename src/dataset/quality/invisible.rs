//! Invisible characters in ids and names: marks of direction, joiners, soft hyphens, controls. Two ids that look the same are
//! two users because of one.

use std::fmt::Write;

/// Characters of an example, at most.
const EXAMPLE_CHARS: usize = 60;

/// Whether a reader does not see `character`, and it does no more than part what looks the same. Tabs and line breaks are
/// blanks.
fn is_invisible(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{feff}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' => true,
        _ => character.is_control(),
    }
}

/// Joiners, of which names of Persian and Indian products and pictures of people are made.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// How many of `texts` have invisible characters, and the first that does, with these written as `<U+200B>`; none where
/// none has. In `names` joiners are as usual as letters.
pub(crate) fn invisible_characters<'a>(texts: impl Iterator<Item = &'a str>, names: bool) -> Option<(u64, String)> {
    let hides = |character: char| is_invisible(character) && !(names && is_joiner(character));
    // Most texts are visible ASCII, which takes no decoding.
    let has_any = |text: &&str| !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.chars().any(hides);
    let mut found = texts.filter(has_any);
    let first = found.next()?;
    let mut example = String::new();
    for character in first.chars().take(EXAMPLE_CHARS) {
        if hides(character) {
            // Writing to a text cannot fail.
            let _ = write!(example, "<U+{:04X}>", u32::from(character));
        } else {
            example.push(character);
        }
    }
    Some((1 + found.count() as u64, example))
}
