use firstpick::data::assembly::{DATA_BUDGET, EVENT_BYTES, Events, Grouping};
use firstpick::error::Error;
use firstpick::random::{below, stream};

#[test]
fn each_users_events_come_together_in_the_order_in_which_they_came() {
    for (users, count) in [(1, 5), (7, 1_000), (5_000, 300_000), (3, 1_200_000)] {
        let mut generator = stream(users as u64, "events");
        let mut events = Events::default();
        let mut expected = vec![Vec::new(); users];
        for event in 0_u32..count {
            let user = below(&mut generator, users);
            events.push(user as u32, event, || 0).expect("room");
            expected[user].push(event);
        }
        assert_eq!(events.len(), u64::from(count));
        let mut grouping = Grouping::new(events, users).expect("room");
        let mut steps = 0;
        while !grouping.step() {
            steps += 1;
            assert!((0.0..=1.0).contains(&grouping.fraction()));
        }
        assert!(steps >= count as usize >> 18, "{steps} steps are too few to be bounded");
        for (user, expected) in expected.iter().enumerate() {
            assert_eq!(grouping.of(user), expected.as_slice());
        }
    }
}

#[test]
fn what_passes_the_budget_is_refused_before_it_is_held() {
    let mut events = Events::default();
    let limit = 10_000_000;
    let beside = || DATA_BUDGET - limit * EVENT_BYTES;
    let error = loop {
        if let Err(error) = events.push(0, 0_u8, beside) {
            break error;
        }
    };
    assert!(events.len() <= limit);
    assert!(matches!(error, Error::TooMany { what: "interactions", limit: 10_000_000, .. }), "{error:?}");
    // Nothing besides is left for the smallest block.
    assert!(Events::default().push(0, 0_u8, || u64::MAX).is_err());
}

#[test]
fn no_events_are_no_groups() {
    let mut grouping = Grouping::new(Events::<u32>::default(), 3).expect("room");
    while !grouping.step() {}
    assert!((0..5).all(|user| grouping.of(user).is_empty()));
}
