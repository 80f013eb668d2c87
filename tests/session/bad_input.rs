use firstpick::error::{Error, Param};
use firstpick::ingest::csv::DialectOverrides;
use firstpick::ingest::schema::Roles;
use firstpick::network::Activation;
use firstpick::session::{ReadOptions, Session};
use firstpick::training::{Loss, OptimiserName, Options, Recipe};

use crate::{by, evaluate, files, load, load_with, open, quick, shop, train, trained};

/// A session that has come all the way, and what came out of it.
fn finished() -> (Session, impl Fn(&mut Session, &str)) {
    let mut session = trained(&shop(40, 16), &quick(Recipe::Recommended));
    evaluate(&mut session).expect("a comparison");
    let (expected, report) = (files(&mut session), json(&session));
    let unharmed = move |session: &mut Session, after: &str| {
        assert!(files(session) == expected, "after {after} the network is another");
        assert_eq!(json(session), report, "after {after}");
        assert_eq!(session.find_users("", 0).expect("users").total, 40, "after {after}");
    };
    (session, unharmed)
}

fn json(session: &Session) -> String {
    serde_json::to_string(&session.report().expect("a report")).expect("JSON")
}

fn param(error: &Error, name: &str) -> Option<Param> {
    error.params().into_iter().find(|(param, _)| *param == name).map(|(_, value)| value)
}

#[test]
fn a_file_that_cannot_be_used_gives_its_code_and_leaves_all_as_it_was() {
    let (mut session, unharmed) = finished();
    let line = format!("user,item\n1,2\n{},3\n", "x".repeat(5_000_000));
    let (mut one_user, mut one_item) = (String::from("user,item\n"), String::from("user,item\n"));
    for index in 0..50 {
        one_user.push_str(&format!("ann,{index}\n"));
        one_item.push_str(&format!("{index},tea\n"));
    }
    let only_test = "user,item,split\n1,a,test\n1,b,test\n2,a,test\n2,b,test\n";
    let cases: [(&str, &[u8], &str); 11] = [
        ("nothing", b"", "empty-file"),
        ("blanks", b"  \n\n \n", "empty-file"),
        ("a workbook", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "binary-file"),
        ("an image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary-file"),
        ("one column", b"user\n1\n2\n3\n", "no-columns"),
        ("a header alone", b"user,item\n", "no-rows"),
        ("no usable row", b"user,item\n,a\n1,\n", "no-usable-rows"),
        ("one user", one_user.as_bytes(), "too-few-users"),
        ("one item", one_item.as_bytes(), "too-few-items"),
        ("a line of 5 MB", line.as_bytes(), "row-too-long"),
        ("nothing to train on", only_test.as_bytes(), "nothing-to-train"),
    ];
    for (name, bytes, code) in cases {
        let error = load(&mut session, bytes, 65_536).expect_err(name);
        assert_eq!(error.code(), code, "{name}");
        unharmed(&mut session, name);
    }
    let error = load(&mut session, line.as_bytes(), 65_536).expect_err("a long line");
    assert_eq!(param(&error, "row"), Some(Param::Whole(3)), "it says where");
}

#[test]
fn a_line_that_is_too_long_far_down_is_found_in_reading() {
    let (mut session, unharmed) = finished();
    let head = "user,item\n".to_owned() + &"1,2\n".repeat(100_000);
    let bytes = format!("{head}{},3\n", "x".repeat(5_000_000)).into_bytes();
    let roles = session.open(head.as_bytes(), false, &DialectOverrides::default()).expect("a preview").roles;
    let error = load_with(&mut session, &bytes, 65_536, roles).expect_err("a long line");
    assert_eq!((error.code(), param(&error, "row")), ("row-too-long", Some(Param::Whole(100_002))));
    assert!(matches!(session.finish_reading().err(), Some(Error::WrongState { .. })), "there is nothing to finish");
    unharmed(&mut session, "a long line far down");
}

