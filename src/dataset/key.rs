//! Lookup keys of ids: most ids are short enough to be their own key.

use crate::dataset::hash::{hash, short_word};

/// Longest text that is its own key, in bytes; the eighth byte holds its length.
const MAX_EXACT: usize = 7;
/// Mark of a hashed key, in the byte that holds the length of an exact one.
const HASHED: u64 = 0xff << 56;

/// Lookup key of a text: the text itself up to seven bytes, a hash beyond. Stored as two halves, so that a 4-byte
/// index beside it needs no padding.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Key([u32; 2]);

impl Key {
    /// Key of a text.
    pub fn of(text: &[u8]) -> Key {
        Key::of_part(text, 0, text.len())
    }

    /// Key of a part of a longer text. A short part is read together with the bytes behind it, and masked.
    #[inline(always)]
    pub fn of_part(text: &[u8], start: usize, end: usize) -> Key {
        let length = end.wrapping_sub(start);
        let word = match text.get(start..).and_then(|rest| rest.first_chunk()) {
            _ if length > MAX_EXACT => hash(text.get(start..end).unwrap_or_default()) | HASHED,
            Some(word) => u64::from_le_bytes(*word) & ((1 << (8 * length)) - 1) | (length as u64) << 56,
            None => short_word(text.get(start..end).unwrap_or_default()) | (length as u64) << 56,
        };
        Key([word as u32, (word >> 32) as u32])
    }

    fn word(self) -> u64 {
        u64::from(self.0[0]) | u64::from(self.0[1]) << 32
    }

    /// Whether no other text has this key.
    pub fn is_exact(self) -> bool {
        self.word() < HASHED
    }

    /// Hash of the key, mixed after splitmix64.
    #[inline(always)]
    pub fn hash(self) -> u64 {
        let word = self.word();
        let once = (word ^ (word >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let twice = (once ^ (once >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
        twice ^ (twice >> 32)
    }
}
