//! Random numbers. All of the crate's randomness comes from one seed; each use draws from its own stream, named by a
//! word, so that adding a use never shifts the numbers of another.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The generator behind every stream: xoshiro256++ (Blackman & Vigna, 2019).
pub type Generator = Xoshiro256PlusPlus;

/// The stream called `name` of a seed.
pub fn stream(seed: u64, name: &str) -> Generator {
    // FNV-1a (Fowler, Noll & Vo) of the name, mixed with the seed. SplitMix64 inside `seed_from_u64` then spreads
    // the bits over the generator's state.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    Generator::seed_from_u64(hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// An integer from 0 to `bound` − 1; 0 where `bound` is 0.
pub fn below(generator: &mut Generator, bound: usize) -> usize {
    if bound == 0 { 0 } else { generator.random_range(0..bound as u64) as usize }
}

/// A number from 0 (included) to 1 (excluded), of 53 random bits.
pub fn unit(generator: &mut Generator) -> f64 {
    generator.random::<f64>()
}

/// Shuffles `values` (Fisher & Yates).
pub fn shuffle<T>(generator: &mut Generator, values: &mut [T]) {
    for last in (1..values.len()).rev() {
        values.swap(last, below(generator, last + 1));
    }
}
