//! Numbers as shops and spreadsheets write them: decimal commas and points, groups of thousands, currencies,
//! percentages, negatives in brackets, digits of other scripts.

use serde::{Deserialize, Serialize};

/// Meaning of the one ambiguous kind of number in a column: a single separator with three digits behind it, `1,234` or
/// `1.234`. All other numbers have one meaning whatever the style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberStyle {
    /// Decimal point: `1,234` is above a thousand, `1.234` below two. The default.
    #[default]
    Point,
    /// Decimal comma: `1.234` is above a thousand, `1,234` below two.
    Comma,
}

impl NumberStyle {
    /// Style of most unambiguous numbers among the cells; [`NumberStyle::Point`] where there are none or as many of
    /// both. Cells that are no numbers are ignored.
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

/// Number in a cell; `None` where there is none, or one beyond the range of `f64`.
///
/// Blanks around it are ignored, full-width characters count as their ASCII equivalents. These forms are read:
/// - `1234`, `12.5`, `12,5`, `.5`, `1.2e-3`;
/// - thousands in groups of three (`1,234,567.5`, `1.234.567,5`, `1 234 567`, `1'234'567`, `1_234_567`),
///   and India's `12,34,567`;
/// - a sign before or behind the digits, and `(12.50)` for −12.5 as accountants write it;
/// - a currency's sign or code before or behind the digits (`¥12`, `12 €`, `USD 12`, `12元`);
/// - `5%` as 0.05, `5‰` as 0.005, `1.2万` as 12,000, `3亿` as 300,000,000.
pub fn parse_number(cell: &str, style: NumberStyle) -> Option<f64> {
    if let Some(number) = plain(cell.as_bytes()) {
        return Some(number);
    }
    let text = ascii(cell);
    let number = DecoratedNumber::of(&text)?;
    let decimal = match number.interpretation()? {
        Interpretation::Unambiguous(style) => Some(style),
        Interpretation::Ambiguous => Some(style),
        Interpretation::Integer => None,
    };
    let decimal = decimal.map(|style| if style == NumberStyle::Point { '.' } else { ',' });
    let mut digits = String::with_capacity(text.len() + 8);
    for sign in number.digits.chars() {
        if sign.is_ascii_digit() {
            digits.push(sign);
        } else if Some(sign) == decimal {
            digits.push('.');
        }
    }
    digits.push('e');
    digits.push_str(&number.exponent.to_string());
    // The exponent of a percentage is parsed together with the digits, so that the library rounds once: 5 % is exactly
    // 0.05 and not a product near it.
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(if number.negative { -value } else { value })
}

/// [`parse_number`] of a cell as bytes.
pub(crate) fn parse_number_bytes(cell: &[u8], style: NumberStyle) -> Option<f64> {
    plain(cell).or_else(|| parse_number(std::str::from_utf8(cell).ok()?, style))
}

/// Number of nothing but a minus and ASCII digits, few enough to be exact, as in nearly every cell.
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

/// Style of an unambiguous number.
fn evidence(cell: &str) -> Option<NumberStyle> {
    if plain(cell.as_bytes()).is_some() {
        return None;
    }
    match DecoratedNumber::of(&ascii(cell))?.interpretation()? {
        Interpretation::Unambiguous(style) => Some(style),
        Interpretation::Ambiguous | Interpretation::Integer => None,
    }
}

/// Trimmed text with one character for all that mean the same.
fn ascii(cell: &str) -> String {
    let one = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{660}'..='\u{669}' => char::from_digit(sign as u32 - 0x660, 10).unwrap_or(sign),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(sign as u32 - 0x6f0, 10).unwrap_or(sign),
        // Minus, hyphens, and the dash by which word processors replace them.
        '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{202f}' | '\u{2009}' => ' ',
        // Directional marks and the byte order mark.
        '\u{200e}' | '\u{200f}' | '\u{feff}' => ' ',
        _ if sign.is_whitespace() => ' ',
        _ => sign,
    };
    cell.trim().chars().map(one).collect::<String>().trim().to_owned()
}

/// A number taken apart into sign, exponent and digits.
struct DecoratedNumber<'a> {
    negative: bool,
    /// Power of ten of scientific notation, percentages and 万.
    exponent: i32,
    /// Digits with separators.
    digits: &'a str,
}

