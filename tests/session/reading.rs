//! The end of a reading in steps, and the reading of a part of the users.

use firstpick::error::Error;
use firstpick::session::{ReadOptions, Session};

use crate::{article, by, load, loaded, open, shop};

#[test]
fn in_steps_comes_what_comes_at_once() {
    for file in [shop(300, 40), article()] {
        let mut at_once = Session::default();
        let expected = load(&mut at_once, &file, 65_536).expect("a data set");
        let mut session = Session::default();
        let roles = open(&mut session, &file).expect("a preview").roles;
        session.begin_reading(by(roles)).expect("a reader");
        session.read(&file, true).expect("rows");
        let mut before = 0.0;
        let found = loop {
            let (fraction, found) = session.poll_reading().expect("a step");
            assert!((before..=1.0).contains(&fraction), "{before} → {fraction}");
            before = fraction;
            if let Some(found) = found {
                break found;
            }
        };
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        assert!(matches!(session.poll_reading().err(), Some(Error::WrongState { .. })));
    }
}

#[test]
fn the_data_from_before_stays_until_the_last_step() {
    let mut session = loaded(&shop(30, 10));
    let users = session.find_users("", 1).expect("data").total;
    let file = shop(50, 10);
    let roles = open(&mut session, &file).expect("a preview").roles;
    session.begin_reading(by(roles)).expect("a reader");
    session.read(&file, true).expect("rows");
    let mut steps = 0;
    while session.poll_reading().expect("a step").1.is_none() {
        assert_eq!(session.find_users("", 1).expect("data").total, users);
        steps += 1;
    }
    assert!(steps >= 3, "only {steps} steps in which stop could be heard");
    assert_ne!(session.find_users("", 1).expect("data").total, users);
}

#[test]
fn a_reading_that_is_begun_again_forgets_the_end_of_the_one_before() {
    let file = shop(30, 10);
    let mut session = Session::default();
    let roles = open(&mut session, &file).expect("a preview").roles;
    session.begin_reading(by(roles)).expect("a reader");
    session.read(&file, true).expect("rows");
    assert!(session.poll_reading().expect("a step").1.is_none());
    session.begin_reading(by(roles)).expect("a reader");
    assert_eq!(session.poll_reading().err(), Some(Error::NoRows));
}

#[test]
fn a_part_of_the_users_can_be_read_and_every_row_is_accounted_for() {
    let file = shop(400, 20);
    let all = load(&mut Session::default(), &file, 65_536).expect("a data set");
    let mut session = Session::default();
    let roles = open(&mut session, &file).expect("a preview").roles;
    session.begin_reading(ReadOptions { sample: 4.0, ..by(roles) }).expect("a reader");
    session.read(&file, true).expect("rows");
    let part = session.finish_reading().expect("a data set");
    assert!(part.users > 60 && part.users < 140, "{} of {} users", part.users, all.users);
    assert_eq!(part.rows, all.rows);
    assert_eq!(part.rows, part.used + part.merged + part.rejected.values().sum::<u64>());
    assert_eq!(part.rejected.keys().copied().collect::<Vec<_>>(), ["not-in-sample"]);
}

#[test]
fn a_sample_is_one_in_a_whole_number() {
    let file = shop(30, 10);
    let mut session = Session::default();
    let roles = open(&mut session, &file).expect("a preview").roles;
    for every in [0.0, -1.0, 1.5, 10_001.0, f64::NAN, f64::INFINITY] {
        let refused = session.begin_reading(ReadOptions { sample: every, ..by(roles) }).err();
        assert!(matches!(refused, Some(Error::OptionOutOfRange { option: "sample", .. })), "{every}: {refused:?}");
    }
}
