//! Minimum numbers of interactions per user and per item, applied until both hold: the (k, l)-core of a bipartite graph
//! (Seidman 1983; for two sides Ahmed et al. 2007).

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};

/// Users and items outside the core, in which every user has at least `per_user` items and every item at least
/// `per_item` users. The largest core is unique, so that the order of removal does not matter.
///
/// # Errors
/// [`crate::error::Error::OutOfMemory`].
pub(crate) fn outside_core(matrix: &CsrMatrix, per_user: u32, per_item: u32) -> Result<(Vec<bool>, Vec<bool>)> {
    let transposed = matrix.transposed()?;
    let sides = [matrix, &transposed];
    let minimum = [per_user, per_item];
    let mut removed = [try_zeroed(false, matrix.rows())?, try_zeroed(false, matrix.width())?];
    let mut degrees = [try_zeroed(0_u32, matrix.rows())?, try_zeroed(0_u32, matrix.width())?];
    let mut pending: Vec<(usize, u32)> = Vec::new();
    for side in 0..2 {
        for (index, degree) in degrees[side].iter_mut().enumerate() {
            *degree = sides[side].row(index).len() as u32;
            if *degree < minimum[side] {
                try_reserve(&mut pending, 1)?;
                pending.push((side, index as u32));
                removed[side][index] = true;
            }
        }
    }
    while let Some((side, index)) = pending.pop() {
        let other = 1 - side;
        for &neighbour in sides[side].row(index as usize) {
            let degree = &mut degrees[other][neighbour as usize];
            *degree -= 1;
            if *degree < minimum[other] && !removed[other][neighbour as usize] {
                removed[other][neighbour as usize] = true;
                try_reserve(&mut pending, 1)?;
                pending.push((other, neighbour));
            }
        }
    }
    let [users, items] = removed;
    Ok((users, items))
}

#[cfg(test)]
mod tests;
