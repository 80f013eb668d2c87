//! Random numbers. All of the crate's randomness comes from one seed; each use draws from its own stream, named by a
//! word, so that adding a use never shifts the numbers of another.

use std::convert::Infallible;

use rand::RngExt;
use rand::rand_core::TryRng;

/// The generator behind every stream: xoshiro256++ (Blackman & Vigna, 2019), the same on every machine. Its state can be read
/// and set, so that a stream can be kept and goes on later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    state: [u64; 4],
}

impl Generator {
    /// A generator whose state is drawn by SplitMix64 (Steele, Lea & Flood, 2014), which spreads the bits of the seed.
    pub fn new(seed: u64) -> Generator {
        let mut at = seed;
        let state = std::array::from_fn(|_| {
            at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let once = (at ^ (at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            twice ^ (twice >> 31)
        });
        Generator { state }
    }

    /// Where it stands.
    pub fn state(&self) -> [u64; 4] {
        self.state
    }

    /// A generator that stands there; none for zeros alone, which it would never leave.
    pub fn at(state: [u64; 4]) -> Option<Generator> {
        (state != [0; 4]).then_some(Generator { state })
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let next = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        next
    }
}

impl TryRng for Generator {
    type Error = Infallible;

    /// The upper half, which is the better one.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// The stream called `name` of a seed.
pub fn stream(seed: u64, name: &str) -> Generator {
    // FNV-1a (Fowler, Noll & Vo) of the name, mixed with the seed.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    Generator::new(hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
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
