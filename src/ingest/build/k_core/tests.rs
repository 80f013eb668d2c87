use super::outside_core;
use crate::linalg::csr::CsrMatrix;
use crate::rng::{stream, unit};

/// The same by sweeps over all users and items until nothing changes.
fn by_sweeps(matrix: &CsrMatrix, per_user: usize, per_item: usize) -> (Vec<bool>, Vec<bool>) {
    let mut users = vec![false; matrix.rows()];
    let mut items = vec![false; matrix.width()];
    loop {
        let before = (users.clone(), items.clone());
        for (user, removed) in users.iter_mut().enumerate() {
            *removed |= matrix.row(user).iter().filter(|&&item| !items[item as usize]).count() < per_user;
        }
        for (item, removed) in items.iter_mut().enumerate() {
            let owners = (0..users.len()).filter(|&user| !users[user] && matrix.row(user).contains(&(item as u32)));
            *removed |= owners.count() < per_item;
        }
        if before == (users.clone(), items.clone()) {
            return (users, items);
        }
    }
}

#[test]
fn removing_users_and_items_with_too_few_removes_others_until_none_has_too_few() {
    for seed in 0..200 {
        let mut generator = stream(seed, "core");
        let mut matrix = CsrMatrix::new(12);
        for _ in 0..15 {
            let row: Vec<u32> = (0..12).filter(|_| unit(&mut generator) < 0.25).collect();
            assert_eq!(matrix.push_row(&row), Ok(()));
        }
        for (per_user, per_item) in [(1, 1), (2, 2), (3, 2), (1, 4), (4, 1)] {
            assert_eq!(
                outside_core(&matrix, per_user, per_item),
                Ok(by_sweeps(&matrix, per_user as usize, per_item as usize)),
                "seed {seed}, {per_user}, {per_item}"
            );
        }
    }
}
