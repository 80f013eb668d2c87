//! What every piece of bounded work keeps to.

use std::task::Poll;

use firstpick::error::{Error, Result};
use firstpick::job::Job;

/// Polls `job` by `poll` to its end. Its progress begins at 0 or above, never falls, and is 1 at the end; after that the job
/// refuses to be polled, again and again, and says so by [`Error::WrongState`].
pub fn finished<J: Job>(job: &mut J, mut poll: impl FnMut(&mut J) -> Result<Poll<J::Output>>) -> J::Output {
    let mut before = 0.0;
    let mut steps = 0;
    loop {
        let now = job.progress();
        assert!((before..=1.0).contains(&now), "progress {now} after {before}, in step {steps}");
        before = now;
        if let Poll::Ready(output) = poll(job).expect("a step") {
            assert_eq!(job.progress(), 1.0, "progress at the end, after {before}");
            for _ in 0..3 {
                assert!(matches!(poll(job), Err(Error::WrongState { call: "poll", .. })), "a step after the end");
                assert_eq!(job.progress(), 1.0, "progress after the end");
            }
            return output;
        }
        steps += 1;
        assert!(steps < 10_000_000, "no end, at {before}");
    }
}
