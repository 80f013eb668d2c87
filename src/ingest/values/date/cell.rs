//! One cell of dates taken apart: numbers, words and signs in any order in which people write them.

use std::borrow::Cow;

use crate::dataset::{SECONDS_PER_DAY, days_from_date};
use crate::ingest::values::date::order::DateOrder;

/// Parts of a date and time, before it is known which number of `01/02/2011` is the month.
#[derive(Default)]
pub(crate) struct DateCell {
    /// Numbers of the date without a name, each with its number of digits.
    unnamed: [(u32, usize); 3],
    count: usize,
    /// Separator between these numbers.
    separator: Option<char>,
    /// Whether the last separator has nothing behind it yet.
    is_open: bool,
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    hour: Option<u32>,
    minute: Option<u32>,
    second: Option<u32>,
    half: Option<HalfDay>,
    /// Seconds east of Greenwich.
    offset: Option<i64>,
}

#[derive(Clone, Copy, PartialEq)]
enum HalfDay {
    Morning,
    Noon,
    Evening,
}

/// Meaning of a word.
#[derive(Clone, Copy)]
enum Word {
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
fn digits(text: &str) -> Option<(u64, usize, &str)> {
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
fn two_digits(text: &str) -> Option<(u32, &str)> {
    digits(text).filter(|&(_, length, _)| length <= 2).map(|(number, _, rest)| (number as u32, rest))
}

/// Text with full-width characters replaced by ASCII.
fn half_width(cell: &str) -> Cow<'_, str> {
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

impl DateCell {
    /// The parts of a cell; `None` where something in it belongs to no date.
    pub(crate) fn of(text: &str) -> Option<DateCell> {
        let text = half_width(text);
        let mut cell = DateCell::default();
        let mut rest = text.trim();
        if rest.is_empty() {
            return None;
        }
        while let Some(first) = rest.chars().next() {
            rest = if first.is_ascii_digit() {
                cell.number(rest)?
            } else if first.is_alphabetic() {
                cell.word(rest)?
            } else {
                cell.sign(first, rest.get(first.len_utf8()..)?)?
            };
        }
        // Korean dates end with a point.
        (!cell.is_open || cell.separator == Some('.')).then_some(cell)
    }

    /// Seconds since 1970 with the numbers in that order; `None` where they form no date.
    pub(crate) fn seconds(&self, order: DateOrder) -> Option<i64> {
        let (year, month, day) = self.date(order)?;
        let mut seconds = days_from_date(year, month, day)? * SECONDS_PER_DAY;
        if let Some(hour) = self.hour {
            let hour = match (self.half, hour) {
                (None, 0..=24) => hour,
                (Some(HalfDay::Morning), 12) => 0,
                (Some(HalfDay::Morning), 0..=11)
                | (Some(HalfDay::Noon), 10..=13)
                | (Some(HalfDay::Evening), 12..=23) => hour,
                (Some(HalfDay::Noon | HalfDay::Evening), 0..=11) => hour + 12,
                _ => return None,
            };
            let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
            // Midnight may be written as 24:00, and a minute may have a leap second.
            if minute > 59 || second > 60 || (hour == 24 && (minute, second) != (0, 0)) {
                return None;
            }
            seconds += i64::from(hour * 3600 + minute * 60 + second);
        } else if self.half.is_some() || self.minute.is_some() || self.second.is_some() {
            return None;
        }
        Some(seconds - self.offset.unwrap_or(0))
    }

    fn date(&self, order: DateOrder) -> Option<(u32, u32, u32)> {
        let [(first, first_digits), (second, second_digits), (third, third_digits)] = self.unnamed;
        let year = |number: u32, digits: usize| match digits {
            4 => Some(number),
            // As strptime of POSIX.
            2 => Some(if number < 69 { 2000 + number } else { 1900 + number }),
            _ => None,
        };
        match (self.year, self.month, self.day, self.count) {
            (Some(year), Some(month), day, 0) => Some((year, month, day.unwrap_or(1))),
            // 31-Dec-2011, Dec 31 11, 2011-Dec-31.
            (None, Some(month), None, 2) if first_digits == 4 => Some((first, month, second)),
            (None, Some(month), None, 2) => Some((year(second, second_digits)?, month, first)),
            // Dec 2011.
            (None, Some(month), None, 1) if first_digits == 4 => Some((first, month, 1)),
            (None, None, None, 3) if first_digits == 4 => Some((first, second, third)),
            (None, None, None, 3) if second_digits > 2 => None,
            (None, None, None, 3) => match order {
                DateOrder::YearFirst => (third_digits == 2).then_some((year(first, first_digits)?, second, third)),
                DateOrder::MonthFirst => Some((year(third, third_digits)?, first, second)),
                DateOrder::DayFirst => Some((year(third, third_digits)?, second, first)),
            },
            (None, None, None, 2) if self.separator == Some('.') || self.hour.is_some() => None,
            (None, None, None, 2) if first_digits == 4 => Some((first, second, 1)),
            (None, None, None, 2) if second_digits == 4 => Some((second, first, 1)),
            _ => None,
        }
    }

    /// The three unnamed numbers, each with its number of digits, if the first is no year of four digits: they
    /// distinguish days, months and years.
    pub(crate) fn ambiguous_numbers(&self) -> Option<[(u32, usize); 3]> {
        let [(_, digits), ..] = self.unnamed;
        (self.count == 3 && digits <= 2).then_some(self.unnamed)
    }

    pub(crate) fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Whether the time is on a 12-hour clock.
    pub(crate) fn has_half(&self) -> bool {
        self.half.is_some()
    }

    fn number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (number, length, rest) = digits(text)?;
        if let Some(behind) = rest.strip_prefix(':') {
            // 31/Dec/2011:08:26:00, as in logs of web servers.
            if length == 4 && self.month.is_some() {
                self.push(number, length)?;
                return Some(behind);
            }
            let is_date = self.is_open && self.separator != Some('.');
            return if is_date { None } else { self.clock(number, length, rest) };
        }
        self.is_open = false;
        let has_date = self.count > 0 || self.year.is_some() || self.month.is_some();
        let unit = rest.trim_start();
        let behind = unit.chars().next().and_then(|sign| unit.get(sign.len_utf8()..)).unwrap_or_default();
        let place = match unit.chars().next() {
            Some('年' | '년') if length == 2 || length == 4 => {
                let year = number as u32;
                let year = if length == 4 { year } else { year + if year < 69 { 2000 } else { 1900 } };
                return self.year.replace(year).is_none().then_some(behind);
            }
            Some('月' | '월') => &mut self.month,
            Some('日' | '号' | '號' | '일') => &mut self.day,
            Some('时' | '時' | '点' | '點' | '시') => &mut self.hour,
            Some('分' | '분') => &mut self.minute,
            Some('秒' | '초') => &mut self.second,
            _ => {
                let has_half = unit
                    .get(..2)
                    .is_some_and(|unit| unit.eq_ignore_ascii_case("am") || unit.eq_ignore_ascii_case("pm"));
                return match length {
                    // "8 AM", only behind a date: otherwise the number may be a day.
                    1 | 2 if has_date && has_half && self.hour.is_none() => {
                        self.hour = Some(number as u32);
                        Some(rest)
                    }
                    // T082600 behind a date.
                    4 | 6 if self.year.is_some() && self.hour.is_none() => {
                        let number = if length == 4 { number * 100 } else { number };
                        self.compact_time(number)?;
                        Some(rest)
                    }
                    6 | 8 | 12 | 14 if !has_date => {
                        self.compact(number, length)?;
                        Some(rest)
                    }
                    1 | 2 | 4 => {
                        self.push(number, length)?;
                        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|&ending| rest.strip_prefix(ending));
                        Some(ordinal.unwrap_or(rest))
                    }
                    _ => None,
                };
            }
        };
        (length <= 2 && place.replace(number as u32).is_none()).then_some(behind)
    }

