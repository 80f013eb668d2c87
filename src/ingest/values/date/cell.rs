//! One cell of dates taken apart: numbers, words and signs in any order in which people write them.

use crate::dataset::{SECONDS_PER_DAY, days_from_date};
use crate::ingest::values::date::order::DateOrder;
use crate::ingest::values::date::words::{HalfDay, Word, digits, half_width, two_digits, word_at};

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
                let (word, behind) = word_at(rest)?;
                cell.add_word(word)?;
                behind
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
        let seconds = days_from_date(common_year(year), month, day)? * SECONDS_PER_DAY;
        Some(seconds + i64::from(self.time_of_day()?) - self.offset.unwrap_or(0))
    }

    /// Seconds of a time of day that stands alone; `None` where there is a date, or no time.
    pub(crate) fn clock(&self) -> Option<u32> {
        let is_alone = self.year.is_none() && self.month.is_none() && self.day.is_none() && self.offset.is_none();
        match (is_alone, self.count, self.hour, self.half) {
            (true, 0, Some(_), _) if self.minute.is_some() || self.half.is_some() => self.time_of_day(),
            // 3 PM, whose number could have been a day.
            (true, 1, None, Some(half)) => {
                let [(hour, _), ..] = self.unnamed;
                Some(hour_of_day(Some(half), hour)? * 3600)
            }
            _ => None,
        }
    }

    /// Seconds since midnight, 0 without a time; `None` where hour, minute and second form no time.
    fn time_of_day(&self) -> Option<u32> {
        let Some(hour) = self.hour else {
            let is_empty = self.half.is_none() && self.minute.is_none() && self.second.is_none();
            return is_empty.then_some(0);
        };
        let hour = hour_of_day(self.half, hour)?;
        let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
        // Midnight may be written as 24:00, and a minute may have a leap second.
        let is_time = minute <= 59 && second <= 60 && (hour < 24 || (minute, second) == (0, 0));
        is_time.then_some(hour * 3600 + minute * 60 + second)
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
            return if is_date { None } else { self.add_clock(number, length, rest) };
        }
        let is_open = std::mem::take(&mut self.is_open);
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
                    // 2014-12-06 02, as the logs of shops cut their times to hours.
                    2 if !is_open && number < 24 && self.hour.is_none() && self.has_whole_date() => {
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

    /// Whether year, month and day are there, in whatever order.
    fn has_whole_date(&self) -> bool {
        let is_named = self.year.is_some() && self.month.is_some() && self.day.is_some();
        is_named || self.count == 3 || (self.count == 2 && self.month.is_some())
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
    fn add_clock<'a>(&mut self, hour: u64, length: usize, rest: &'a str) -> Option<&'a str> {
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

/// Hour of the day, from one on a clock of 24 hours or of half a day.
fn hour_of_day(half: Option<HalfDay>, hour: u32) -> Option<u32> {
    match (half, hour) {
        (None, 0..=24) => Some(hour),
        (Some(HalfDay::Morning), 12) => Some(0),
        (Some(HalfDay::Morning), 0..=11) | (Some(HalfDay::Noon), 10..=13) | (Some(HalfDay::Evening), 12..=23) => {
            Some(hour)
        }
        (Some(HalfDay::Noon | HalfDay::Evening), 0..=11) => Some(hour + 12),
        _ => None,
    }
}

/// Year of the common era. Years of the Buddhist era, which Thailand writes, are 543 ahead; no shop sells in the 25th
/// century.
fn common_year(year: u32) -> u32 {
    if (2_400..=2_650).contains(&year) { year - 543 } else { year }
}
