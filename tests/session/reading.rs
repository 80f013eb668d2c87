//! The end of a reading in steps, and the reading of a part of the users.

use firstpick::error::Error;
use firstpick::ingest::csv::DialectOverrides;
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

/// A file in an encoding from before Unicode, its text, and its head, which is ASCII.
fn legacy() -> (Vec<u8>, String, usize) {
    let mut text = String::from("user,item\n");
    for row in 0..40 {
        text.push_str(&format!("{},a{}\n", row % 8, row % 5));
    }
    let head = text.len();
    for row in 0..400 {
        text.push_str(&format!("{},茶叶和牛奶{}\n", row % 40, row % 7));
    }
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    (bytes.into_owned(), text, head)
}

#[test]
fn text_that_was_decoded_elsewhere_gives_what_the_file_itself_gives() {
    let (bytes, text, _) = legacy();
    let mut session = Session::default();
    let shown = open(&mut session, &bytes).expect("a preview");
    let expected = load(&mut session, &bytes, 1_000).expect("a data set");
    assert_ne!(expected.encoding, "UTF-8");
    let mut decoded = Session::default();
    let overrides = DialectOverrides::default();
    let same = decoded.open_decoded(text.as_bytes(), true, &shown.encoding, &overrides).expect("a preview");
    assert_eq!(serde_json::to_value(&same).expect("JSON"), serde_json::to_value(&shown).expect("JSON"));
    decoded.begin_reading(by(same.roles)).expect("a reader");
    decoded.read(text.as_bytes(), true).expect("rows");
    decoded.note_decoded(&expected.encoding, 0).expect("a reading");
    assert_eq!(format!("{:?}", decoded.finish_reading().expect("a data set")), format!("{expected:?}"));
}

#[test]
fn a_file_whose_head_is_ascii_can_be_read_as_decoded_text_after_all() {
    let (_, text, head) = legacy();
    let mut session = Session::default();
    let shown = session.open(&text.as_bytes()[..head], false, &DialectOverrides::default()).expect("a preview");
    session.take_decoded().expect("an open file");
    session.begin_reading(by(shown.roles)).expect("a reader");
    session.read(text.as_bytes(), true).expect("rows");
    session.note_decoded("gb18030", 3).expect("a reading");
    let dataset = session.finish_reading().expect("a data set");
    assert_eq!((dataset.encoding.as_str(), dataset.irregular.malformed), ("gb18030", 3));
    assert_eq!(dataset.rows, 440);
}

#[test]
fn a_reading_that_fails_touches_nothing_and_can_be_begun_again() {
    let mut session = loaded(&shop(30, 10));
    let before = session.data_snapshot().expect("data");
    let roles = open(&mut session, &shop(50, 10)).expect("a preview").roles;
    let endings: [(&str, &[u8]); 3] =
        [("no-rows", b"customer,product\n"), ("no-usable-rows", b"a,b\n,1\n"), ("too-few-users", b"a,b\n1,2\n1,3\n")];
    for (code, bytes) in endings {
        session.begin_reading(by(roles)).expect("a reader");
        let outcome = session.read(bytes, true).and_then(|_| session.finish_reading());
        assert_eq!(outcome.err().map(|error| error.code()), Some(code));
        assert!(session.data_snapshot().expect("data") == before, "{code}");
        assert!(matches!(session.poll_reading().err(), Some(Error::WrongState { state: "data loaded", .. })), "{code}");
    }
    session.begin_reading(by(roles)).expect("a reader");
    session.read(&shop(50, 10), true).expect("rows");
    let dataset = session.finish_reading().expect("a data set");
    let expected = load(&mut Session::default(), &shop(50, 10), 1_000).expect("a data set");
    assert_eq!(format!("{dataset:?}"), format!("{expected:?}"));
}

#[test]
fn both_tables_of_the_data_come_in_parts_and_say_that_there_is_no_more() {
    let mut text = String::from_utf8(shop(150, 10)).expect("text");
    text.push_str("0001,,\n,003,\n");
    let mut session = loaded(text.as_bytes());
    session.begin_interactions_csv().expect("a file");
    let (mut table, mut parts) = (Vec::new(), 0);
    while session.poll_interactions_csv(&mut table).expect("a part").is_pending() {
        parts += 1;
        let progress = session.export_progress();
        assert!(progress > 0.0 && progress < 1.0, "{progress}");
    }
    assert!(parts > 0 && session.export_progress() == 1.0);
    let length = table.len();
    assert!(session.poll_interactions_csv(&mut table).expect("the end again").is_ready() && table.len() == length);
    let rows = csv::Reader::from_reader(table.as_slice()).into_records().count();
    assert_eq!(rows, text.lines().count() - 3);

    session.begin_rejected().expect("a file");
    let mut rejected = Vec::new();
    for (index, piece) in text.as_bytes().chunks(1_000).enumerate() {
        let last = (index + 1) * 1_000 >= text.len();
        rejected.extend(session.rejected(piece, last).expect("rows"));
    }
    let reasons = csv::Reader::from_reader(rejected.as_slice()).into_records().map(|row| row.expect("a row").len());
    assert_eq!(reasons.count(), 2);
    assert!(matches!(session.rejected(b"", true), Err(Error::WrongState { call: "rejected", .. })), "it is over");
}
