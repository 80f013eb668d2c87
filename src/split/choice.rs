//! Which kind of split a file allows, and which is the automatic one.

use crate::dataset::calendar::DAY;
use crate::dataset::interactions::{Interactions, NO_TIME};
use crate::error::{Error, Result};
use crate::split::kind::{LEAST, SplitKind, SplitReason};
use crate::split::users::LEAST_USERS;

/// This share of the pairs must have a time, and users must come back, for a split by time to be worth telling of;
/// that share must have one for such a split at all.
const NEARLY_ALL: f64 = 0.95;
const HALF: f64 = 0.5;

/// The kinds that can be asked for.
pub fn possible(interactions: &Interactions) -> Vec<SplitKind> {
    let kinds = [SplitKind::Random, SplitKind::Time, SplitKind::Users, SplitKind::Column];
    kinds.into_iter().filter(|&kind| check(interactions, kind).is_ok()).collect()
}

/// The kind of split and why: the one that is `asked` for, or the automatic one.
pub(crate) fn choose(interactions: &Interactions, asked: Option<SplitKind>) -> Result<(SplitKind, SplitReason)> {
    if let Some(kind) = asked {
        check(interactions, kind)?;
        return Ok((kind, SplitReason::Asked));
    }
    if interactions.parts.is_some() {
        return Ok((SplitKind::Column, SplitReason::Column));
    }
    let timed = timed(interactions) as f64 >= NEARLY_ALL * interactions.matrix.ones() as f64;
    Ok(match &interactions.times {
        Some(times) if timed && mostly_return(interactions, times) => (SplitKind::Random, SplitReason::Comparable),
        Some(_) if timed => (SplitKind::Random, SplitReason::Momentary),
        _ => (SplitKind::Random, SplitReason::Untimed),
    })
}

fn check(interactions: &Interactions, kind: SplitKind) -> Result<()> {
    match kind {
        SplitKind::Random => Ok(()),
        SplitKind::Time => {
            let (found, pairs) = (timed(interactions), interactions.matrix.ones());
            let enough = found > 0 && found as f64 >= HALF * pairs as f64;
            if enough { Ok(()) } else { Err(Error::NoTimes { found, pairs }) }
        }
        SplitKind::Users => {
            let matrix = &interactions.matrix;
            let found = (0..matrix.rows()).filter(|&user| matrix.row(user).len() >= LEAST).count();
            if found >= LEAST_USERS { Ok(()) } else { Err(Error::TooFewUsers { found, needed: LEAST_USERS }) }
        }
        SplitKind::Column if interactions.parts.is_some() => Ok(()),
        SplitKind::Column => Err(Error::ColumnMissing { role: "split" }),
    }
}

/// How many pairs have a time.
fn timed(interactions: &Interactions) -> usize {
    interactions.times.iter().flatten().filter(|&&time| time != NO_TIME).count()
}

/// Whether at least half of the users of whom something would be held out have interactions more than a
/// day apart: otherwise the newest are an accident of the order within one purchase.
fn mostly_return(interactions: &Interactions, times: &[i64]) -> bool {
    let matrix = &interactions.matrix;
    let (mut users, mut returning) = (0_u64, 0_u64);
    let mut rest = times;
    for user in 0..matrix.rows() {
        let Some((own, others)) = rest.split_at_checked(matrix.row(user).len()) else { return false };
        rest = others;
        if own.len() < LEAST {
            continue;
        }
        let (oldest, newest) = own
            .iter()
            .filter(|&&time| time != NO_TIME)
            .fold((i64::MAX, NO_TIME), |(oldest, newest), &time| (time.min(oldest), time.max(newest)));
        users += 1;
        returning += u64::from(newest.saturating_sub(oldest) > DAY);
    }
    users > 0 && returning * 2 >= users
}
