use firstpick::codec::{FORMAT_VERSION, checksum};
use firstpick::error::Error;
use firstpick::export::{RecommendationsCsv, ReportContext, ReportedFile};
use firstpick::job::run;
use firstpick::pipeline::ModelName;
use firstpick::session::Session;
use firstpick::training::{Options, Recipe};
use firstpick::tuning::EpochRecord;

use crate::{article, csv_bytes, evaluate, files, loaded, quick, rest_of_csv, shop, train, trained};

/// Another session with the data of `session`.
fn copy_of_data(session: &Session) -> Session {
    let mut copy = Session::default();
    copy.restore_data(&session.data_snapshot().expect("data")).expect("a whole snapshot");
    copy
}

/// Another session with the data and the network of `session`.
fn copy_of(session: &Session) -> Session {
    let mut copy = copy_of_data(session);
    copy.restore_model(&session.model_snapshot().expect("a network")).expect("a whole snapshot");
    copy
}

/// Everything that a session can be asked about a user.
fn answers(session: &mut Session, user: &str) -> String {
    let recommendations = session.recommend(user, 7.0).expect("a list");
    let found = session.find_users(user, 9).expect("users");
    format!("{recommendations:?} {found:?} {:?}", evaluate(session).expect("a comparison"))
}

/// A shop whose file says itself what is held out.
fn split_shop() -> Vec<u8> {
    let text = String::from_utf8(shop(30, 20)).expect("text");
    let parts = ["train", "train", "train", "validation", "test"];
    let rows = text.lines().enumerate().map(|(row, line)| match row {
        0 => format!("{line},split\n"),
        _ => format!("{line},{}\n", parts[row % 5]),
    });
    rows.collect::<String>().into_bytes()
}

#[test]
fn a_copy_gives_the_same_files_and_the_same_answers() {
    for (bytes, user) in [(shop(70, 24), "0007"), (article(), "1"), (split_shop(), "0007")] {
        for recipe in Recipe::ALL {
            let mut session = trained(&bytes, &quick(recipe));
            let mut copy = copy_of(&session);
            assert!(files(&mut copy) == files(&mut session), "{recipe:?}");
            assert_eq!(answers(&mut copy, user), answers(&mut session, user), "{recipe:?}");
        }
    }
}

#[test]
fn a_copy_of_a_copy_is_the_same_bytes() {
    let session = trained(&split_shop(), &quick(Recipe::Article));
    let copy = copy_of(&session);
    assert!(copy.data_snapshot() == session.data_snapshot());
    assert!(copy.model_snapshot() == session.model_snapshot());
}

#[test]
fn a_copy_trains_to_the_same_weights_whatever_the_seed_of_its_split() {
    for bytes in [shop(40, 20), split_shop()] {
        let mut session = loaded(&bytes);
        let mut copy = copy_of_data(&session);
        let options = Options { seed: 7.0, ..quick(Recipe::Recommended) };
        for session in [&mut session, &mut copy] {
            train(session, &options, 1e9).expect("a training");
        }
        assert!(files(&mut copy) == files(&mut session));
        assert_eq!(answers(&mut copy, "0003"), answers(&mut session, "0003"));
    }
}

#[test]
fn a_newer_network_takes_the_place_of_the_older() {
    let bytes = shop(40, 20);
    let mut session = trained(&bytes, &quick(Recipe::Article));
    let mut copy = copy_of(&session);
    train(&mut session, &quick(Recipe::Recommended), 1e9).expect("a training");
    copy.restore_model(&session.model_snapshot().expect("a network")).expect("a whole snapshot");
    assert!(files(&mut copy) == files(&mut session));
}

/// What a person takes away, as bytes.
fn taken_away(session: &mut Session) -> [Vec<u8>; 4] {
    let context = || ReportContext {
        date: "2024-05-01T10:00:00.000Z".to_owned(),
        file: ReportedFile { name: "shop.csv".to_owned(), bytes: 5.0, sha256: None },
        k: 12,
    };
    let report = session.report().expect("a report").within(context());
    let report = serde_json::to_string_pretty(&report).expect("JSON").into_bytes();
    let mut interactions = Vec::new();
    session.begin_interactions_csv().expect("data");
    run(|| session.poll_interactions_csv(&mut interactions)).expect("a begun export");
    let (model, csv) = files(session);
    [report, interactions, model, csv]
}

/// Fits the model that was chosen, where that is still to be done.
fn fit_choice(session: &mut Session) {
    while session.poll_choice().expect("a fit").1.is_none() {}
}

fn evaluated(bytes: &[u8], options: &Options) -> Session {
    let mut session = trained(bytes, options);
    evaluate(&mut session).expect("a comparison");
    session
}

