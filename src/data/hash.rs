//! A hash of short texts, the same on every machine.

/// Hashes several texts, each with its length.
#[derive(Default)]
pub(super) struct Hash {
    sum: u64,
    key: u64,
}

impl Hash {
    /// The hash of one text.
    pub fn of(text: &[u8]) -> u64 {
        let mut hash = Hash::default();
        hash.take(text);
        hash.finish()
    }

    /// Takes the next text. Eight bytes at a time are mixed as splitmix64 does it (Steele, Lea and Flood 2014) and
    /// added up: no product waits for another. A key that goes on with each word and each text's length tells
    /// words apart by their place.
    pub fn take(&mut self, text: &[u8]) {
        self.key = self.key.wrapping_add(text.len() as u64 + 1);
        match text.last_chunk() {
            // The last eight bytes may have been there in part already.
            Some(last) => {
                text.as_chunks::<8>().0.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
                self.mix(u64::from_le_bytes(*last));
            }
            None => self.mix(short(text)),
        }
    }

    #[inline(always)]
    fn mix(&mut self, word: u64) {
        self.key = self.key.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let once = (word ^ self.key).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let twice = (once ^ (once >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Without the second product, the turn and the shift, two digits of a row could change so that their changes cancel.
        self.sum = self.sum.rotate_left(23).wrapping_add(twice ^ (twice >> 29));
    }

    /// The hash of all that was taken.
    pub fn finish(&self) -> u64 {
        let hash = self.sum.wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }
}

/// What a text is looked up by: a text of up to seven bytes itself, and of a longer one a hash.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Key([u32; 2]);

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
            _ if length > WHOLE => Hash::of(text.get(start..end).unwrap_or_default()) | HASHED,
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

    /// Its hash, mixed as splitmix64 does it.
    #[inline(always)]
    pub fn hash(self) -> u64 {
        let word = self.word();
        let once = (word ^ (word >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let twice = (once ^ (once >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
        twice ^ (twice >> 32)
    }
}

/// Texts of so many bytes are their own keys, with their length in the eighth.
const WHOLE: usize = 7;
const HASHED: u64 = 0xff << 56;

/// Fewer than eight bytes as a word.
pub(super) fn short(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Whether two short texts are the same: by words that may overlap, since a call to compare memory takes longer
/// in WebAssembly than most ids.
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (words, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(last), Some(other)) => last == other && words.iter().zip(others).all(|(word, other)| word == other),
        _ => match (one.first_chunk::<4>(), other.first_chunk::<4>()) {
            (Some(first), Some(other_first)) => {
                first == other_first && one.last_chunk::<4>() == other.last_chunk::<4>()
            }
            _ => one.iter().zip(other).all(|(byte, other)| byte == other),
        },
    }
}
