//! Sample of the users of a file that is too large: whole users, so that everything about each of them is kept.

/// Sample of one user in n, drawn by a hash of the id, so that no row has to wait for another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UserSample {
    seed: u64,
    every: u64,
}

impl UserSample {
    /// Sample of one user in `every`, drawn by `seed`; 0 and 1 mean all users.
    pub fn new(every: u64, seed: u64) -> UserSample {
        UserSample { seed, every: every.max(1) }
    }

    /// Whether the sample has all users.
    pub fn is_all(&self) -> bool {
        self.every == 1
    }

    /// Whether the user with this id is in the sample.
    pub fn contains(&self, id: &(impl AsRef<[u8]> + ?Sized)) -> bool {
        self.is_all() || hash(id.as_ref(), self.seed).is_multiple_of(self.every)
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
