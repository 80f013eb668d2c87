//! Splits that hold out whole users.

use crate::codec::{ByteReader, ByteWriter};
use crate::dataset::part::Part;
use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::rng::{shuffle, stream};
use crate::split::kind::{LEAST, TEST_SHARE};
use crate::split::within::{Parts, held};

/// The share of the users that is held out for each of validation and test.
const USERS_SHARE: f64 = 0.1;
/// Below this there is no tenth of the users.
pub(crate) const LEAST_USERS: usize = 10;

/// What is known of all users when one part is scored: all of those who are learned from, and of those
/// who are held out for it the items from which the others are to be found.
pub(crate) struct Given {
    pub validation: CsrMatrix,
    pub test: CsrMatrix,
}

impl Given {
    pub fn write(&self, flat: &mut ByteWriter) -> Result<()> {
        self.validation.write(flat)?;
        self.test.write(flat)
    }

    pub fn read(flat: &mut ByteReader, users: usize, items: usize) -> Result<Given> {
        Ok(Given { validation: CsrMatrix::read(flat, users, items)?, test: CsrMatrix::read(flat, users, items)? })
    }
}

/// A tenth of the users with at least [`LEAST`] items for each of test and validation; a fifth of the
/// items of each of them is to be found.
pub(crate) fn held_out(all: &CsrMatrix, seed: u64) -> Result<([CsrMatrix; 3], Given)> {
    let mut generator = stream(seed, "split users");
    let mut drawn: Vec<usize> = (0..all.rows()).filter(|&user| all.row(user).len() >= LEAST).collect();
    shuffle(&mut generator, &mut drawn);
    let share = (drawn.len() as f64 * USERS_SHARE).round() as usize;
    let mut part_of = try_zeroed(Part::Train, all.rows())?;
    for (place, user) in drawn.into_iter().take(2 * share).enumerate() {
        part_of[user] = if place < share { Part::Test } else { Part::Validation };
    }

    let mut parts = Parts::new(all.width());
    let mut given = Given { validation: CsrMatrix::new(all.width()), test: CsrMatrix::new(all.width()) };
    let mut shuffled = Vec::new();
    for (user, part) in part_of.into_iter().enumerate() {
        let row = all.row(user);
        if part == Part::Train {
            parts.push_whole(row, part)?;
            given.validation.push_row(row)?;
            given.test.push_row(row)?;
            continue;
        }
        shuffled.clear();
        shuffled.extend_from_slice(row);
        shuffle(&mut generator, &mut shuffled);
        let (sought, known) = shuffled.split_at_mut(held(TEST_SHARE, row.len()));
        sought.sort_unstable();
        known.sort_unstable();
        parts.push_whole(sought, part)?;
        if part == Part::Test {
            given.validation.push_row(&[])?;
            given.test.push_row(known)?;
        } else {
            given.validation.push_row(known)?;
            // Validation is over then, and what was to be found is known.
            given.test.push_row(row)?;
        }
    }
    Ok((parts.finish(), given))
}