    fn push(&mut self, number: u64, length: usize) -> Option<()> {
        *self.unnamed.get_mut(self.count)? = (number as u32, length);
        self.count += 1;
        self.is_open = false;
        Some(())
    }

    /// 201112, 20111231, 201112310826, 20111231082600.
    fn compact(&mut self, number: u64, length: usize) -> Option<()> {
        let date = match length {
            6 => number * 100 + 1,
            8 => number,
            12 => number / 10_000,
            _ => number / 1_000_000,
        };
        match length {
            12 => self.compact_time(number % 10_000 * 100)?,
            14 => self.compact_time(number % 1_000_000)?,
            _ => {}
        }
        let date = date as u32;
        (self.year, self.month, self.day) = (Some(date / 10_000), Some(date / 100 % 100), Some(date % 100));
        Some(())
    }

    fn compact_time(&mut self, number: u64) -> Option<()> {
        let number = number as u32;
        (self.minute, self.second) = (Some(number / 100 % 100), Some(number % 100));
        self.hour.replace(number / 10_000).is_none().then_some(())
    }

    /// 8:26, 08:26:00, 08:26:00.123; `rest` begins with the first colon.
    fn clock<'a>(&mut self, hour: u64, length: usize, rest: &'a str) -> Option<&'a str> {
        if length > 2 || self.hour.replace(hour as u32).is_some() {
            return None;
        }
        let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
        self.minute = Some(minute);
        let Some(seconds) = rest.strip_prefix(':') else { return Some(rest) };
        let (second, rest) = two_digits(seconds)?;
        self.second = Some(second);
        // Times are kept in whole seconds.
        let fraction =
            rest.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
        Some(fraction.map_or(rest, |rest| rest.trim_start_matches(|sign: char| sign.is_ascii_digit())))
    }

    fn word<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some((rest, word)) =
            UNSPACED_WORDS.iter().find_map(|&(name, word)| Some((text.strip_prefix(name)?, word)))
        {
            self.add_word(word)?;
            return Some(rest);
        }
        for (name, half) in [("a.m.", HalfDay::Morning), ("p.m.", HalfDay::Evening)] {
            if let Some((start, rest)) = text.split_at_checked(4)
                && start.eq_ignore_ascii_case(name)
            {
                self.add_word(Word::Half(half))?;
                return Some(rest);
            }
        }
        let rest = text.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
        let word = text.get(..text.len() - rest.len())?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| {
            word.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|name| word.eq_ignore_ascii_case(name))
        });
        let month = month.map(|(_, month)| Word::Month(month));
        let other = || WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, word)| word);
        self.add_word(month.or_else(other)?)?;
        Some(rest)
    }

    fn add_word(&mut self, word: Word) -> Option<()> {
        self.is_open = false;
        match word {
            Word::Month(month) => self.month.replace(month).is_none().then_some(()),
            Word::Half(half) => self.half.replace(half).is_none().then_some(()),
            Word::Utc => self.hour.is_some().then(|| self.offset = Some(0)),
            Word::Separator | Word::Ignored => Some(()),
        }
    }

    fn sign<'a>(&mut self, sign: char, rest: &'a str) -> Option<&'a str> {
        match sign {
            // Parts between blanks and commas are recognised by their length or name.
            ',' => Some(rest),
            _ if sign.is_whitespace() => Some(rest),
            '+' | '-' if self.hour.is_some() => {
                let (number, length, rest) = digits(rest)?;
                let (hours, minutes, rest) = match (length, rest.strip_prefix(':')) {
                    (1 | 2, Some(rest)) => {
                        let (minutes, rest) = two_digits(rest)?;
                        (number, u64::from(minutes), rest)
                    }
                    (1 | 2, None) => (number, 0, rest),
                    (4, None) => (number / 100, number % 100, rest),
                    _ => return None,
                };
                let seconds = (hours * 3600 + minutes * 60) as i64;
                self.offset = Some(if sign == '-' { -seconds } else { seconds });
                (hours <= 18 && minutes < 60).then_some(rest)
            }
            // The day of the week, or the name of the zone, as JavaScript writes it.
            '(' => {
                let (inside, rest) = rest.split_once(')')?;
                (!inside.contains(|sign: char| sign.is_ascii_digit())).then_some(rest)
            }
            '-' | '/' | '.' => {
                let is_date = self.count > 0 || self.month.is_some();
                let same = self.separator.is_none_or(|before| before == sign);
                let valid = is_date && same && !self.is_open && self.hour.is_none();
                (self.separator, self.is_open) = (Some(sign), true);
                valid.then_some(rest)
            }
            _ => None,
        }
    }
}
