//! Splits that hold out whole users.

use crate::dataset::Part;
use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::rng::{shuffle, stream};
use crate::split::kind::{MIN_ITEMS, TEST_SHARE};
use crate::split::within::{Parts, held_out_count};

/// Share of the users held out for each of validation and test.
const USERS_SHARE: f64 = 0.1;
/// Users with enough items below which none can be held out.
pub(crate) const MIN_USERS: usize = 10;

/// Input of a model when it scores a part: all interactions of users that are learned from; of users held out for the
/// part, the items from which the others are to be found.
pub(crate) struct HeldOutInput {
    pub validation: CsrMatrix,
    pub test: CsrMatrix,
}

/// Holds out a tenth of the users with at least [`MIN_ITEMS`] items for each of test and validation; a fifth of the
/// items of each of them is to be found.
pub(crate) fn hold_out_users(all: &CsrMatrix, seed: u64) -> Result<([CsrMatrix; 3], HeldOutInput)> {
    let mut generator = stream(seed, "split users");
    let mut drawn: Vec<usize> = (0..all.rows()).filter(|&user| all.row(user).len() >= MIN_ITEMS).collect();
    shuffle(&mut generator, &mut drawn);
    let share = (drawn.len() as f64 * USERS_SHARE).round() as usize;
    let mut part_of = try_zeroed(Part::Train, all.rows())?;
    for (place, user) in drawn.into_iter().take(2 * share).enumerate() {
        part_of[user] = if place < share { Part::Test } else { Part::Validation };
    }

    let mut parts = Parts::new(all.width());
    let mut input = HeldOutInput { validation: CsrMatrix::new(all.width()), test: CsrMatrix::new(all.width()) };
    let mut shuffled = Vec::new();
    for (user, part) in part_of.into_iter().enumerate() {
        let row = all.row(user);
        if part == Part::Train {
            parts.push_whole(row, part)?;
            input.validation.push_row(row)?;
            input.test.push_row(row)?;
            continue;
        }
        shuffled.clear();
        shuffled.extend_from_slice(row);
        shuffle(&mut generator, &mut shuffled);
        let (sought, known) = shuffled.split_at_mut(held_out_count(TEST_SHARE, row.len()));
        sought.sort_unstable();
        known.sort_unstable();
        parts.push_whole(sought, part)?;
        if part == Part::Test {
            input.validation.push_row(&[])?;
            input.test.push_row(known)?;
        } else {
            input.validation.push_row(known)?;
            // Before the test, what validation had to find is known.
            input.test.push_row(row)?;
        }
    }
    Ok((parts.finish(), input))
}
