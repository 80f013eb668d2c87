//! A share of the users of a file that is too large: whole users, so that what is left of each is all of it.

/// Every n-th user, drawn by a hash of the id, so that no row has to wait for another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    seed: u64,
    every: u64,
}

impl Sample {
    /// Of one user in `every`, which ones being decided by `seed`. One in one, or in none, is everybody.
    pub fn new(every: u64, seed: u64) -> Sample {
        Sample { seed, every: every.max(1) }
    }

    /// Whether it is everybody.
    pub fn is_whole(&self) -> bool {
        self.every == 1
    }

    /// Whether the user with this id is in it.
    pub fn has(&self, id: &(impl AsRef<[u8]> + ?Sized)) -> bool {
        self.is_whole() || hash(id.as_ref(), self.seed).is_multiple_of(self.every)
    }
}

/// FNV-1a (Fowler, Noll, Vo) of the seed and the bytes, then the finalising mixture of SplitMix64 (Steele et al.
/// 2014): without it, ids that differ in their last digit would share their remainders.
fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in seed.to_le_bytes().iter().chain(bytes) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
