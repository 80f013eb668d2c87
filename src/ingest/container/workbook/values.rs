//! Values of cells as text, as the programs show them.

use std::fmt::Write;

use calamine::{DataType, ExcelDateTime};

/// Whether a value counts as an empty cell, as errors such as #N/A do.
pub(crate) fn is_blank(value: &impl DataType) -> bool {
    value.is_empty() || value.is_error() || value.get_string().is_some_and(|text| text.trim().is_empty())
}

/// Writes a value: numbers without the noise of their binary form, dates as `YYYY-MM-DD HH:MM:SS`.
pub(crate) fn write_value(value: &impl DataType, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = if let Some(string) = value.get_string() {
        text.write_str(string)
    } else if let Some(date) = value.get_datetime() {
        write_date(&date, text)
    } else if let Some(iso) = value.get_datetime_iso() {
        write_iso_date(iso, text);
        Ok(())
    } else if let Some(duration) = value.get_duration_iso() {
        text.write_str(duration)
    } else if let Some(truth) = value.get_bool() {
        write!(text, "{truth}")
    } else if let Some(whole) = value.get_int() {
        write!(text, "{whole}")
    } else if let Some(number) = value.get_float() {
        write_number(number, text);
        Ok(())
    } else {
        Ok(())
    };
}

/// Writes integers exactly, other numbers with 15 digits, as both programs show them: 0.3, not 0.30000000000000004.
pub(crate) fn write_number(number: f64, text: &mut String) {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    const LONGEST: f64 = 1e20;
    // Writing to a String cannot fail.
    if number.fract() == 0.0 && number.abs() <= EXACT {
        let _ = write!(text, "{}", number as i64);
        return;
    }
    // Numbers of more digits than both programs keep are ids that one of them has cut; what is left tells them apart.
    if number.fract() == 0.0 && number.abs() < LONGEST {
        let _ = write!(text, "{number}");
        return;
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    let _ = if rounded.abs() >= EXACT || rounded.abs() < 1e-7 {
        write!(text, "{rounded:e}")
    } else {
        write!(text, "{rounded}")
    };
}

/// Writes a date of ISO 8601 without its zone and parts of seconds.
pub(crate) fn write_iso_date(iso: &str, text: &mut String) {
    let (day, time) = iso.split_once('T').unwrap_or((iso, "00:00:00"));
    text.push_str(day);
    text.push(' ');
    text.push_str(time.split(['.', 'Z', '+']).next().unwrap_or(time));
}

fn write_date(date: &ExcelDateTime, text: &mut String) -> std::fmt::Result {
    if date.is_duration() {
        let seconds = (date.as_f64() * 86_400.0).round();
        let (sign, seconds) = if seconds < 0.0 { ("-", -seconds as u64) } else { ("", seconds as u64) };
        return write!(text, "{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, mut hour, mut minute, mut second, milli) = date.to_ymd_hms_milli();
    // A time such as 10:30:00 may be stored as slightly less.
    if milli >= 500 && (hour, minute, second) != (23, 59, 59) {
        second += 1;
        minute += second / 60;
        hour += minute / 60;
        (minute, second) = (minute % 60, second % 60);
    }
    if (0.0..1.0).contains(&date.as_f64()) {
        return write!(text, "{hour:02}:{minute:02}:{second:02}");
    }
    write!(text, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