#[test]
fn what_is_taken_away_is_the_same_bytes_after_a_restore() {
    for (bytes, seed) in [(shop(70, 24), 42.0), (article(), 42.0), (split_shop(), 7.0), (shop(70, 24), 7.0)] {
        for recipe in Recipe::ALL {
            let mut session = evaluated(&bytes, &Options { seed, ..quick(recipe) });
            let mut kept = copy_of(&session);
            assert!(taken_away(&mut kept) == taken_away(&mut session), "{recipe:?}, {seed}");
            assert_eq!(kept.baseline_params(), session.baseline_params());
            assert_eq!(kept.linear_choice(), session.linear_choice());
        }
    }
}

#[test]
fn before_an_evaluation_and_after_it_was_given_up_the_report_says_so_too() {
    let mut session = trained(&shop(40, 20), &quick(Recipe::Recommended));
    assert!(taken_away(&mut copy_of(&session)) == taken_away(&mut session));
    evaluate(&mut session).expect("a comparison");
    let measured = taken_away(&mut session);
    train(&mut session, &quick(Recipe::Article), 1e9).expect("a training");
    assert!(session.report().expect("a report").models.text() == "[]", "the figures were of another network");
    let mut kept = copy_of(&session);
    assert!(taken_away(&mut kept) == taken_away(&mut session) && taken_away(&mut kept) != measured);
    assert_eq!(evaluate(&mut kept), evaluate(&mut session));
    assert!(taken_away(&mut kept) == taken_away(&mut session));
}

#[test]
fn a_baseline_that_was_chosen_is_fitted_again_and_gives_the_same_lists() {
    for recipe in [Recipe::Article, Recipe::Pair] {
        let mut session = evaluated(&shop(70, 24), &Options { seed: 7.0, ..quick(recipe) });
        for model in [ModelName::Ease, ModelName::ItemKnn, ModelName::Popularity, ModelName::Network] {
            session.choose_model(model).expect("a model");
            assert_eq!(session.poll_choice(), Ok((session.poll_choice().expect("it is there").0, Some(()))));
            let mut kept = copy_of(&session);
            let mut other = copy_of_data(&session);
            other.restore_model(&evaluated_snapshot(&session)).expect("a whole snapshot");
            other.choose_model(model).expect("a model");
            for session in [&mut kept, &mut other] {
                fit_choice(session);
            }
            assert!(taken_away(&mut kept) == taken_away(&mut session), "{model:?}");
            assert!(files(&mut other) == files(&mut session), "{model:?}");
            assert_eq!(answers(&mut kept, "0007"), answers(&mut session, "0007"), "{model:?}");
        }
    }
}

/// The network of `session`, chosen.
fn evaluated_snapshot(session: &Session) -> Vec<u8> {
    let mut copy = copy_of(session);
    copy.choose_model(ModelName::Network).expect("the network");
    copy.model_snapshot().expect("a network")
}

#[test]
fn baselines_cannot_be_chosen_before_they_were_evaluated() {
    let mut session = trained(&shop(40, 20), &quick(Recipe::Article));
    let mut kept = copy_of(&session);
    for session in [&mut session, &mut kept] {
        assert_eq!(session.choose_model(ModelName::Ease), Err(Error::NotTrained));
    }
}

#[test]
fn a_training_after_a_restore_is_that_of_the_session_that_read_the_file() {
    for bytes in [shop(60, 24), split_shop()] {
        let mut session = evaluated(&bytes, &quick(Recipe::Recommended));
        let mut kept = copy_of(&session);
        for seed in [42.0, 9.0] {
            let options = Options { seed, search: true, ..quick(Recipe::Recommended) };
            let figures = [&mut session, &mut kept].map(|session| {
                let (records, trained) = train(session, &options, 1e9).expect("a training");
                let records: Vec<_> =
                    records.into_iter().map(|record| EpochRecord { seconds: 0.0, ..record }).collect();
                (records, trained.kept, trained.choices, evaluate(session).expect("a comparison"))
            });
            assert_eq!(figures[0], figures[1]);
            assert!(files(&mut kept) == files(&mut session));
        }
    }
}

#[test]
fn what_needs_the_file_says_so_after_a_restore() {
    let mut kept = copy_of(&trained(&shop(20, 10), &quick(Recipe::Article)));
    assert_eq!(kept.begin_rejected(), Err(Error::FileNeeded));
}

#[test]
fn another_version_is_told_from_damage() {
    let session = trained(&shop(20, 10), &quick(Recipe::Article));
    let (mut data, mut model) = (session.data_snapshot().expect("data"), session.model_snapshot().expect("a network"));
    // Behind the name and its length.
    data[8 + "firstpick data".len()] = 9;
    model[8 + "firstpick model".len()] = 0;
    let mut copy = copy_of_data(&session);
    assert_eq!(copy.restore_data(&data), Err(Error::SnapshotVersion { found: 9, known: FORMAT_VERSION }));
    assert_eq!(copy.restore_model(&model), Err(Error::SnapshotVersion { found: 0, known: FORMAT_VERSION }));
}

