//! A hash of short texts, the same on every machine.

/// The hash of a text. Eight bytes at a time are mixed after splitmix64 (Steele, Lea and Flood 2014) and added
/// up: no product waits for another. A counter tells words apart by their place.
pub(crate) fn hash(text: &[u8]) -> u64 {
    let mut mixer = Mixer { sum: 0, counter: text.len() as u64 + 1 };
    match text.last_chunk() {
        // The last eight bytes may have been there in part already.
        Some(last) => {
            text.as_chunks::<8>().0.iter().for_each(|word| mixer.mix(u64::from_le_bytes(*word)));
            mixer.mix(u64::from_le_bytes(*last));
        }
        None => mixer.mix(short(text)),
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
        // Without the second product, the turn and the shift, two digits of a row could change so that their changes cancel.
        self.sum = self.sum.rotate_left(23).wrapping_add(twice ^ (twice >> 29));
    }
}

/// Fewer than eight bytes as a word, as those of a longer text would be read and the rest masked.
pub(crate) fn short(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Whether two short texts are the same: by words that may overlap, since a call to compare memory takes longer
/// in WebAssembly than most ids.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
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
