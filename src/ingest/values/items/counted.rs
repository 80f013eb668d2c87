//! Items with a count beside their names: `2× Tea`, `Tea x 2`, `Tea (2)`, `Tea:2`, `Tea 2件`.

use crate::ingest::values::number::NumberStyle;
use crate::ingest::values::quantity::{TIMES, parse_quantity};

/// Separators of counted items, the most certain first.
pub(crate) const SEPARATORS: [char; 9] = ['\n', ';', '；', '|', '、', '，', ',', '+', '/'];

/// Place of an item's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountPlace {
    /// `2× Tea`, `x2 Tea`.
    Before,
    /// `Tea x 2`, `Tea*2`.
    After,
    /// `Tea (2)`.
    Brackets,
    /// `Tea:2`.
    Colon,
    /// `Tea 2件`.
    Unit,
}

impl CountPlace {
    pub(crate) const ALL: [CountPlace; 5] =
        [CountPlace::Before, CountPlace::After, CountPlace::Brackets, CountPlace::Colon, CountPlace::Unit];

    /// Smallest shares of the cells that have a count, and of all their parts. A sign of multiplication is hardly ever
    /// part of a name, and is often left out where the count is one; brackets and units may be part of any name.
    pub(crate) fn min_shares(self) -> (f64, f64) {
        match self {
            CountPlace::Before => (0.5, 0.5),
            CountPlace::After => (0.3, 0.2),
            CountPlace::Brackets => (0.8, 0.8),
            CountPlace::Colon | CountPlace::Unit => (0.95, 0.95),
        }
    }
}

/// Name and count of one part of a cell; `None` where it has no count at that place.
pub(crate) fn counted(part: &str, place: CountPlace) -> Option<(&str, f64)> {
    let part = part.trim();
    let (name, count) = match place {
        CountPlace::Before => before(part)?,
        CountPlace::After => after(part)?,
        CountPlace::Brackets => {
            let inner = part.strip_suffix([')', '）', ']'])?;
            let (name, inside) = inner.rsplit_once(['(', '（', '['])?;
            (name, parse_quantity(inside, NumberStyle::Point).filter(|_| ends_plainly(inside))?)
        }
        CountPlace::Colon => {
            let (name, count) = part.rsplit_once([':', '：', '='])?;
            (name, whole(count.trim())?)
        }
        CountPlace::Unit => {
            let bare = part.trim_end_matches(|sign: char| !sign.is_ascii_digit());
            let name = bare.trim_end_matches(|sign: char| sign.is_ascii_digit());
            // A unit must be there: a name may end with a number.
            let count = part.get(name.len()..).filter(|_| bare.len() < part.len())?;
            let is_whole = !name.ends_with(['.', ',', '-', '+']);
            (name, parse_quantity(count, NumberStyle::Point).filter(|_| is_whole)?)
        }
    };
    let name = name.trim().trim_end_matches([':', '-', '–']).trim_end();
    (name.chars().any(char::is_alphanumeric) && count > 0.0).then_some((name, count))
}

/// Parts of a cell between separators outside of brackets, without blanks around them and without empty ones.
pub(crate) fn parts(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    cell.split(move |sign: char| {
        match sign {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            // A bracket that is never closed ends with its line.
            '\n' => depth = 0,
            _ => {}
        }
        sign == separator && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

fn before(part: &str) -> Option<(&str, f64)> {
    if let Some(rest) = part.strip_prefix(TIMES) {
        let digits = rest.trim_start();
        let end = digits.find(|sign: char| !sign.is_ascii_digit())?;
        let (count, name) = digits.split_at_checked(end)?;
        return Some((name.strip_prefix(' ')?, whole(count)?));
    }
    let end = part.find(|sign: char| !sign.is_ascii_digit())?;
    let (count, rest) = part.split_at_checked(end)?;
    let name = rest.trim_start().strip_prefix(TIMES)?;
    // 10x15 is the size of a frame, and 2xl one of a shirt.
    let is_size = name.starts_with(|sign: char| sign.is_alphanumeric() && sign.is_ascii()) && !rest.starts_with(' ');
    Some((name, whole(count).filter(|_| !is_size || rest.starts_with(['×', '*']) && !is_number(name))?))
}

fn is_number(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_digit())
}

fn after(part: &str) -> Option<(&str, f64)> {
    let (at, times) = part.char_indices().rev().find(|(_, sign)| TIMES.contains(sign))?;
    let (name, rest) = part.split_at_checked(at)?;
    let count = rest.get(times.len_utf8()..)?.trim_start();
    let touches = name.chars().next_back()?;
    let is_apart = match times {
        '*' => true,
        // 60×40 is a size.
        '×' | '✕' => !touches.is_ascii_digit(),
        // Box2 and 10x15 are names.
        _ => !touches.is_ascii_alphanumeric(),
    };
    let count = parse_quantity(count, NumberStyle::Point).filter(|_| is_number(count))?;
    is_apart.then_some((name, count))
}

/// Whether a count in brackets is nothing but a count: `(2)`, `(x2)`, `(2件)`, and not the year of a film.
fn ends_plainly(inside: &str) -> bool {
    inside.chars().filter(char::is_ascii_digit).count() <= 3
}

/// Count of at most four digits.
fn whole(text: &str) -> Option<f64> {
    let is_count = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_count { text.parse().ok() } else { None }
}
