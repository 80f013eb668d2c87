//! Numbers as shops and spreadsheets write them: decimal commas and points, groups of thousands,
//! currencies, percentages, accounting's negatives, digits of other scripts.

use serde::{Deserialize, Serialize};

/// How a column reads the one kind of number that can be read in two ways: a single separator with three
/// digits behind it, `1,234` or `1.234`. Whatever can be read in one way only is read in that one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberStyle {
    /// `1,234` is above a thousand, `1.234` is below two. The default.
    #[default]
    Point,
    /// `1.234` is above a thousand, `1,234` is below two.
    Comma,
}

impl NumberStyle {
    /// The style that most of the cells that can be read in one way only have; [`NumberStyle::Point`]
    /// where none tells or both have as many. What is no number has no say.
    pub fn guess<Cell: AsRef<str>>(cells: impl IntoIterator<Item = Cell>) -> NumberStyle {
        let (mut points, mut commas) = (0_u64, 0_u64);
        for cell in cells {
            match evidence(cell.as_ref()) {
                Some(NumberStyle::Point) => points += 1,
                Some(NumberStyle::Comma) => commas += 1,
                None => {}
            }
        }
        if commas > points { NumberStyle::Comma } else { NumberStyle::Point }
    }
}

/// The number in a cell; `None` where there is none, or one beyond the range of `f64`.
///
/// Read are, blanks around them ignored and full-width characters taken for their ASCII twins:
/// - `1234`, `12.5`, `12,5`, `.5`, `1.2e-3`;
/// - thousands in groups of three (`1,234,567.5`, `1.234.567,5`, `1 234 567`, `1'234'567`, `1_234_567`),
///   and India's `12,34,567`;
/// - a sign before or behind, and accounting's `(12.50)` for −12.5;
/// - a currency's sign or code before or behind (`¥12`, `12 €`, `USD 12`, `12元`);
/// - `5%` as 0.05, `5‰` as 0.005, `1.2万` as 12,000, `3亿` as 300,000,000.
pub fn parse(cell: &str, style: NumberStyle) -> Option<f64> {
    if let Some(number) = plain(cell.as_bytes()) {
        return Some(number);
    }
    let text = ascii(cell);
    let dressed = Dressed::of(&text)?;
    let decimal = match dressed.reading()? {
        Reading::One(style) => Some(style),
        Reading::Two => Some(style),
        Reading::Whole => None,
    };
    let decimal = decimal.map(|style| if style == NumberStyle::Point { '.' } else { ',' });
    let mut digits = String::with_capacity(text.len() + 8);
    for sign in dressed.digits.chars() {
        if sign.is_ascii_digit() {
            digits.push(sign);
        } else if Some(sign) == decimal {
            digits.push('.');
        }
    }
    digits.push('e');
    digits.push_str(&dressed.exponent.to_string());
    // The library rounds correctly; the exponent of a percentage goes in with the digits, so that
    // 5 % is the very 0.05 and not a product near it.
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then_some(if dressed.negative { -number } else { number })
}

/// The same of a cell in UTF-8.
pub(crate) fn parse_bytes(cell: &[u8], style: NumberStyle) -> Option<f64> {
    plain(cell).or_else(|| parse(std::str::from_utf8(cell).ok()?, style))
}

/// ASCII digits and nothing else, few enough to be exact: what nearly every cell is.
fn plain(cell: &[u8]) -> Option<f64> {
    let (negative, digits) = match cell.split_first() {
        Some((b'-', digits)) => (true, digits),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let mut number = 0_u64;
    for &byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(byte - b'0');
    }
    Some(if negative { -(number as f64) } else { number as f64 })
}

/// For which style a cell speaks, if it does.
fn evidence(cell: &str) -> Option<NumberStyle> {
    if plain(cell.as_bytes()).is_some() {
        return None;
    }
    match Dressed::of(&ascii(cell))?.reading()? {
        Reading::One(style) => Some(style),
        Reading::Two | Reading::Whole => None,
    }
}

