//! Parser of a column of times. The style is guessed from the head of the file and corrected by later cells.

use crate::dataset::{bytes_equal, short_word};
use crate::ingest::values::cell::filled_cells;
use crate::ingest::values::date::{DateEvidence, DateOrder, DateStyle, parse_time, swap_day_and_month};

/// Slots of the cache of parsed cells; a power of two.
const SLOTS: usize = 1_024;
/// Longest cell that is cached, in bytes.
const MAX_CACHED: usize = 31;
/// Cells that are examined as evidence of which number is the day.
const MAX_EVIDENCE: u32 = 20_000;

/// A parsed cell.
#[derive(Clone, Copy)]
struct CacheEntry {
    cell: [u8; MAX_CACHED],
    /// Length of the cell; 0 where the slot is empty.
    length: u8,
    seconds: Option<i64>,
}

const EMPTY: CacheEntry = CacheEntry { cell: [0; MAX_CACHED], length: 0, seconds: None };

/// Slot of a cell in the cache.
fn slot(cell: &[u8]) -> usize {
    // The last eight bytes may overlap the last whole word.
    let words = cell.as_chunks::<8>().0.iter().chain(cell.last_chunk()).map(|word| u64::from_le_bytes(*word));
    let mixed =
        if cell.len() < 8 { short_word(cell) } else { words.fold(0, |mixed: u64, word| mixed.rotate_left(29) ^ word) };
    // The upper bits of a product depend on all bits of its factor (Knuth, vol. 3, 6.4).
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.ilog2())) as usize
}

/// Parser of a column's cells.
pub(crate) struct TimestampParser {
    style: Option<DateStyle>,
    /// Whether the order of the numbers is certain: it was chosen, or a cell is possible in one order only.
    is_certain: bool,
    /// Whether the last cell swapped day and month of all before it.
    has_swapped: bool,
    evidence: DateEvidence,
    examined: u32,
    /// Cache of parsed cells. The rows of one order share a time, and files with days alone have few different ones.
    cache: Box<[CacheEntry; SLOTS]>,
}

impl TimestampParser {
    /// A parser of `column`, whose style is guessed from its cells in the `head`; an `order` overrides the guess.
    pub fn new(head: &[Vec<String>], column: usize, order: Option<DateOrder>) -> TimestampParser {
        let mut evidence = DateEvidence::default();
        filled_cells(head, column).for_each(|cell| evidence.add(cell));
        let style = match (evidence.style(), order) {
            (Some(DateStyle::Calendar(_)), Some(order)) => Some(DateStyle::Calendar(order)),
            (style, _) => style,
        };
        TimestampParser {
            style,
            is_certain: order.is_some(),
            has_swapped: false,
            evidence,
            examined: 0,
            cache: Box::new([EMPTY; SLOTS]),
        }
    }

    /// Time of a cell in seconds since 1970; `None` where it is no time.
    pub fn parse(&mut self, cell: &[u8]) -> Option<i64> {
        let slot = slot(cell);
        let CacheEntry { cell: known, length, seconds } = &self.cache[slot];
        if *length > 0 && bytes_equal(&known[..usize::from(*length)], cell) {
            return *seconds;
        }
        let seconds = self.parse_text(std::str::from_utf8(cell).ok()?);
        if let Some(known) = self.cache[slot].cell.get_mut(..cell.len()) {
            known.copy_from_slice(cell);
            self.cache[slot].length = cell.len() as u8;
            self.cache[slot].seconds = seconds;
        }
        seconds
    }

    fn parse_text(&mut self, cell: &str) -> Option<i64> {
        let mut seconds = parse_time(cell, self.style.as_ref()?);
        if let Some(swapped) = self.swapped() {
            if self.examined < MAX_EVIDENCE {
                self.examined += 1;
                self.evidence.add(cell);
            }
            let otherwise = parse_time(cell, &swapped);
            self.is_certain = seconds.is_some() != otherwise.is_some();
            if self.is_certain && seconds.is_none() {
                (self.style, self.has_swapped, seconds) = (Some(swapped), true, otherwise);
                // The cache holds times with day and month exchanged.
                self.cache.fill(EMPTY);
            }
        }
        seconds
    }

    /// Style with day and month exchanged, as long as it is possible.
    fn swapped(&self) -> Option<DateStyle> {
        self.style.filter(|_| !self.is_certain)?.swapped()
    }

    /// Order of the numbers in the column's dates; `None` for bare numbers.
    pub fn order(&self) -> Option<DateOrder> {
        match self.style {
            Some(DateStyle::Calendar(order)) => Some(order),
            _ => None,
        }
    }

    /// Whether the last cell showed that all cells before it were parsed with day and month exchanged. True once.
    pub fn take_swapped(&mut self) -> bool {
        std::mem::take(&mut self.has_swapped)
    }

    /// Whether, at the end of the file, all cells were parsed with day and month exchanged: no cell was certain, and
    /// the evidence is for the other order.
    pub fn swaps_at_end(&mut self) -> bool {
        let Some(swapped) = self.swapped() else { return false };
        let swaps = self.evidence.style() == Some(swapped);
        if swaps {
            self.style = Some(swapped);
        }
        swaps
    }
}

/// Time with day and month exchanged, or the same time where that is no date.
pub(crate) fn swapped_or_same(time: i64) -> i64 {
    swap_day_and_month(time).unwrap_or(time)
}
