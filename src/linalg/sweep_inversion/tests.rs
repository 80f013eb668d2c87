use std::task::Poll;

use nalgebra::DMatrix;

use crate::error::Error;
use crate::job::{Job, run};
use crate::linalg::scalar::Scalar;
use crate::linalg::sweep_inversion::SweepInversion;
use crate::rng::{stream, unit};

/// max |A A⁻¹ − I| of a random positive definite A.
fn largest_error<T: Scalar>(size: usize) -> f64 {
    let mut generator = stream(size as u64, "inversion");
    let x = DMatrix::<f64>::from_fn(size + 3, size, |_, _| unit(&mut generator) - 0.5);
    let a = x.transpose() * &x + DMatrix::identity(size, size);
    let mut values: Vec<T> = a.iter().map(|&value| T::of(value)).collect();
    let mut inversion = SweepInversion::new(size, 1.0).expect("memory");
    run(|| inversion.poll(&mut values)).expect("an inverse");
    let inverse = DMatrix::<f64>::from_fn(size, size, |i, j| -values[i.min(j) * size + i.max(j)].to_f64());
    (a * inverse - DMatrix::identity(size, size)).amax()
}

#[test]
fn a_matrix_times_its_inverse_is_the_identity() {
    for size in [1, 3, 6, 50, 128, 129, 200, 257, 400] {
        let (double, single) = (largest_error::<f64>(size), largest_error::<f32>(size));
        assert!(double < 1e-12, "f64, {size}: {double}");
        assert!(single < 2e-4, "f32, {size}: {single}");
    }
}

#[test]
fn an_inversion_gets_on_with_every_step_and_refuses_to_be_polled_after_the_last() {
    for size in [0, 1, 300] {
        let mut matrix = vec![0.0_f64; size * size];
        matrix.iter_mut().step_by(size + 1).for_each(|value| *value = 2.0);
        let mut inversion = SweepInversion::new(size, 2.0).expect("memory");
        let mut before = inversion.progress();
        while inversion.poll(&mut matrix) == Ok(Poll::Pending) {
            assert!((before..=1.0).contains(&inversion.progress()), "{} after {before}", inversion.progress());
            before = inversion.progress();
        }
        assert_eq!((inversion.progress(), inversion.poll(&mut matrix)), (1.0, Err(Error::JOB_OVER)));
        assert!(matrix.iter().step_by(size + 1).all(|&value| value == -0.5));
    }
}