/// The text without blanks at its ends, with one character for all that mean the same.
fn ascii(cell: &str) -> String {
    let one = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{660}'..='\u{669}' => char::from_digit(sign as u32 - 0x660, 10).unwrap_or(sign),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(sign as u32 - 0x6f0, 10).unwrap_or(sign),
        // Minus, hyphens and the dash that word processors make of them.
        '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{202f}' | '\u{2009}' => ' ',
        // Marks of the direction of writing, and the byte order mark.
        '\u{200e}' | '\u{200f}' | '\u{feff}' => ' ',
        _ if sign.is_whitespace() => ' ',
        _ => sign,
    };
    cell.trim().chars().map(one).collect::<String>().trim().to_owned()
}

/// A number with what stands around it taken off.
struct Dressed<'a> {
    negative: bool,
    /// Power of ten, from scientific notation, percentages and 万.
    exponent: i32,
    /// Digits and separators.
    digits: &'a str,
}

/// In how many ways digits and separators can be read.
enum Reading {
    /// In one, with a decimal separator or groups that show which it would be.
    One(NumberStyle),
    /// In both.
    Two,
    /// There is no decimal separator, nor a sign of which it would be.
    Whole,
}

impl<'a> Dressed<'a> {
    fn of(text: &'a str) -> Option<Dressed<'a>> {
        let mut rest = text;
        let (mut sign, mut brackets, mut exponent) = (None, false, None);
        let (mut before, mut behind) = (false, false);
        // Each kind of dress at most once, in any order: -$5, $-5, ($5), $(5), 5-, 5 €-.
        loop {
            rest = rest.trim();
            if let (false, Some(inner)) = (brackets, rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))) {
                (brackets, rest) = (true, inner);
            } else if let (None, Some(inner)) = (sign, rest.strip_prefix(['-', '+'])) {
                (sign, rest) = (Some(rest.starts_with('-')), inner);
            } else if let (None, Some(inner)) = (sign, rest.strip_suffix('-')) {
                (sign, rest) = (Some(true), inner);
            } else if let (None, Some((inner, power))) = (exponent, without_power(rest)) {
                (exponent, rest) = (Some(power), inner);
            } else if let (false, Some(inner)) = (before, without_currency_before(rest)) {
                (before, rest) = (true, inner);
            } else if let (false, Some(inner)) = (behind, without_currency_behind(rest)) {
                (behind, rest) = (true, inner);
            } else {
                break;
            }
        }
        if brackets && sign.is_some() {
            return None;
        }
        let mut exponent = exponent.unwrap_or(0);
        if let Some((digits, power)) = rest.split_once(['e', 'E']) {
            let unsigned = power.strip_prefix(['-', '+']).unwrap_or(power);
            if unsigned.is_empty() || unsigned.len() > 4 || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            exponent += power.parse::<i32>().ok()?;
            rest = digits;
        }
        let digits = rest.bytes().any(|byte| byte.is_ascii_digit());
        let known = rest.bytes().all(|byte| byte.is_ascii_digit() || b"., '_".contains(&byte));
        let negative = brackets || sign == Some(true);
        (digits && known).then_some(Dressed { negative, exponent, digits: rest })
    }

    /// `None` where digits and separators are no number in any style.
    fn reading(&self) -> Option<Reading> {
        let (points, commas) = (self.count('.'), self.count(','));
        let neutral = self.digits.contains([' ', '\'', '_']);
        let style = match (points, commas) {
            (0, 0) if neutral => return grouped(self.digits).then_some(Reading::Whole),
            (0, 0) => return Some(Reading::Whole),
            (1, 0) => NumberStyle::Point,
            (0, 1) => NumberStyle::Comma,
            // Several of one kind can only be groups.
            (_, 0) => return (!neutral && grouped(self.digits)).then_some(Reading::One(NumberStyle::Comma)),
            (0, _) => return (!neutral && grouped(self.digits)).then_some(Reading::One(NumberStyle::Point)),
            _ if self.digits.rfind('.') > self.digits.rfind(',') => NumberStyle::Point,
            _ => NumberStyle::Comma,
        };
        let decimal = if style == NumberStyle::Point { '.' } else { ',' };
        let (whole, fraction) = self.digits.split_once(decimal)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let bare = whole.bytes().all(|byte| byte.is_ascii_digit());
        if !bare && !grouped(whole) {
            return None;
        }
        // Neither 0.125 nor 1234.567 nor 1.125e3 has a group of thousands.
        let thousands = bare && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && fraction.len() == 3;
        Some(if thousands && self.exponent == 0 { Reading::Two } else { Reading::One(style) })
    }

    fn count(&self, separator: char) -> usize {
        self.digits.matches(separator).count()
    }
}

