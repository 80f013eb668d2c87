use firstpick::error::Error;
use firstpick::ingest::schema::Roles;
use firstpick::pipeline::ModelName;
use firstpick::rng::{below, stream};
use firstpick::session::{ReadOptions, Session};
use firstpick::training::{Options, Recipe};

use crate::{article, by, clock, loaded, open, quick, shop, trained};

#[test]
fn an_empty_session_refuses_everything_but_a_file() {
    let mut session = Session::default();
    let options = quick(Recipe::Recommended);
    let refusals = [
        session.begin_reading(by(Roles::default())).err(),
        session.read(b"user,item\n", true).err(),
        session.finish_reading().err(),
        session.plan(&options).err(),
        session.begin_training(&options).err(),
        session.train(&clock(), 1.0).err(),
        session.stop_training().err(),
        session.advance_trial(&clock(), 1.0).err(),
        session.advance_fold(&clock(), 1.0).err(),
        session.poll_tuning_baselines().err(),
        session.find_users("", 5).err(),
        session.recommend("1", 5.0).err(),
        session.poll_recommendations_csv(&mut Vec::new()).err(),
        session.report().err(),
        session.model_file().err(),
    ];
    for (index, refusal) in refusals.into_iter().enumerate() {
        assert!(matches!(refusal, Some(Error::WrongState { .. })), "call {index}");
    }
    assert_eq!(session.begin_evaluation(), Err(Error::NotTrained));
    assert_eq!(session.begin_recommendations_csv(5.0), Err(Error::NotTrained));
}

#[test]
fn before_a_training_there_is_nothing_to_show() {
    let mut session = loaded(&shop(20, 10));
    let refusals = [
        session.begin_evaluation().err(),
        session.recommend("0001", 5.0).err(),
        session.begin_recommendations_csv(5.0).err(),
        session.report().err(),
        session.model_file().err(),
    ];
    for (index, refusal) in refusals.into_iter().enumerate() {
        assert_eq!(refusal, Some(Error::NotTrained), "call {index}");
    }
}

#[test]
fn bytes_after_the_last_are_refused() {
    for text in ["user,item\n1,a\n2,b\n", "用户,商品\n1,茶\n2,奶\n"] {
        let mut session = Session::default();
        let roles = open(&mut session, text.as_bytes()).expect("a preview").roles;
        session.begin_reading(by(roles)).expect("a reader");
        assert_eq!(session.read(text.as_bytes(), true), Ok(2));
        assert!(matches!(session.read(text.as_bytes(), true), Err(Error::WrongState { .. })));
    }
}

#[test]
fn a_new_file_ends_what_belonged_to_the_old_one() {
    let mut session = trained(&shop(20, 10), &quick(Recipe::Recommended));
    session.begin_training(&quick(Recipe::Recommended)).expect("a training");
    crate::load(&mut session, &article(), 65_536).expect("a dataset");
    assert!(matches!(session.train(&clock(), 1.0).err(), Some(Error::WrongState { .. })));
    assert_eq!(session.recommend("1", 5.0).err(), Some(Error::NotTrained));
    assert_eq!(session.find_users("", 0).expect("users").total, 1_000);
}

#[test]
fn a_file_that_is_being_read_leaves_the_old_one_in_use() {
    let mut session = trained(&shop(20, 10), &quick(Recipe::Recommended));
    let before = crate::files(&mut session);
    let roles = open(&mut session, &article()).expect("a preview").roles;
    session.begin_reading(by(roles)).expect("a reader");
    session.read(&article()[..5_000], false).expect("a piece");
    assert!(crate::files(&mut session) == before);
}

#[test]
fn no_order_of_calls_panics() {
    let (shop, article) = (shop(12, 8), article());
    let texts: [&[u8]; 5] = [&shop, &article[..300], "用户,商品\n1,茶\n2,奶\n".as_bytes(), b"a\n", b"\x89PNG\0"];
    let clock = clock();
    let mut trained = 0;
    for seed in 0..200 {
        let mut generator = stream(seed, "calls");
        let mut session = Session::default();
        let mut roles = Roles::default();
        for _ in 0..120 {
            let mut pick = |bound: usize| below(&mut generator, bound);
            let text = texts[[0, 0, 0, 1, 1, 2, 3, 4][pick(8)]];
            let recipe = Recipe::ALL[pick(3)];
            let k = [1.0, 5.0, 1_000.0, 0.0][pick(4)];
            let epochs = [1.0, 2.0, f64::NAN][pick(3)];
            let options = Options { epochs, hidden: vec![4.0], seed: pick(3) as f64, ..quick(recipe) };
            let budget = [0.0, 1e9, -1.0, f64::NAN][pick(4)];
            match pick(32) {
                0 => roles = open(&mut session, text).map_or(roles, |shown| shown.roles),
                1 => {
                    let seed = pick(3) as f64 - 0.5 * pick(2) as f64;
                    _ = session.begin_reading(ReadOptions { seed, ..by(roles) });
                }
                2 | 3 => _ = session.read(text, pick(2) == 0),
                4 => _ = session.finish_reading(),
                5 | 6 => _ = crate::load(&mut session, text, 50),
                7 => _ = session.plan(&options),
                8 | 9 => _ = session.begin_training(&options),
                10 | 11 => _ = session.train(&clock, budget),
                12 => _ = session.stop_training(),
                13..16 => trained += usize::from(crate::train(&mut session, &options, 3.0).is_ok()),
                16 => _ = session.begin_evaluation(),
                17 => _ = session.find_users(["", "1", "茶"][pick(3)], pick(5)),
                18 => _ = session.recommend(["0001", "1", "missing"][pick(3)], k),
                19 => _ = session.begin_recommendations_csv(k),
                20 => _ = session.poll_recommendations_csv(&mut Vec::new()),
                21 => _ = (session.begin_interactions_csv(), session.poll_interactions_csv(&mut Vec::new())),
                22 => _ = (session.begin_rejected(), session.rejected(text, pick(2) == 0)),
                23 => _ = (session.prepare_trials(&options), session.begin_trial(&options, epochs)),
                24 => _ = session.advance_trial(&clock, budget),
                25 => _ = (session.begin_fold(&options, pick(3), pick(4)), session.advance_fold(&clock, 3.0)),
                26 => _ = (session.begin_tuning_baselines(), session.poll_tuning_baselines()),
                27 => _ = (session.await_baselines(), session.hand_in_baselines(None)),
                28 => _ = session.await_baselines(),
                29 => _ = session.choose_model([ModelName::Network, ModelName::Popularity, ModelName::Ease][pick(3)]),
                30 => _ = session.data_snapshot().and_then(|data| session.restore_data(&data)),
                _ => _ = (session.report(), session.model_file(), session.export_progress()),
            }
        }
    }
    assert!(trained > 200, "only {trained} trainings came to their end: the calls were too wild to test much");
}