#[test]
fn columns_that_are_missing_or_chosen_twice_are_refused() {
    let (mut session, unharmed) = finished();
    open(&mut session, &shop(40, 16)).expect("a preview");
    let roles = |user, item| Roles { user, item, ..Roles::default() };
    let twice = Error::ColumnTwice { column: "customer".to_owned(), role: "user", other: "item" };
    let cases = [
        (roles(Some(0), Some(0)), twice),
        (roles(None, Some(1)), Error::ColumnMissing { role: "user" }),
        (roles(Some(0), None), Error::ColumnMissing { role: "item" }),
        (roles(Some(0), Some(17)), Error::ColumnMissing { role: "item" }),
    ];
    for (roles, expected) in cases {
        assert_eq!(session.begin_reading(by(roles)), Err(expected));
        unharmed(&mut session, "wrong columns");
    }
    for seed in [-1.0, 0.5, f64::NAN, 5e9] {
        let options = ReadOptions { seed, ..by(roles(Some(0), Some(1))) };
        let error = session.begin_reading(options).expect_err("a seed out of range");
        assert_eq!((error.code(), param(&error, "option")), ("option-out-of-range", Some("seed".into())));
    }
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let (mut session, unharmed) = finished();
    type Change = fn(&mut Options);
    let wrong: [(&str, Change); 19] = [
        ("learningRate", |options| options.learning_rate = -1.0),
        ("learningRate", |options| options.learning_rate = 0.0),
        ("learningRate", |options| options.learning_rate = f64::NAN),
        ("learningRate", |options| options.learning_rate = f64::INFINITY),
        ("epochs", |options| options.epochs = 1e10),
        ("epochs", |options| options.epochs = 0.0),
        ("epochs", |options| options.epochs = 2.5),
        ("batchSize", |options| options.batch_size = 0.0),
        ("batchSize", |options| options.batch_size = f64::NAN),
        ("seed", |options| options.seed = -1.0),
        ("hiddenLayers", |options| options.hidden = vec![]),
        ("hidden", |options| options.hidden = vec![8.0, 0.0]),
        ("hidden", |options| options.hidden = vec![1e9]),
        ("momentum", |options| options.momentum = 1.0),
        ("inputDropout", |options| options.input_dropout = 1.0),
        ("dropout", |options| options.dropout = -0.1),
        ("l2", |options| options.l2 = 2.0),
        ("patience", |options| options.patience = -1.0),
        ("negatives", |options| options.negatives = 21.0),
    ];
    for (name, change) in wrong {
        let mut options = quick(Recipe::Recommended);
        change(&mut options);
        for error in [session.plan(&options).expect_err(name), session.begin_training(&options).expect_err(name)] {
            assert_eq!((error.code(), param(&error, "option")), ("option-out-of-range", Some(name.into())));
            assert!(param(&error, "min").is_some() && param(&error, "max").is_some(), "it says what was expected");
        }
        unharmed(&mut session, name);
    }
    let pair = Options { loss: Loss::Multinomial, ..quick(Recipe::Pair) };
    assert_eq!(session.begin_training(&pair).expect_err("a loss without a meaning").code(), "option-unknown");
    for k in [0.0, -1.0, 2.5, 1e9, f64::NAN] {
        assert_eq!(session.recommend("0001", k).expect_err("a length out of range").code(), "option-out-of-range");
        assert_eq!(session.begin_recommendations_csv(k).expect_err("the same").code(), "option-out-of-range");
    }
    unharmed(&mut session, "lists out of range");
}

#[test]
fn a_network_beyond_the_memory_is_refused_before_it_is_made() {
    let (mut session, unharmed) = finished();
    let options = Options { hidden: vec![4_096.0; 8], batch_size: 65_536.0, ..quick(Recipe::Recommended) };
    assert_eq!(session.plan(&options).expect_err("too large").code(), "out-of-memory");
    assert_eq!(session.begin_training(&options).expect_err("too large").code(), "out-of-memory");
    unharmed(&mut session, "a network that is too large");
}

#[test]
fn a_learning_rate_that_makes_the_loss_infinite_says_so_and_keeps_the_former_network() {
    let (mut session, unharmed) = finished();
    let options = Options {
        epochs: 50.0,
        batch_size: 4.0,
        learning_rate: 10.0,
        optimiser: OptimiserName::Sgd,
        activation: Activation::Relu,
        momentum: 0.9,
        l2: 1.0,
        ..quick(Recipe::Recommended)
    };
    let error = train(&mut session, &options, 1e9).expect_err("a loss that is no longer finite");
    assert_eq!((error.code(), param(&error, "learningRate")), ("diverged", Some(Param::Number(10.0))));
    assert!(matches!(param(&error, "epoch"), Some(Param::Whole(1..=50))));
    assert!(matches!(session.stop_training(), Err(Error::WrongState { .. })), "the training is over");
    unharmed(&mut session, "a training that diverged");
    train(&mut session, &quick(Recipe::Article), 1e9).expect("another training");
}

#[test]
fn an_unknown_user_is_named() {
    let (mut session, _) = finished();
    let error = session.recommend("missing", 5.0).expect_err("an unknown user");
    assert_eq!(error, Error::UnknownUser { user: "missing".to_owned() });
    assert_eq!(session.recommend("1", 5.0).expect_err("0001 is not 1").code(), "unknown-user");
}

#[test]
fn users_with_too_little_give_a_network_but_no_evaluation() {
    let mut text = String::from("user,item\n");
    for user in 0..20 {
        text.push_str(&format!("{user},a{}\n{user},b{}\n", user % 3, user % 2));
    }
    let mut session = trained(text.as_bytes(), &quick(Recipe::Recommended));
    assert_eq!(session.begin_evaluation(), Err(Error::NothingHeldOut));
    assert!(!session.recommend("3", 3.0).expect("a list").items.is_empty());
    assert_eq!(session.report().expect("a report").models.text(), "[]");
}
