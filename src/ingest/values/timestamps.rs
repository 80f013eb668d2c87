//! The cells of a column of times to seconds since 1970, in a style that the first of them suggest and the whole
//! file settles.

use crate::dataset::{bytes_equal, short_word};
use crate::ingest::values::cell::filled;
use crate::ingest::values::date::{DateEvidence, DateStyle, Order, parse, swap_day_and_month};

/// Times that are remembered, at most: a power of two.
const SLOTS: usize = 1_024;
/// Longer cells are not remembered.
const LONGEST: usize = 31;

/// A cell as it was read the last time.
#[derive(Clone, Copy)]
struct Read {
    cell: [u8; LONGEST],
    /// None of the cell where there is no such yet.
    length: u8,
    seconds: Option<i64>,
}

const UNREAD: Read = Read { cell: [0; LONGEST], length: 0, seconds: None };

/// Where a cell is remembered.
fn slot(cell: &[u8]) -> usize {
    // The last eight bytes may have been there in part already.
    let words = cell.as_chunks::<8>().0.iter().chain(cell.last_chunk()).map(|word| u64::from_le_bytes(*word));
    let mixed =
        if cell.len() < 8 { short_word(cell) } else { words.fold(0, |mixed: u64, word| mixed.rotate_left(29) ^ word) };
    // The upper bits of a product hang on all bits of its factor (Knuth, vol. 3, 6.4).
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.ilog2())) as usize
}

/// How many cells are asked which number is the day.
const ASKED: u32 = 20_000;

/// Reads cell after cell.
pub(crate) struct TimestampParser {
    style: Option<DateStyle>,
    /// Whether it is certain which number is which: somebody has said so, or a cell can be read in one way only.
    certain: bool,
    turned: bool,
    evidence: DateEvidence,
    asked: u32,
    /// Rows are often of one order, and so of one time; and files that tell days alone have few times in all.
    read: Box<[Read; SLOTS]>,
}

impl TimestampParser {
    pub fn of(head: &[Vec<String>], column: usize, order: Option<Order>) -> TimestampParser {
        let mut evidence = DateEvidence::default();
        filled(head, column).for_each(|cell| evidence.see(cell));
        let style = match (evidence.style(), order) {
            (Some(DateStyle::Calendar(_)), Some(order)) => Some(DateStyle::Calendar(order)),
            (style, _) => style,
        };
        TimestampParser {
            style,
            certain: order.is_some(),
            turned: false,
            evidence,
            asked: 0,
            read: Box::new([UNREAD; SLOTS]),
        }
    }

    /// Seconds since 1970, if the cell is a time.
    pub fn seconds(&mut self, cell: &[u8]) -> Option<i64> {
        let slot = slot(cell);
        let Read { cell: known, length, seconds } = &self.read[slot];
        if *length > 0 && bytes_equal(&known[..usize::from(*length)], cell) {
            return *seconds;
        }
        let seconds = self.parse(std::str::from_utf8(cell).ok()?);
        if let Some(known) = self.read[slot].cell.get_mut(..cell.len()) {
            known.copy_from_slice(cell);
            self.read[slot].length = cell.len() as u8;
            self.read[slot].seconds = seconds;
        }
        seconds
    }

    fn parse(&mut self, cell: &str) -> Option<i64> {
        let mut seconds = parse(cell, self.style.as_ref()?);
        if let Some(swapped) = self.swapped() {
            if self.asked < ASKED {
                self.asked += 1;
                self.evidence.see(cell);
            }
            let otherwise = parse(cell, &swapped);
            self.certain = seconds.is_some() != otherwise.is_some();
            if self.certain && seconds.is_none() {
                (self.style, self.turned, seconds) = (Some(swapped), true, otherwise);
                // What was read the other way round is not to be read so again.
                self.read.fill(UNREAD);
            }
        }
        seconds
    }

    /// The other style that the cells may have, as long as nothing is certain.
    fn swapped(&self) -> Option<DateStyle> {
        self.style.filter(|_| !self.certain)?.swapped()
    }

    /// Which number was taken for which.
    pub fn order(&self) -> Option<Order> {
        match self.style {
            Some(DateStyle::Calendar(order)) => Some(order),
            _ => None,
        }
    }

    /// Whether the cells before the one that was read last, but not itself, have had day and month the wrong way round.
    pub fn has_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }

    /// The same of all cells, at the end of the file, where no cell was certain and most speak for the other way.
    pub fn turns_at_end(&mut self) -> bool {
        let Some(swapped) = self.swapped() else { return false };
        let turns = self.evidence.style() == Some(swapped);
        if turns {
            self.style = Some(swapped);
        }
        turns
    }
}

/// The time with day and month exchanged.
pub(crate) fn turned(time: i64) -> i64 {
    swap_day_and_month(time).unwrap_or(time)
}
