//! Keys of short texts: most ids are their own.

use crate::dataset::hash::{hash, short};

/// Texts of up to so many bytes are their own keys, with their length in the eighth.
const WHOLE: usize = 7;
/// Where those have their length, longer ones have this.
const HASHED: u64 = 0xff << 56;

/// What a text is looked up by: a text of up to seven bytes itself, and of a longer one a hash. Halves of a word, so that
/// an index beside it takes no more than its four bytes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Key([u32; 2]);

impl Key {
    /// The key of a text.
    pub fn of(text: &[u8]) -> Key {
        Key::of_part(text, 0, text.len())
    }

    /// The key of a part of a longer text: a short part is read together with what comes after it.
    #[inline(always)]
    pub fn of_part(text: &[u8], start: usize, end: usize) -> Key {
        let length = end.wrapping_sub(start);
        let word = match text.get(start..).and_then(|rest| rest.first_chunk()) {
            _ if length > WHOLE => hash(text.get(start..end).unwrap_or_default()) | HASHED,
            Some(word) => u64::from_le_bytes(*word) & ((1 << (8 * length)) - 1) | (length as u64) << 56,
            None => short(text.get(start..end).unwrap_or_default()) | (length as u64) << 56,
        };
        Key([word as u32, (word >> 32) as u32])
    }

    fn word(self) -> u64 {
        u64::from(self.0[0]) | u64::from(self.0[1]) << 32
    }

    /// Whether no other text has this key.
    pub fn is_whole(self) -> bool {
        self.word() < HASHED
    }

    /// A hash of it, mixed after splitmix64.
    #[inline(always)]
    pub fn hash(self) -> u64 {
        let word = self.word();
        let once = (word ^ (word >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let twice = (once ^ (once >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
        twice ^ (twice >> 32)
    }
}
