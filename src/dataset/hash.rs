//! Hash and comparison of short texts, the same on every machine.

/// Hash of a text. Words of eight bytes are mixed after splitmix64 (Steele, Lea and Flood 2014) and summed, so that
/// no multiplication waits for another. A counter makes the mix depend on the word's place.
pub(crate) fn hash(text: &[u8]) -> u64 {
    let mut mixer = Mixer { sum: 0, counter: text.len() as u64 + 1 };
    match text.last_chunk() {
        // The last eight bytes may overlap the last whole word.
        Some(last) => {
            text.as_chunks::<8>().0.iter().for_each(|word| mixer.mix(u64::from_le_bytes(*word)));
            mixer.mix(u64::from_le_bytes(*last));
        }
        None => mixer.mix(short_word(text)),
    }
    let hash = mixer.sum.wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

struct Mixer {
    sum: u64,
    counter: u64,
}

impl Mixer {
    #[inline(always)]
    fn mix(&mut self, word: u64) {
        self.counter = self.counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let once = (word ^ self.counter).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let twice = (once ^ (once >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Without the second product, the rotation and the shift, changes of two digits in a row could cancel out.
        self.sum = self.sum.rotate_left(23).wrapping_add(twice ^ (twice >> 29));
    }
}

/// Word of fewer than eight bytes, little-endian: what reading eight bytes and masking the rest would give.
pub(crate) fn short_word(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Whether two short texts are equal, compared by words that may overlap: in WebAssembly a call of `memcmp` takes
/// longer than comparing most ids.
pub(crate) fn bytes_equal(one: &[u8], other: &[u8]) -> bool {
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
