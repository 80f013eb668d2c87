//! One cell taken apart: numbers, words and signs of a moment in whatever order people write them.

use std::borrow::Cow;

use crate::dataset::{SECONDS_PER_DAY, days_from_date};
use crate::ingest::values::date::order::Order;

/// What a cell says, before it is known which number of `01/02/2011` is the month.
#[derive(Default)]
pub(crate) struct Cell {
    /// Numbers of the date that nothing names, with how many digits each has.
    loose: [(u32, usize); 3],
    count: usize,
    /// What stands between them.
    separator: Option<char>,
    /// A separator that nothing has followed yet.
    open: bool,
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    hour: Option<u32>,
    minute: Option<u32>,
    second: Option<u32>,
    half: Option<Half>,
    /// Seconds east of Greenwich.
    offset: Option<i64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Morning,
    Noon,
    Evening,
}

/// What a word means.
#[derive(Clone, Copy)]
enum Word {
    Month(u32),
    Half(Half),
    /// Greenwich's time.
    Zero,
    /// Between date and time.
    Between,
    /// A day of the week, or a zone whose distance from Greenwich its letters do not tell (CST is Chicago's
    /// and Shanghai's).
    Nothing,
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
    ("am", Word::Half(Half::Morning)), ("pm", Word::Half(Half::Evening)),
    ("t", Word::Between), ("at", Word::Between),
    ("z", Word::Zero), ("utc", Word::Zero), ("gmt", Word::Zero),
    ("sept", Word::Month(9)),
    ("mon", Word::Nothing), ("monday", Word::Nothing), ("tue", Word::Nothing), ("tues", Word::Nothing),
    ("tuesday", Word::Nothing), ("wed", Word::Nothing), ("wednesday", Word::Nothing), ("thu", Word::Nothing),
    ("thur", Word::Nothing), ("thurs", Word::Nothing), ("thursday", Word::Nothing), ("fri", Word::Nothing),
    ("friday", Word::Nothing), ("sat", Word::Nothing), ("saturday", Word::Nothing), ("sun", Word::Nothing),
    ("sunday", Word::Nothing),
    ("est", Word::Nothing), ("edt", Word::Nothing), ("cst", Word::Nothing), ("cdt", Word::Nothing),
    ("pst", Word::Nothing), ("pdt", Word::Nothing), ("cet", Word::Nothing), ("cest", Word::Nothing),
    ("bst", Word::Nothing), ("jst", Word::Nothing),
];

/// Words that stand without blanks between them.
#[rustfmt::skip]
const CHINESE: [(&str, Word); 32] = [
    ("上午", Word::Half(Half::Morning)), ("凌晨", Word::Half(Half::Morning)), ("清晨", Word::Half(Half::Morning)),
    ("早上", Word::Half(Half::Morning)), ("早晨", Word::Half(Half::Morning)), ("午前", Word::Half(Half::Morning)),
    ("오전", Word::Half(Half::Morning)),
    ("中午", Word::Half(Half::Noon)),
    ("下午", Word::Half(Half::Evening)), ("傍晚", Word::Half(Half::Evening)), ("晚上", Word::Half(Half::Evening)),
    ("午後", Word::Half(Half::Evening)), ("오후", Word::Half(Half::Evening)),
    ("星期一", Word::Nothing), ("星期二", Word::Nothing), ("星期三", Word::Nothing), ("星期四", Word::Nothing),
    ("星期五", Word::Nothing), ("星期六", Word::Nothing), ("星期日", Word::Nothing), ("星期天", Word::Nothing),
    ("周一", Word::Nothing), ("周二", Word::Nothing), ("周三", Word::Nothing), ("周四", Word::Nothing),
    ("周五", Word::Nothing), ("周六", Word::Nothing), ("周日", Word::Nothing), ("周天", Word::Nothing),
    ("週六", Word::Nothing), ("週日", Word::Nothing), ("整", Word::Nothing),
];

/// The first digits of a text as a number, how many there are, and what is behind them.
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

/// A number of one or two digits.
fn short(text: &str) -> Option<(u32, &str)> {
    digits(text).filter(|&(_, length, _)| length <= 2).map(|(number, _, rest)| (number as u32, rest))
}

/// ASCII for full-width characters.
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

impl Cell {
    pub(crate) fn of(text: &str) -> Option<Cell> {
        let text = half_width(text);
        let mut cell = Cell::default();
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
        // Koreans end a date with a point.
        (!cell.open || cell.separator == Some('.')).then_some(cell)
    }

    /// Seconds since 1970 with the numbers in that order; `None` where it makes no date.
    pub(crate) fn seconds(&self, order: Order) -> Option<i64> {
        let (year, month, day) = self.date(order)?;
        let mut seconds = days_from_date(year, month, day)? * SECONDS_PER_DAY;
        if let Some(hour) = self.hour {
            let hour = match (self.half, hour) {
                (None, 0..=24) => hour,
                (Some(Half::Morning), 12) => 0,
                (Some(Half::Morning), 0..=11) | (Some(Half::Noon), 10..=13) | (Some(Half::Evening), 12..=23) => hour,
                (Some(Half::Noon | Half::Evening), 0..=11) => hour + 12,
                _ => return None,
            };
            let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
            // Midnight may be called 24:00, and a minute may have a leap second.
            if minute > 59 || second > 60 || (hour == 24 && (minute, second) != (0, 0)) {
                return None;
            }
            seconds += i64::from(hour * 3600 + minute * 60 + second);
        } else if self.half.is_some() || self.minute.is_some() || self.second.is_some() {
            return None;
        }
        Some(seconds - self.offset.unwrap_or(0))
    }

