//! Amounts and times of rows.

use super::RowParser;
use crate::dataset::trimmed;
use crate::ingest::build::event_log::can_be_logged;
use crate::ingest::build::rules::Checked;
use crate::ingest::csv::Row;
use crate::ingest::schema::{CellRules, ValueKind};
use crate::ingest::values::{parse_clock, parse_number_bytes, parse_quantity, parse_rating};

impl RowParser {
    /// Amount of a row; negative where it cancels.
    pub(super) fn parse_amount(&mut self, row: &Row) -> Checked<f32> {
        let order = self.roles.order.filter(|_| self.has_numbered_orders).and_then(|column| row.cell(column));
        let is_cancelled = order.is_some_and(is_cancelled_order);
        if is_cancelled {
            self.warn("cancellation-row");
        }
        let value = match self.roles.value {
            Some(column) => {
                let cell = row.cell(column).ok_or("too-few-cells")?;
                match parse_number_bytes(cell, self.number_style).filter(|value| value.is_finite()) {
                    Some(value) => value,
                    None => self.parse_written_amount(cell).ok_or("value-not-a-number")?,
                }
            }
            None => 1.0,
        };
        let adds_up = self.value_kind != Some(ValueKind::Rating);
        if value < 0.0 && adds_up && !is_cancelled {
            self.warn("negative-quantity");
        }
        self.largest = self.largest.max(value);
        match value {
            0.0 => Err("value-not-positive"),
            _ if adds_up && (value < 0.0 || is_cancelled) => {
                if self.rules.apply_cancellations == Some(false) {
                    Err("value-not-positive")
                } else {
                    Ok(-value.abs() as f32)
                }
            }
            _ if value < 0.0 => Err("value-not-positive"),
            _ => Ok(value as f32),
        }
    }

    /// Amount in words or signs, or with a unit: `4/5`, `★★★`, `2 pcs`. The end of its scale counts as seen.
    fn parse_written_amount(&mut self, cell: &[u8]) -> Option<f64> {
        let cell = std::str::from_utf8(cell).ok()?;
        if self.value_kind != Some(ValueKind::Rating) {
            return parse_quantity(cell, self.number_style);
        }
        let (value, scale) = parse_rating(cell)?;
        self.largest = self.largest.max(scale.unwrap_or(value));
        Some(value)
    }

    /// Time of a row in seconds since 1970, if it has one.
    pub(super) fn parse_time(&mut self, row: &Row) -> Checked<Option<i64>> {
        let (Some(column), Some(timestamps)) = (self.roles.time, &mut self.timestamps) else { return Ok(None) };
        let cell = row.cell(column).map(|cell| match self.carried.cell(column) {
            Some(carried) if trimmed(cell).is_empty() => carried,
            _ => cell,
        });
        let mut time = cell.and_then(|cell| timestamps.parse(cell));
        if let (Some(time), Some(clock)) = (&mut time, self.roles.clock.and_then(|column| row.cell(column))) {
            *time += std::str::from_utf8(clock).ok().and_then(parse_clock).map_or(0, i64::from);
        }
        match time {
            None => self.warn("time-unreadable"),
            Some(time) if !can_be_logged(time) => self.warn("time-out-of-range"),
            Some(_) => {}
        }
        let CellRules { from, to, .. } = self.rules;
        match time {
            None if from.is_some() || to.is_some() => Err("time-unreadable"),
            Some(time) if from.is_some_and(|from| time < from) || to.is_some_and(|to| time >= to) => {
                Err("outside-window")
            }
            time => Ok(time.filter(|&time| can_be_logged(time))),
        }
    }
}

/// Whether an order is a number with a C in front of it, such as `C536379`.
fn is_cancelled_order(order: &[u8]) -> bool {
    match trimmed(order) {
        [b'C' | b'c', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