#[test]
fn what_is_not_there_cannot_be_copied() {
    assert!(matches!(Session::default().data_snapshot().err(), Some(Error::WrongState { .. })));
    let session = loaded(&shop(20, 10));
    assert_eq!(session.model_snapshot().err(), Some(Error::NotTrained));
    let model = trained(&shop(20, 10), &quick(Recipe::Article)).model_snapshot().expect("a network");
    assert!(matches!(Session::default().restore_model(&model), Err(Error::WrongState { .. })));
}

#[test]
fn a_network_for_other_data_is_refused_and_the_one_before_it_stays() {
    let foreign = trained(&shop(20, 11), &quick(Recipe::Article)).model_snapshot().expect("a network");
    let mut session = trained(&shop(20, 10), &quick(Recipe::Article));
    let before = files(&mut session);
    assert_eq!(session.restore_model(&foreign), Err(Error::SnapshotBroken));
    let data = session.data_snapshot().expect("data");
    assert_eq!(session.restore_model(&data), Err(Error::SnapshotBroken));
    assert_eq!(session.restore_data(&foreign), Err(Error::SnapshotBroken));
    assert!(files(&mut session) == before);
}

#[test]
fn snapshots_cut_anywhere_or_too_long_are_refused() {
    let session = trained(&split_shop(), &quick(Recipe::Pair));
    let (data, model) = (session.data_snapshot().expect("data"), session.model_snapshot().expect("a network"));
    let mut copy = copy_of_data(&session);
    for length in 0..data.len() {
        assert_eq!(Session::default().restore_data(&data[..length]), Err(Error::SnapshotBroken), "{length}");
    }
    for length in 0..model.len() {
        assert_eq!(copy.restore_model(&model[..length]), Err(Error::SnapshotBroken), "{length}");
    }
    for bytes in [&data, &model] {
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(copy.restore_data(&longer).is_err() && copy.restore_model(&longer).is_err());
    }
}

/// A change may give other data of the same form, but never a session that breaks down.
#[test]
fn snapshots_with_any_byte_changed_are_refused_or_work() {
    let session = trained(&split_shop(), &quick(Recipe::Article));
    let (data, model) = (session.data_snapshot().expect("data"), session.model_snapshot().expect("a network"));
    let mut refused = 0;
    for place in 0..data.len() + model.len() - 16 {
        for change in [1, 0x80] {
            let (mut data, mut model) = (data.clone(), model.clone());
            match place.checked_sub(data.len() - 8) {
                None => data[place] ^= change,
                Some(place) => model[place] ^= change,
            }
            assert!(
                Session::default().restore_data(&data).is_err()
                    || copy_of_data(&session).restore_model(&model).is_err()
            );
            // Whoever means harm seals anew.
            for bytes in [&mut data, &mut model] {
                let seal = bytes.len() - 8;
                let sum = checksum(&bytes[..seal]);
                bytes[seal..].copy_from_slice(&sum.to_le_bytes());
            }
            let mut copy = Session::default();
            if copy.restore_data(&data).and_then(|_| copy.restore_model(&model)).is_err() {
                refused += 1;
            } else {
                assert!(csv_bytes(&mut copy, 3.0).starts_with(b"user,rank"));
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn parts_of_the_recommendations_are_together_the_whole() {
    let bytes = shop(300, 40);
    for recipe in Recipe::ALL {
        let mut session = trained(&bytes, &quick(recipe));
        let whole = csv_bytes(&mut session, 9.0);
        let mut copy = copy_of(&session);
        for parts in [1, 2, 5] {
            let size = RecommendationsCsv::BLOCK * parts;
            let mut joined = Vec::new();
            for from in (0..300).step_by(size) {
                let session = if from % (2 * size) == 0 { &mut session } else { &mut copy };
                session.begin_recommendations_csv_of(9.0, from, (from + size).min(300)).expect("a range");
                joined.extend(rest_of_csv(session));
                assert_eq!(session.export_progress(), 1.0);
            }
            assert!(joined == whole, "{recipe:?}, {parts}");
        }
    }
}

#[test]
fn a_part_of_no_users_is_empty_and_one_beyond_them_is_refused() {
    let mut session = trained(&shop(30, 20), &quick(Recipe::Article));
    session.begin_recommendations_csv_of(5.0, 7, 7).expect("a range");
    assert!(rest_of_csv(&mut session).is_empty());
    for (from, to) in [(0, 31), (31, 31), (5, 4), (usize::MAX, usize::MAX)] {
        let refused = session.begin_recommendations_csv_of(5.0, from, to);
        assert!(matches!(refused, Err(Error::OptionOutOfRange { option: "users", .. })), "{refused:?}");
    }
}