    fn date(&self, order: Order) -> Option<(u32, u32, u32)> {
        let [(first, first_digits), (second, second_digits), (third, third_digits)] = self.loose;
        let year = |number: u32, digits: usize| match digits {
            4 => Some(number),
            // As strptime of POSIX has it.
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
                Order::YearFirst => (third_digits == 2).then_some((year(first, first_digits)?, second, third)),
                Order::MonthFirst => Some((year(third, third_digits)?, first, second)),
                Order::DayFirst => Some((year(third, third_digits)?, second, first)),
            },
            (None, None, None, 2) if self.separator == Some('.') || self.hour.is_some() => None,
            (None, None, None, 2) if first_digits == 4 => Some((first, second, 1)),
            (None, None, None, 2) if second_digits == 4 => Some((second, first, 1)),
            _ => None,
        }
    }

    /// The three numbers that nothing names, each with how many digits it has, unless the first is a year of
    /// four: what tells days, months and years apart.
    pub(crate) fn triple(&self) -> Option<[(u32, usize); 3]> {
        let [(_, digits), ..] = self.loose;
        (self.count == 3 && digits <= 2).then_some(self.loose)
    }

    pub(crate) fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Whether it is a 12-hour clock.
    pub(crate) fn halved(&self) -> bool {
        self.half.is_some()
    }

    fn number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (number, length, rest) = digits(text)?;
        if let Some(behind) = rest.strip_prefix(':') {
            // 31/Dec/2011:08:26:00, as web servers log.
            if length == 4 && self.month.is_some() {
                self.push(number, length)?;
                return Some(behind);
            }
            let begun = self.open && self.separator != Some('.');
            return if begun { None } else { self.clock(number, length, rest) };
        }
        self.open = false;
        let dated = self.count > 0 || self.year.is_some() || self.month.is_some();
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
                let halved = unit
                    .get(..2)
                    .is_some_and(|unit| unit.eq_ignore_ascii_case("am") || unit.eq_ignore_ascii_case("pm"));
                return match length {
                    // "8 AM"; with the date before it, so that no day of a month is taken for it.
                    1 | 2 if dated && halved && self.hour.is_none() => {
                        self.hour = Some(number as u32);
                        Some(rest)
                    }
                    // T082600 behind a date.
                    4 | 6 if self.year.is_some() && self.hour.is_none() => {
                        let number = if length == 4 { number * 100 } else { number };
                        self.compact_time(number)?;
                        Some(rest)
                    }
                    6 | 8 | 12 | 14 if !dated => {
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
        *self.loose.get_mut(self.count)? = (number as u32, length);
        self.count += 1;
        self.open = false;
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
        let (minute, rest) = short(rest.strip_prefix(':')?)?;
        self.minute = Some(minute);
        let Some(seconds) = rest.strip_prefix(':') else { return Some(rest) };
        let (second, rest) = short(seconds)?;
        self.second = Some(second);
        // A second's fraction changes no order that matters here.
        let fraction =
            rest.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
        Some(fraction.map_or(rest, |rest| rest.trim_start_matches(|sign: char| sign.is_ascii_digit())))
    }

    fn word<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some((rest, word)) = CHINESE.iter().find_map(|&(name, word)| Some((text.strip_prefix(name)?, word))) {
            self.mean(word)?;
            return Some(rest);
        }
        for (name, half) in [("a.m.", Half::Morning), ("p.m.", Half::Evening)] {
            if let Some((start, rest)) = text.split_at_checked(4)
                && start.eq_ignore_ascii_case(name)
            {
                self.mean(Word::Half(half))?;
                return Some(rest);
            }
        }
        let rest = text.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
        let word = text.get(..text.len() - rest.len())?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| {
            word.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|name| word.eq_ignore_ascii_case(name))
        });
        let known = month.map(|(_, month)| Word::Month(month));
        let named = || WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, word)| word);
        self.mean(known.or_else(named)?)?;
        Some(rest)
    }

    fn mean(&mut self, word: Word) -> Option<()> {
        self.open = false;
        match word {
            Word::Month(month) => self.month.replace(month).is_none().then_some(()),
            Word::Half(half) => self.half.replace(half).is_none().then_some(()),
            Word::Zero => self.hour.is_some().then(|| self.offset = Some(0)),
            Word::Between | Word::Nothing => Some(()),
        }
    }

    fn sign<'a>(&mut self, sign: char, rest: &'a str) -> Option<&'a str> {
        match sign {
            // What blanks and commas part is known by its length or its name.
            ',' => Some(rest),
            _ if sign.is_whitespace() => Some(rest),
            '+' | '-' if self.hour.is_some() => {
                let (number, length, rest) = digits(rest)?;
                let (hours, minutes, rest) = match (length, rest.strip_prefix(':')) {
                    (1 | 2, Some(rest)) => {
                        let (minutes, rest) = short(rest)?;
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
            // The day of the week, or the name of the zone, as JavaScript has it.
            '(' => {
                let (inside, rest) = rest.split_once(')')?;
                (!inside.contains(|sign: char| sign.is_ascii_digit())).then_some(rest)
            }
            '-' | '/' | '.' => {
                let begun = self.count > 0 || self.month.is_some();
                let same = self.separator.is_none_or(|before| before == sign);
                let valid = begun && same && !self.open && self.hour.is_none();
                (self.separator, self.open) = (Some(sign), true);
                valid.then_some(rest)
            }
            _ => None,
        }
    }
}
