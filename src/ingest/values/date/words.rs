//! Words and digits of dates: months, halves of the day, zones and days of the week, in the languages of the files.

use std::borrow::Cow;

/// Half of a day on a clock of twelve hours.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum HalfDay {
    Morning,
    Noon,
    Evening,
}

/// Meaning of a word.
#[derive(Clone, Copy)]
pub(crate) enum Word {
    Month(u32),
    Half(HalfDay),
    /// UTC.
    Utc,
    /// Separator of date and time.
    Separator,
    /// A day of the week, or a zone whose offset is ambiguous (CST is Chicago's and Shanghai's).
    Ignored,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[rustfmt::skip]
const WORDS: [(&str, Word); 35] = [
    ("am", Word::Half(HalfDay::Morning)), ("pm", Word::Half(HalfDay::Evening)),
    ("t", Word::Separator), ("at", Word::Separator),
    ("z", Word::Utc), ("utc", Word::Utc), ("gmt", Word::Utc),
    ("sept", Word::Month(9)),
    ("mon", Word::Ignored), ("monday", Word::Ignored), ("tue", Word::Ignored), ("tues", Word::Ignored),
    ("tuesday", Word::Ignored), ("wed", Word::Ignored), ("wednesday", Word::Ignored), ("thu", Word::Ignored),
    ("thur", Word::Ignored), ("thurs", Word::Ignored), ("thursday", Word::Ignored), ("fri", Word::Ignored),
    ("friday", Word::Ignored), ("sat", Word::Ignored), ("saturday", Word::Ignored), ("sun", Word::Ignored),
    ("sunday", Word::Ignored),
    ("est", Word::Ignored), ("edt", Word::Ignored), ("cst", Word::Ignored), ("cdt", Word::Ignored),
    ("pst", Word::Ignored), ("pdt", Word::Ignored), ("cet", Word::Ignored), ("cest", Word::Ignored),
    ("bst", Word::Ignored), ("jst", Word::Ignored),
];

/// Words of scripts that put no blanks between words.
#[rustfmt::skip]
const UNSPACED_WORDS: [(&str, Word); 32] = [
    ("上午", Word::Half(HalfDay::Morning)), ("凌晨", Word::Half(HalfDay::Morning)), ("清晨", Word::Half(HalfDay::Morning)),
    ("早上", Word::Half(HalfDay::Morning)), ("早晨", Word::Half(HalfDay::Morning)), ("午前", Word::Half(HalfDay::Morning)),
    ("오전", Word::Half(HalfDay::Morning)),
    ("中午", Word::Half(HalfDay::Noon)),
    ("下午", Word::Half(HalfDay::Evening)), ("傍晚", Word::Half(HalfDay::Evening)), ("晚上", Word::Half(HalfDay::Evening)),
    ("午後", Word::Half(HalfDay::Evening)), ("오후", Word::Half(HalfDay::Evening)),
    ("星期一", Word::Ignored), ("星期二", Word::Ignored), ("星期三", Word::Ignored), ("星期四", Word::Ignored),
    ("星期五", Word::Ignored), ("星期六", Word::Ignored), ("星期日", Word::Ignored), ("星期天", Word::Ignored),
    ("周一", Word::Ignored), ("周二", Word::Ignored), ("周三", Word::Ignored), ("周四", Word::Ignored),
    ("周五", Word::Ignored), ("周六", Word::Ignored), ("周日", Word::Ignored), ("周天", Word::Ignored),
    ("週六", Word::Ignored), ("週日", Word::Ignored), ("整", Word::Ignored),
];

/// Leading digits of a text as a number, their count, and the text behind them.
pub(crate) fn digits(text: &str) -> Option<(u64, usize, &str)> {
    let (mut number, mut length) = (0, 0);
    for digit in text.bytes().map_while(|byte| byte.is_ascii_digit().then(|| u64::from(byte - b'0'))) {
        length += 1;
        if length > 14 {
            return None;
        }
        number = number * 10 + digit;
    }
    (length > 0).then_some((number, length, text.get(length..)?))
}

/// Leading number of one or two digits, and the text behind it.
pub(crate) fn two_digits(text: &str) -> Option<(u32, &str)> {
    digits(text).filter(|&(_, length, _)| length <= 2).map(|(number, _, rest)| (number as u32, rest))
}

/// Text with full-width characters replaced by ASCII.
pub(crate) fn half_width(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() {
        return Cow::Borrowed(cell);
    }
    let one = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{2212}' => '-',
        '\u{200e}' | '\u{200f}' | '\u{feff}' => ' ',
        _ => sign,
    };
    Cow::Owned(cell.chars().map(one).collect())
}

/// Word at the beginning of a text, and the text behind it; `None` for a word that belongs to no date.
pub(crate) fn word_at(text: &str) -> Option<(Word, &str)> {
    if let Some(found) = UNSPACED_WORDS.iter().find_map(|&(name, word)| Some((word, text.strip_prefix(name)?))) {
        return Some(found);
    }
    for (name, half) in [("a.m.", HalfDay::Morning), ("p.m.", HalfDay::Evening)] {
        if let Some((start, rest)) = text.split_at_checked(name.len())
            && start.eq_ignore_ascii_case(name)
        {
            return Some((Word::Half(half), rest));
        }
    }
    let rest = text.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    let word = text.get(..text.len() - rest.len())?;
    let month = MONTHS.iter().zip(1..).find(|(name, _)| {
        word.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|name| word.eq_ignore_ascii_case(name))
    });
    let month = month.map(|(_, month)| Word::Month(month));
    let other = || WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, word)| word);
    Some((month.or_else(other)?, rest))
}
