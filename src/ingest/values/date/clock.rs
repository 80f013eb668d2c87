//! Times of day that stand alone, as tills and spreadsheets write them in a column beside the date.

use crate::ingest::values::date::cell::DateCell;

/// Longest cell that can be a time of day, in bytes: long texts need no look.
const MAX_CLOCK: usize = 40;

/// Seconds since midnight of a cell that is a time of day alone: `10:30`, `10:30:15 PM`, `3 PM`, `下午3:20`,
/// `13時20分`. `None` for a date, a date with a time, a time with an offset, and any other text.
pub fn parse_clock(cell: &str) -> Option<u32> {
    let cell = cell.trim();
    if cell.len() > MAX_CLOCK || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // 4:3 is the shape of a screen: a minute has two digits.
    if let Some((_, behind)) = cell.split_once([':', '：']) {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 2 {
            return None;
        }
    }
    DateCell::of(cell)?.clock()
}
