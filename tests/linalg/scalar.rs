use firstpick::linalg::Scalar;

/// The largest value of `error` over an even grid.
fn worst(from: f64, to: f64, error: impl Fn(f32) -> f64) -> f64 {
    (0..=200_000).map(|step| error((from + (to - from) * f64::from(step) / 200_000.0) as f32)).fold(0.0, f64::max)
}

#[test]
fn exponential_is_within_two_ulp_of_the_exact_one() {
    let error = worst(-86.9, 87.9, |x| (f64::from(x.exponential()) / f64::from(x).exp() - 1.0).abs());
    assert!(error < 2e-7, "relative error {error:e}");
}

#[test]
fn exponential_stays_finite_and_positive_beyond_its_range() {
    for x in [-1e30_f32, -1000.0, -88.0, 89.0, 1000.0, 1e30] {
        let y = x.exponential();
        assert!(y.is_finite() && y > 0.0, "{x} gave {y}");
    }
}

#[test]
fn hyperbolic_tangent_is_exact_to_six_decimals_and_bounded() {
    let error = worst(-30.0, 30.0, |x| (f64::from(x.hyperbolic_tangent()) - f64::from(x).tanh()).abs());
    assert!(error < 3e-7, "absolute error {error:e}");
    assert!(1e9_f32.hyperbolic_tangent() <= 1.0 && (-1e9_f32).hyperbolic_tangent() >= -1.0);
}

/// An average that decays to nothing must not become subnormal: each step would take many times as long.
#[test]
fn tiny_numbers_are_flushed_to_zero_and_others_stay_to_the_last_bit() {
    fn check<T: Scalar>(threshold: T, decay: T, normal: f64) {
        let mut average = T::one();
        for _ in 0..1_000_000 {
            average = (average * decay).flushed(threshold);
            assert!(average == T::zero() || average.to_f64() > 1e8 * normal, "{average}");
        }
        assert!(average < threshold, "{average}");
        for matters in [T::one(), T::of(-3.0), T::of(1e-5) / T::of(3.0), T::NEGLIGIBLE] {
            assert_eq!(matters.flushed(threshold), matters);
        }
    }
    check(f32::FLUSHED, 0.9_f32, f64::from(f32::MIN_POSITIVE));
    check(f32::FLUSHED, 0.999_f32, f64::from(f32::MIN_POSITIVE));
    check(f64::FLUSHED, 0.9_f64, f64::MIN_POSITIVE);
    check(f64::FLUSHED, 0.999_f64, f64::MIN_POSITIVE);
}
