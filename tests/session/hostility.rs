//! What was kept, changed so that it still passes for it: it is refused, or used without harm.

use firstpick::rng::{below, stream};
use firstpick::split::SplitKind;
use firstpick::training::Recipe;

use crate::hostile::{KINDS, Kept};

#[test]
fn unchanged_it_is_used_as_a_whole() {
    for split in [None, Some(SplitKind::Random), Some(SplitKind::Time), Some(SplitKind::Users)] {
        assert!(Kept::of(Recipe::Recommended, split).changed(&[]).is_used(), "{split:?}");
    }
}

#[test]
fn changed_it_is_refused_or_used_without_harm() {
    let mut generator = stream(1, "changes");
    let mut used = 0;
    for (recipe, split) in KINDS {
        let kept = Kept::of(recipe, split);
        for _ in 0..150 {
            let edits = (0..4 * (1 + below(&mut generator, 3))).map(|_| below(&mut generator, 256) as u8);
            used += usize::from(kept.clone().changed(&edits.collect::<Vec<u8>>()).is_used());
        }
    }
    assert!((50..430).contains(&used), "{used} of 450 were used as a whole");
}
