//! Bounded work: everything that takes longer than a step, in one form, so that a worker hears *pause* and *stop*
//! between two steps.

use std::task::Poll;

use crate::error::Result;

/// Milliseconds of some clock that never goes back.
pub type Clock<'a> = dyn Fn() -> f64 + 'a;

/// Work that is done in steps of at most about 16 ms each.
pub trait Job {
    /// What each step works on: shared, and the same in every step.
    type Input<'a>;
    /// What the last step gives.
    type Output;

    /// The next step: [`Poll::Ready`] with the output when it was the last.
    ///
    /// # Errors
    /// Those of the work, which is over then; [`crate::error::Error::WrongState`] after the output was given.
    fn poll(&mut self, input: Self::Input<'_>) -> Result<Poll<Self::Output>>;

    /// The share that is done, from 0 to 1.
    fn progress(&self) -> f64;
}

/// Polls until the work is over, or for about `budget` milliseconds of `clock`; at least once.
///
/// # Errors
/// Those of `poll`.
pub fn run_for<T>(clock: &Clock, budget: f64, mut poll: impl FnMut() -> Result<Poll<T>>) -> Result<Poll<T>> {
    let begun = clock();
    loop {
        let outcome = poll()?;
        if outcome.is_ready() || clock() - begun >= budget {
            return Ok(outcome);
        }
    }
}

/// Polls to the end, however long that takes: for tests, and for callers that need no pauses.
///
/// # Errors
/// Those of `poll`.
pub fn run<T>(mut poll: impl FnMut() -> Result<Poll<T>>) -> Result<T> {
    loop {
        if let Poll::Ready(output) = poll()? {
            return Ok(output);
        }
    }
}
