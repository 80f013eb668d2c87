//! The kinds of splits that a data set allows, and the automatic one.

use crate::dataset::{Interactions, NO_TIME, SECONDS_PER_DAY};
use crate::error::{Error, Result};
use crate::split::kind::{MIN_ITEMS, SplitKind, SplitReason};
use crate::split::users::MIN_USERS;

/// Share of the pairs that must have a time for the data to count as timed.
const TIMED_SHARE: f64 = 0.95;
/// Share of the pairs that must have a time for a split by time to be possible.
const MIN_TIMED_SHARE: f64 = 0.5;

/// The kinds of splits that are possible.
pub fn possible(interactions: &Interactions) -> Vec<SplitKind> {
    let kinds = [SplitKind::Random, SplitKind::Time, SplitKind::Users, SplitKind::Column];
    kinds.into_iter().filter(|&kind| check(interactions, kind).is_ok()).collect()
}

/// Kind of split and reason for it: the requested kind, or the automatic one.
pub(crate) fn choose(interactions: &Interactions, requested: Option<SplitKind>) -> Result<(SplitKind, SplitReason)> {
    if let Some(kind) = requested {
        check(interactions, kind)?;
        return Ok((kind, SplitReason::Requested));
    }
    if interactions.parts.is_some() {
        return Ok((SplitKind::Column, SplitReason::Column));
    }
    let is_timed = timed_pairs(interactions) as f64 >= TIMED_SHARE * interactions.matrix.ones() as f64;
    Ok(match &interactions.times {
        Some(times) if is_timed && most_users_return(interactions, times) => {
            (SplitKind::Random, SplitReason::Comparable)
        }
        Some(_) if is_timed => (SplitKind::Random, SplitReason::Momentary),
        _ => (SplitKind::Random, SplitReason::Untimed),
    })
}

fn check(interactions: &Interactions, kind: SplitKind) -> Result<()> {
    match kind {
        SplitKind::Random => Ok(()),
        SplitKind::Time => {
            let (found, pairs) = (timed_pairs(interactions), interactions.matrix.ones());
            let enough = found > 0 && found as f64 >= MIN_TIMED_SHARE * pairs as f64;
            if enough { Ok(()) } else { Err(Error::NoTimes { found, pairs }) }
        }
        SplitKind::Users => {
            let matrix = &interactions.matrix;
            let found = (0..matrix.rows()).filter(|&user| matrix.row(user).len() >= MIN_ITEMS).count();
            if found >= MIN_USERS { Ok(()) } else { Err(Error::TooFewUsers { found, needed: MIN_USERS }) }
        }
        SplitKind::Column if interactions.parts.is_some() => Ok(()),
        SplitKind::Column => Err(Error::ColumnMissing { role: "split" }),
    }
}

/// Number of pairs with a time.
fn timed_pairs(interactions: &Interactions) -> usize {
    interactions.times.iter().flatten().filter(|&&time| time != NO_TIME).count()
}

/// Whether at least half of the users with held-out items have interactions more than a day apart. Otherwise the newest
/// ones depend on the order within one purchase.
fn most_users_return(interactions: &Interactions, times: &[i64]) -> bool {
    let matrix = &interactions.matrix;
    let (mut users, mut returning) = (0_u64, 0_u64);
    let mut rest = times;
    for user in 0..matrix.rows() {
        let Some((own, others)) = rest.split_at_checked(matrix.row(user).len()) else { return false };
        rest = others;
        if own.len() < MIN_ITEMS {
            continue;
        }
        let (oldest, newest) = own
            .iter()
            .filter(|&&time| time != NO_TIME)
            .fold((i64::MAX, NO_TIME), |(oldest, newest), &time| (time.min(oldest), time.max(newest)));
        users += 1;
        returning += u64::from(newest.saturating_sub(oldest) > SECONDS_PER_DAY);
    }
    users > 0 && returning * 2 >= users
}
