use firstpick::ingest::build::k_core::too_few;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::rng::{stream, unit};

/// The same by going through all again and again.
fn by_sweeps(matrix: &CsrMatrix, per_user: usize, per_item: usize) -> (Vec<bool>, Vec<bool>) {
    let mut users = vec![false; matrix.rows()];
    let mut items = vec![false; matrix.width()];
    loop {
        let before = (users.clone(), items.clone());
        for (user, gone) in users.iter_mut().enumerate() {
            *gone |= matrix.row(user).iter().filter(|&&item| !items[item as usize]).count() < per_user;
        }
        for (item, gone) in items.iter_mut().enumerate() {
            let owners = (0..users.len()).filter(|&user| !users[user] && matrix.row(user).contains(&(item as u32)));
            *gone |= owners.count() < per_item;
        }
        if before == (users.clone(), items.clone()) {
            return (users, items);
        }
    }
}

#[test]
fn whoever_has_too_little_goes_and_takes_others_along_until_nobody_does() {
    for seed in 0..200 {
        let mut generator = stream(seed, "core");
        let mut matrix = CsrMatrix::new(12);
        for _ in 0..15 {
            let row: Vec<u32> = (0..12).filter(|_| unit(&mut generator) < 0.25).collect();
            matrix.push_row(&row).expect("room");
        }
        for (per_user, per_item) in [(1, 1), (2, 2), (3, 2), (1, 4), (4, 1)] {
            let found = too_few(&matrix, per_user, per_item).expect("room");
            assert_eq!(
                found,
                by_sweeps(&matrix, per_user as usize, per_item as usize),
                "seed {seed}, {per_user}, {per_item}"
            );
        }
    }
}
