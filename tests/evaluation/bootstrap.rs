use firstpick::evaluation::bootstrap::{Bootstrap, Interval};
use firstpick::random::{stream, unit};

fn finished(rows: Vec<f64>, figures: usize, seed: u64) -> Bootstrap {
    let mut bootstrap = Bootstrap::new(rows, figures, seed);
    while !bootstrap.step() {}
    bootstrap
}

fn mean_interval(rows: Vec<f64>, seed: u64) -> Interval {
    finished(rows, 1, seed).interval(|mean| mean(0))
}

/// The mean of n values with standard deviation s has a standard error of s/√n, and 95 % lie within
/// 1.96 of them on either side.
#[test]
fn the_interval_of_a_mean_has_the_width_that_theory_gives() {
    let mut generator = stream(4, "values");
    let values: Vec<f64> = (0..2_000).map(|_| unit(&mut generator)).collect();
    let interval = mean_interval(values, 1);
    let expected = 2.0 * 1.96 * (1.0 / 12.0_f64).sqrt() / 2_000.0_f64.sqrt();
    let width = interval.high - interval.low;
    assert!((width / expected - 1.0).abs() < 0.1, "{width} against {expected}");
    assert!(interval.low < interval.value && interval.value < interval.high);
}

#[test]
fn users_who_are_all_alike_leave_no_doubt() {
    let interval = mean_interval(vec![0.25; 50], 1);
    assert_eq!((interval.low, interval.value, interval.high), (0.25, 0.25, 0.25));
}

/// Two figures that go up and down together: their difference is certain although they are not.
#[test]
fn differences_are_paired() {
    let mut generator = stream(5, "values");
    let rows = (0..500).flat_map(|_| {
        let value = unit(&mut generator);
        [value + 0.1, value]
    });
    let bootstrap = finished(rows.collect(), 2, 1);
    let difference = bootstrap.interval(|mean| mean(0) - mean(1));
    let alone = bootstrap.interval(|mean| mean(0));
    assert!((difference.high - difference.low).abs() < 1e-12);
    assert!(alone.high - alone.low > 0.02);
}

#[test]
fn the_same_seed_gives_the_same_interval() {
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    assert_eq!(mean_interval(values.clone(), 3), mean_interval(values.clone(), 3));
    assert_ne!(mean_interval(values.clone(), 3), mean_interval(values, 4));
}
