//! The least number of interactions per user and per item, repeated until nothing more has to go: the
//! (k, l)-core of a bipartite graph (Seidman 1983; for two sides Ahmed et al. 2007).

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::{try_reserve, try_zeroed};

/// Who has to go, so that every user left has at least `per_user` of the items left, and every item at
/// least `per_item` of the users. The largest such rest is unique, so the order does not matter.
pub fn too_few(matrix: &CsrMatrix, per_user: u32, per_item: u32) -> Result<(Vec<bool>, Vec<bool>)> {
    let owners = matrix.transposed()?;
    let sides = [matrix, &owners];
    let least = [per_user, per_item];
    let mut gone = [try_zeroed(false, matrix.rows())?, try_zeroed(false, matrix.width())?];
    let mut left = [try_zeroed(0_u32, matrix.rows())?, try_zeroed(0_u32, matrix.width())?];
    let mut waiting: Vec<(usize, u32)> = Vec::new();
    for side in 0..2 {
        for (index, count) in left[side].iter_mut().enumerate() {
            *count = sides[side].row(index).len() as u32;
            if *count < least[side] {
                try_reserve(&mut waiting, 1)?;
                waiting.push((side, index as u32));
                gone[side][index] = true;
            }
        }
    }
    while let Some((side, index)) = waiting.pop() {
        let other = 1 - side;
        for &neighbour in sides[side].row(index as usize) {
            let count = &mut left[other][neighbour as usize];
            *count -= 1;
            if *count < least[other] && !gone[other][neighbour as usize] {
                gone[other][neighbour as usize] = true;
                try_reserve(&mut waiting, 1)?;
                waiting.push((other, neighbour));
            }
        }
    }
    let [users, items] = gone;
    Ok((users, items))
}
