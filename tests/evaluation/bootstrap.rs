use firstpick::evaluation::{Bootstrap, Interval};
use firstpick::job::Job;
use firstpick::rng::{stream, unit};

use super::finished;

fn drawn(tables: Vec<Vec<f32>>, users: usize, seed: u64) -> Bootstrap {
    let mut bootstrap = Bootstrap::new(tables, users, seed).unwrap();
    finished(&mut bootstrap, |bootstrap| bootstrap.poll(()));
    bootstrap
}

fn mean_interval(values: Vec<f32>, seed: u64) -> Interval {
    let users = values.len();
    drawn(vec![values], users, seed).interval(|mean| mean(0))
}

fn uniform(count: usize, seed: u64) -> Vec<f32> {
    let mut generator = stream(seed, "values");
    (0..count).map(|_| unit(&mut generator) as f32).collect()
}

/// The mean of n values with standard deviation s has a standard error of s/√n, and 95 % lie within
/// 1.96 of them on either side.
#[test]
fn the_interval_of_a_mean_has_the_width_that_theory_gives() {
    let interval = mean_interval(uniform(2_000, 4), 1);
    let expected = 2.0 * 1.96 * (1.0 / 12.0_f64).sqrt() / 2_000.0_f64.sqrt();
    let width = interval.high - interval.low;
    assert!((width / expected - 1.0).abs() < 0.1, "{width} against {expected}");
    assert!(interval.low < interval.value && interval.value < interval.high);
}

#[test]
fn users_who_are_all_alike_leave_no_doubt() {
    let interval = mean_interval(vec![0.25; 50], 1);
    assert_eq!(interval, Interval::point(0.25));
}

/// Two figures that go up and down together, in a table or in two: their difference is certain although they are
/// not.
#[test]
fn differences_are_paired() {
    let values = uniform(500, 5);
    let more: Vec<f32> = values.iter().map(|value| value + 0.125).collect();
    let both = more.iter().zip(&values).flat_map(|(&more, &value)| [more, value]).collect();
    for tables in [vec![both], vec![more, values]] {
        let bootstrap = drawn(tables, 500, 1);
        let difference = bootstrap.interval(|mean| mean(0) - mean(1));
        let alone = bootstrap.interval(|mean| mean(0));
        assert!((difference.value - 0.125).abs() < 1e-7 && difference.high - difference.low < 1e-7, "{difference:?}");
        assert!(alone.high - alone.low > 0.02);
    }
}

/// One of five users bought: the mean of a resample is the number of times that they were drawn, over five, which
/// is binomial. P(0 times) = 0.8⁵ = 33 % and P(at most 3 times) = 99.3 % > 97.5 %, P(at most 2) = 94.2 %.
#[test]
fn users_are_drawn_with_replacement_as_many_as_there_are() {
    let interval = mean_interval(vec![0.0, 0.0, 1.0, 0.0, 0.0], 2);
    assert!((interval.value - 0.2).abs() < 1e-7);
    assert!(interval.low.abs() < 1e-7 && (interval.high - 0.6).abs() < 1e-7, "{interval:?}");
}

/// As many users and figures as need several steps per resample and several resamples per step, against sums that
/// are made one by one.
#[test]
fn many_users_and_figures_give_the_means_and_the_widths_that_each_gives_alone() {
    let (users, figures) = (9_000, 83);
    let mut values = uniform(users * figures, 6);
    // One figure that is large beside its spread.
    values.iter_mut().skip(7).step_by(figures).for_each(|value| *value += 20.0);
    let bootstrap = drawn(vec![values.clone(), uniform(users, 7)], users, 3);
    for figure in [0, 7, 40, 82] {
        let mean = values.iter().skip(figure).step_by(figures).map(|&value| f64::from(value)).sum::<f64>();
        let interval = bootstrap.interval(|mean| mean(figure));
        assert!((interval.value - mean / users as f64).abs() < 1e-9);
        let expected = 2.0 * 1.96 * (1.0 / 12.0_f64).sqrt() / (users as f64).sqrt();
        assert!(((interval.high - interval.low) / expected - 1.0).abs() < 0.1, "{figure}: {interval:?}");
    }
    // The figures are independent, so the difference has √2 times the width.
    let difference = bootstrap.interval(|mean| mean(82) - mean(83));
    let one = bootstrap.interval(|mean| mean(83));
    let ratio = (difference.high - difference.low) / (one.high - one.low);
    assert!((ratio / 2.0_f64.sqrt() - 1.0).abs() < 0.1, "{ratio}");
}

#[test]
fn the_same_seed_gives_the_same_interval() {
    let values: Vec<f32> = (0..100_u8).map(f32::from).collect();
    assert_eq!(mean_interval(values.clone(), 3), mean_interval(values.clone(), 3));
    assert_ne!(mean_interval(values.clone(), 3), mean_interval(values, 4));
}
