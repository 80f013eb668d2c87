use firstpick::error::Error;
use firstpick::memory::{DATA_BUDGET, EVENT_BYTES, check_budget};

#[test]
fn a_data_set_fits_up_to_the_budget() {
    let limit = DATA_BUDGET / EVENT_BYTES;
    assert_eq!(check_budget(limit, 0), Ok(()));
    assert_eq!(check_budget(limit + 1, 0), Err(Error::TooMany { what: "interactions", found: limit + 1, limit }));
    assert_eq!(check_budget(1, DATA_BUDGET - EVENT_BYTES), Ok(()));
    assert!(check_budget(2, DATA_BUDGET - EVENT_BYTES).is_err());
}

#[test]
fn other_data_alone_may_exceed_the_budget_without_events() {
    assert_eq!(check_budget(0, u64::MAX), Ok(()));
    assert_eq!(check_budget(1, u64::MAX), Err(Error::TooMany { what: "interactions", found: 1, limit: 0 }));
}

#[test]
fn a_file_of_twenty_million_rows_fits_beside_its_ids() {
    let ids = 200 << 20;
    assert_eq!(check_budget(20_000_000, ids), Ok(()));
}
