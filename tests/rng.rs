use firstpick::rng::{Generator, below, shuffle, stream, unit};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

#[test]
fn numbers_are_those_of_the_reference() {
    for seed in [0, 1, 42, u64::MAX] {
        let (mut ours, mut theirs) = (Generator::new(seed), Xoshiro256PlusPlus::seed_from_u64(seed));
        for _ in 0..1_000 {
            assert_eq!(ours.next_u64(), theirs.next_u64());
            assert_eq!(ours.next_u32(), theirs.next_u32());
        }
        let (mut one, mut other) = ([0; 21], [0; 21]);
        ours.fill_bytes(&mut one);
        theirs.fill_bytes(&mut other);
        assert_eq!(one, other);
    }
}

#[test]
fn a_stream_goes_on_from_where_it_stood() {
    let mut generator = stream(7, "weights");
    for _ in 0..99 {
        below(&mut generator, 10);
    }
    let mut again = Generator::at(generator.state()).expect("a state");
    assert_eq!(unit(&mut again), unit(&mut generator));
    let mut values = [[0, 1, 2, 3, 4, 5, 6, 7]; 2];
    shuffle(&mut again, &mut values[0]);
    shuffle(&mut generator, &mut values[1]);
    assert_eq!(values[0], values[1]);
    assert_eq!(Generator::at([0; 4]), None, "it would be zeros for ever");
}
