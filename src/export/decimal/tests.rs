use crate::export::decimal::{push_f32, push_whole};
use crate::rng::{below, stream, unit};

fn written(value: f32) -> String {
    let mut text = Vec::new();
    push_f32(&mut text, value);
    String::from_utf8(text).expect("digits")
}

#[test]
fn scores_are_written_as_the_standard_library_writes_them() {
    let mut generator = stream(4, "scores");
    let all = (0..300_000).map(|index| match index % 3 {
        0 => unit(&mut generator) as f32,
        // Every size and every bit.
        1 => (-24.0 * unit(&mut generator)).exp2() as f32,
        _ => f32::from_bits(0x3300_0000 + below(&mut generator, 0x0d00_0000) as u32),
    });
    let edges = [0.5, 0.1, 0.25, 1e-7, 1.0, 0.999_999_94, 0.999_999_9, 1e-6, 0.000_123, 0.999_95];
    for value in all.chain(edges) {
        assert_eq!(written(value), value.to_string(), "{:x}", value.to_bits());
    }
}

#[test]
fn whatever_is_no_score_is_written_too() {
    for value in [0.0, -0.0, -0.5, 1.5, 1e-30, 3e20, f32::MIN_POSITIVE, f32::INFINITY, f32::NAN, 16_777_216.0] {
        assert_eq!(written(value), value.to_string());
    }
}

#[test]
fn whole_numbers_are_written_in_full() {
    for number in [0, 7, 10, 99, 100, 1_000, usize::MAX] {
        let mut text = Vec::new();
        push_whole(&mut text, number);
        assert_eq!(text, number.to_string().into_bytes());
    }
}