/// Meaning of digits with separators.
enum Interpretation {
    /// The decimal separator is present, or the groups show which one it would be.
    Unambiguous(NumberStyle),
    /// Both styles are possible.
    Ambiguous,
    /// No decimal separator, and no indication of which one it would be.
    Integer,
}

impl<'a> DecoratedNumber<'a> {
    fn of(text: &'a str) -> Option<DecoratedNumber<'a>> {
        let mut rest = text;
        let (mut sign, mut brackets, mut exponent) = (None, false, None);
        let (mut before, mut behind) = (false, false);
        // Each kind of decoration at most once, in any order: -$5, $-5, ($5), $(5), 5-, 5 €-.
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
        (digits && known).then_some(DecoratedNumber { negative, exponent, digits: rest })
    }

    /// `None` where digits and separators form no number in any style.
    fn interpretation(&self) -> Option<Interpretation> {
        let (points, commas) = (self.count('.'), self.count(','));
        let neutral = self.digits.contains([' ', '\'', '_']);
        let style = match (points, commas) {
            (0, 0) if neutral => return is_grouped(self.digits).then_some(Interpretation::Integer),
            (0, 0) => return Some(Interpretation::Integer),
            (1, 0) => NumberStyle::Point,
            (0, 1) => NumberStyle::Comma,
            // Several separators of one kind can only be groups.
            (_, 0) => {
                return (!neutral && is_grouped(self.digits))
                    .then_some(Interpretation::Unambiguous(NumberStyle::Comma));
            }
            (0, _) => {
                return (!neutral && is_grouped(self.digits))
                    .then_some(Interpretation::Unambiguous(NumberStyle::Point));
            }
            _ if self.digits.rfind('.') > self.digits.rfind(',') => NumberStyle::Point,
            _ => NumberStyle::Comma,
        };
        let decimal = if style == NumberStyle::Point { '.' } else { ',' };
        let (whole, fraction) = self.digits.split_once(decimal)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let bare = whole.bytes().all(|byte| byte.is_ascii_digit());
        if !bare && !is_grouped(whole) {
            return None;
        }
        // 0.125, 1234.567 and 1.125e3 have no group of thousands.
        let may_be_group = bare && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && fraction.len() == 3;
        Some(if may_be_group && self.exponent == 0 {
            Interpretation::Ambiguous
        } else {
            Interpretation::Unambiguous(style)
        })
    }

    fn count(&self, separator: char) -> usize {
        self.digits.matches(separator).count()
    }
}

/// Whether an integer's digits form groups of three, or India's groups of two with three at the end, with one kind of
/// separator.
fn is_grouped(whole: &str) -> bool {
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

/// Text without a unit at its end that stands for a power of ten, and that power.
fn without_power(text: &str) -> Option<(&str, i32)> {
    const POWERS: [(char, i32); 5] = [('%', -2), ('‰', -3), ('万', 4), ('萬', 4), ('亿', 8)];
    let behind = POWERS.iter().find_map(|&(unit, power)| Some((text.strip_suffix(unit)?, power)));
    // Turkish puts the percent sign first.
    behind.or_else(|| Some((text.strip_prefix('%')?, -2)))
}

/// Codes and words of currencies, in lower case.
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

/// Whether a character is a currency sign of Unicode, also in full width.
fn is_currency_sign(sign: char) -> bool {
    matches!(sign, '$' | '¢'..='¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '\u{20a0}'..='\u{20cf}' | '﷼')
        || matches!(sign, '￠' | '￡' | '￥' | '￦')
}

/// Whether a character may be part of a word or its abbreviation.
fn is_word_part(sign: char) -> bool {
    sign.is_alphabetic() || sign == '.'
}

fn without_currency_before(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(char::is_alphabetic);
    let letters = text.len() - rest.len();
    // ¥, but also US$, R$, NT$.
    if let (0..=3, Some(rest)) = (letters, rest.strip_prefix(is_currency_sign)) {
        return Some(rest);
    }
    let rest = text.trim_start_matches(is_word_part);
    // The point belongs to the word in "Rs.500", to the number in "Rs .5".
    let word = &text[..text.len() - rest.len()];
    is_currency(word).then_some(rest)
}

fn without_currency_behind(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix(is_currency_sign) {
        return Some(rest);
    }
    let rest = text.strip_suffix('.').unwrap_or(text).trim_end_matches(char::is_alphabetic);
    is_currency(&text[rest.len()..]).then_some(rest)
}