/// Whether a whole number's digits stand in groups of three, or in India's of two with three at the end, with
/// one kind of separator.
fn grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|sign| !sign.is_ascii_digit()) else { return false };
    let lengths: Vec<usize> = whole.split(separator).map(str::len).collect();
    if !whole.split(separator).all(|group| group.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    let [first, middle @ .., last] = lengths.as_slice() else { return false };
    let threes = (1..=3).contains(first) && middle.iter().all(|&length| length == 3);
    let twos = separator == ',' && (1..=2).contains(first) && middle.iter().all(|&length| length == 2);
    *last == 3 && (threes || twos)
}

/// The text without a unit at an end that stands for a power of ten, and that power.
fn without_power(text: &str) -> Option<(&str, i32)> {
    const POWERS: [(char, i32); 5] = [('%', -2), ('‰', -3), ('万', 4), ('萬', 4), ('亿', 8)];
    let behind = POWERS.iter().find_map(|&(unit, power)| Some((text.strip_suffix(unit)?, power)));
    // Turkish writes the percent sign first.
    behind.or_else(|| Some((text.strip_prefix('%')?, -2)))
}

/// Codes and words of currencies, in small letters.
const CURRENCIES: [&str; 61] = [
    "aed",
    "aud",
    "bdt",
    "bgn",
    "brl",
    "cad",
    "chf",
    "clp",
    "cny",
    "cop",
    "czk",
    "dkk",
    "egp",
    "eur",
    "euro",
    "fr",
    "ft",
    "gbp",
    "hkd",
    "huf",
    "idr",
    "ils",
    "inr",
    "jpy",
    "kr",
    "krw",
    "kč",
    "lei",
    "mad",
    "mxn",
    "myr",
    "ngn",
    "nok",
    "nzd",
    "pen",
    "php",
    "pkr",
    "pln",
    "rmb",
    "ron",
    "rp",
    "rs",
    "rub",
    "sar",
    "sek",
    "sgd",
    "thb",
    "try",
    "twd",
    "uah",
    "usd",
    "vnd",
    "zar",
    "zł",
    "руб",
    "元",
    "圆",
    "圓",
    "円",
    "원",
    "人民币",
];

fn is_currency(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    CURRENCIES.contains(&word.to_lowercase().as_str())
}

/// A currency's sign, as Unicode has them, and the pound and cent in full width.
fn is_sign(sign: char) -> bool {
    matches!(sign, '$' | '¢'..='¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '\u{20a0}'..='\u{20cf}' | '﷼' | '￠' | '￡' | '￥' | '￦')
}

/// Letters with what the abbreviations among them end in.
fn is_wordly(sign: char) -> bool {
    sign.is_alphabetic() || sign == '.'
}

fn without_currency_before(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(char::is_alphabetic);
    let letters = text.len() - rest.len();
    // ¥, and US$, R$, NT$ likewise.
    if let (0..=3, Some(rest)) = (letters, rest.strip_prefix(is_sign)) {
        return Some(rest);
    }
    let rest = text.trim_start_matches(is_wordly);
    // "Rs.500" and "Rs .5": the point belongs to the word where it follows it.
    let word = &text[..text.len() - rest.len()];
    is_currency(word).then_some(rest)
}

fn without_currency_behind(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix(is_sign) {
        return Some(rest);
    }
    let rest = text.strip_suffix('.').unwrap_or(text).trim_end_matches(char::is_alphabetic);
    is_currency(&text[rest.len()..]).then_some(rest)
}
