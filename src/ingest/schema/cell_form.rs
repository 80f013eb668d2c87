//! Forms of cells: what a text looks like, whatever its column is called.

use crate::ingest::schema::events::EventClass;
use crate::ingest::values::{NumberStyle, is_email, parse_clock, parse_flag, parse_quantity, parse_rating};

/// Longest status, in bytes.
const MAX_STATUS: usize = 60;

/// Everything that a cell looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellForm {
    /// Yes or no, if the cell says either.
    pub flag: Option<bool>,
    pub is_digits: bool,
    pub is_date: bool,
    pub is_clock: bool,
    pub event: EventClass,
    /// Status of an order, unless it is a flag.
    pub status: EventClass,
    pub is_asin: bool,
    pub is_email: bool,
    pub is_phone: bool,
    pub is_money: bool,
    pub is_cut: bool,
    pub is_rating_sign: bool,
    pub is_counted: bool,
}

impl CellForm {
    /// Form of a trimmed cell; events and statuses are unknown unless it `may_be_event`.
    pub fn of(cell: &str, may_be_event: bool) -> CellForm {
        let flag = parse_flag(cell);
        let may_be_status = may_be_event && flag.is_none() && cell.len() <= MAX_STATUS;
        CellForm {
            flag,
            is_digits: cell.bytes().all(|byte| byte.is_ascii_digit()),
            is_date: is_date(cell),
            is_clock: is_clock(cell),
            event: if may_be_event { EventClass::of(cell) } else { EventClass::Unknown },
            status: if may_be_status { EventClass::of_status(cell) } else { EventClass::Unknown },
            is_asin: is_asin(cell),
            is_email: is_email(cell.as_bytes()),
            is_phone: is_phone(cell),
            is_money: is_money(cell),
            is_cut: is_cut(cell),
            is_rating_sign: is_rating_sign(cell),
            is_counted: is_counted(cell),
        }
    }
}

/// Whether a number is a time from 1990 to 2050 in seconds, milliseconds or microseconds since 1970.
pub(crate) fn is_unix_time(value: f64) -> bool {
    [1.0, 1e3, 1e6].iter().any(|unit| (631_152_000.0 * unit..2_524_608_000.0 * unit).contains(&value))
}

/// Whether a cell is a year, a month and a day in any order with separators, or eight digits that begin with a year.
fn is_date(cell: &str) -> bool {
    let date = cell.split([' ', 'T']).next().unwrap_or(cell);
    let parts: Vec<&str> = date.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let numeric = parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    // A telephone number has more than one part that can only be a year: 010-1234-5678.
    let numeric = numeric && parts.iter().filter(|part| part.len() > 2).count() <= 1;
    let named = parts.len() == 3 && parts[1].len() >= 3 && parts[1].chars().all(char::is_alphabetic);
    let compact = date.len() == 8
        && (date.starts_with("19") || date.starts_with("20"))
        && date.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=12).contains(&date.get(4..6).and_then(|month| month.parse().ok()).unwrap_or(0))
        && (1..=31).contains(&date.get(6..8).and_then(|day| day.parse().ok()).unwrap_or(0));
    (parts.len() == 3 && (numeric || named)) || compact
}

/// Whether a cell is an id of Amazon's: ten characters, an ISBN or `B0…`.
fn is_asin(cell: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    cell.len() == 10 && cell.is_ascii() && ((cell.starts_with("B0") && digits(cell) >= 2) || digits(&cell[..9]) == 9)
}

/// Whether a cell is a time of day without a date: `10:30`, `10:30:15 PM`.
fn is_clock(cell: &str) -> bool {
    // Nearly all cells are something else.
    cell.len() <= 24 && cell.contains([':', '时', '時', '시', '点']) && parse_clock(cell).is_some()
}

/// Whether a cell is a telephone number: a Chinese mobile number, or an international one.
fn is_phone(cell: &str) -> bool {
    let cell = cell.trim_start_matches(['\'', '=', '"']).trim_end_matches('"');
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_written = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-() *".contains(&byte));
    let is_mobile = cell.len() == 11 && cell.starts_with('1') && matches!(cell.as_bytes().get(1), Some(b'3'..=b'9'));
    is_written && (is_mobile && digits >= 7 || cell.starts_with(['+', '(']) && (8..=15).contains(&digits))
}

/// Whether a cell is a price: an amount with a currency, or with two decimals.
fn is_money(cell: &str) -> bool {
    const SIGNS: [char; 10] = ['$', '€', '£', '¥', '￥', '₩', '₽', '₹', '₺', '元'];
    let bare = cell.trim_matches(SIGNS.as_slice()).trim().trim_start_matches('-');
    let is_number = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit() || b".,' ".contains(&byte));
    let has_cents = bare.len() >= 3
        && bare.is_char_boundary(bare.len() - 3)
        && bare[bare.len() - 3..].starts_with(['.', ','])
        && bare[bare.len() - 2..].bytes().all(|byte| byte.is_ascii_digit());
    is_number && (has_cents || cell.contains(SIGNS.as_slice()) && bare.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether a spreadsheet has cut a number: `6.92E+12`, or more than 15 digits that end with zeros.
pub(crate) fn is_cut(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((digits, power)) = cell.split_once(['e', 'E']) {
        let power = power.strip_prefix('+').unwrap_or(power);
        return is_digits(power)
            && power.parse().is_ok_and(|power: u32| (6..=30).contains(&power))
            && digits.contains(['.', ','])
            && digits.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
    }
    // Spreadsheets keep 15 digits.
    is_digits(cell) && (16..=22).contains(&cell.len()) && cell[15..].bytes().all(|byte| byte == b'0')
}

/// Whether a cell is a rating in words or signs.
fn is_rating_sign(cell: &str) -> bool {
    // A bare number may be anything.
    !cell.bytes().all(|byte| byte.is_ascii_digit() || b".,-".contains(&byte)) && parse_rating(cell).is_some()
}

/// Whether a cell is a quantity with a unit of pieces.
fn is_counted(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && parse_quantity(cell, NumberStyle::Point).is_some()
}
