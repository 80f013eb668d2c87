//! What was kept of a session, changed: the first byte chooses the session, four bytes each are a change. It is refused, or used
//! without harm.
#![no_main]

#[path = "../../common/hostile.rs"]
mod hostile;
#[path = "../../common/learning.rs"]
mod learning;

use std::sync::OnceLock;

use hostile::{KINDS, Kept};
use libfuzzer_sys::fuzz_target;

/// With more changes than that nothing is left that passes.
const EDITS: usize = 6;

static KEPT: OnceLock<Vec<Kept>> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let kept = KEPT.get_or_init(|| KINDS.into_iter().map(|(recipe, split)| Kept::of(recipe, split)).collect());
    let [kind, edits @ ..] = data else { return };
    let edits = &edits[..edits.len().min(4 * EDITS)];
    kept[usize::from(*kind) % kept.len()].clone().changed(edits).is_used();
});
