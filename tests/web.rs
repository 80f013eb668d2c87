//! The boundary as a worker sees it: run by `wasm-pack test --headless --chrome`, in a
//! dedicated worker of a real browser.

#![cfg(target_arch = "wasm32")]

use firstpick::wasm::Session;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const ARTICLE: &[u8] = include_bytes!("../www/samples/article.csv");
/// A budget in milliseconds.
const STEP: f64 = 8.0;

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &JsValue::from_str(key)).unwrap())
}

fn number(value: &JsValue, path: &str) -> f64 {
    get(value, path).as_f64().unwrap_or_else(|| panic!("{path} is no number: {:?}", get(value, path)))
}

fn set(value: &JsValue, key: &str, to: impl Into<JsValue>) {
    Reflect::set(value, &JsValue::from_str(key), &to.into()).unwrap();
}

fn code(error: JsValue) -> String {
    get(&error, "code").as_string().unwrap()
}

fn read(session: &mut Session, bytes: &[u8]) -> Result<JsValue, JsValue> {
    let preview = session.open(bytes, true)?;
    session.begin_reading(get(&preview, "roles"), 42.0, None)?;
    for chunk in bytes.chunks(1_000) {
        session.read(chunk, chunk.as_ptr_range().end == bytes.as_ptr_range().end)?;
    }
    session.finish_reading()
}

fn options(recipe: &str, epochs: f64) -> JsValue {
    let options = get(&Session::recipes().unwrap(), recipe);
    set(&options, "epochs", epochs);
    options
}

/// Trains to the end; the number of epochs that were reported.
fn train(session: &mut Session, options: &JsValue) -> usize {
    session.begin_training(options.clone()).unwrap();
    let mut epochs = 0;
    loop {
        let progress = session.train(STEP).unwrap();
        epochs += usize::from(!get(&progress, "record").is_null());
        if get(&progress, "over").is_truthy() {
            return epochs;
        }
    }
}

fn trained(epochs: f64) -> Session {
    let mut session = Session::new();
    read(&mut session, ARTICLE).unwrap();
    train(&mut session, &options("article", epochs));
    session.finish_training().unwrap();
    session
}

#[wasm_bindgen_test]
fn the_articles_sample_goes_all_the_way() {
    let mut session = Session::new();
    let dataset = read(&mut session, ARTICLE).unwrap();
    assert_eq!((number(&dataset, "users"), number(&dataset, "items")), (1_000.0, 6.0));
    assert_eq!(get(&dataset, "shape").as_string().unwrap(), "wide");

    assert_eq!(train(&mut session, &options("article", 3.0)), 3);
    let outcome = session.finish_training().unwrap();
    assert_eq!(get(&outcome, "how").as_string().unwrap(), "finished");
    assert_eq!(number(&outcome, "kept"), 3.0);

    session.begin_evaluation().unwrap();
    let result = loop {
        let result = get(&session.evaluate(STEP).unwrap(), "result");
        if !result.is_null() {
            break result;
        }
    };
    let ndcg = number(&result, "models.0.metrics.ndcg@10.value");
    assert!((0.0..=1.0).contains(&ndcg), "NDCG {ndcg}");

    let list = session.recommend("1", 3.0).unwrap();
    // The article's first user has items 1, 3 and 6.
    assert_eq!((number(&list, "historyTotal"), number(&list, "items.length")), (3.0, 3.0));
    assert_eq!(number(&list, "items.0.strength"), 1.0);
    let found = session.find_users("99", 5).unwrap();
    assert_eq!(get(&found, "users.0.id").as_string().unwrap(), "99");
}

#[wasm_bindgen_test]
fn all_three_files_come_out() {
    let mut session = trained(1.0);
    session.begin_recommendations_csv(2.0).unwrap();
    let mut csv = Vec::new();
    while let Some(bytes) = session.recommendations_csv(STEP).unwrap() {
        csv.extend(bytes.to_vec());
    }
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with("user,rank,item,name,score\r\n1,1,product_"), "{}", &csv[..60]);
    assert_eq!(session.recommendations_csv_fraction(), 1.0);

    let report = js_sys::JSON::parse(&session.report().unwrap()).unwrap();
    assert_eq!(number(&report, "dataset.rows"), 1_000.0);
    assert_eq!(number(&report, "training.loss.length"), 1.0);

    let model: Uint8Array = session.model_file().unwrap();
    assert!(model.length() > 64 * 6 * 4);
}

#[wasm_bindgen_test]
fn the_same_seed_gives_the_same_model_file() {
    let bytes = || trained(2.0).model_file().unwrap().to_vec();
    assert!(bytes() == bytes());
}

#[wasm_bindgen_test]
fn failures_cross_as_codes_with_parameters() {
    let mut session = Session::new();
    assert_eq!(code(session.open(b"", true).unwrap_err()), "empty-file");
    assert_eq!(code(session.read(b"x", true).unwrap_err()), "wrong-order");
    assert_eq!(code(session.recommend("1", 1.0).unwrap_err()), "wrong-order");

    let error = read(&mut session, b"user,item\n1,a\n1,b\n").unwrap_err();
    assert_eq!((number(&error, "params.found"), number(&error, "params.needed")), (1.0, 2.0));
    assert_eq!(code(error), "too-few-users");

    read(&mut session, ARTICLE).unwrap();
    for bad in [f64::NAN, -1.0, 1e10, f64::INFINITY] {
        let error = session.plan(options("article", bad)).unwrap_err();
        assert_eq!(get(&error, "params.option").as_string().unwrap(), "epochs");
        assert_eq!(code(error), "option-out-of-range");
    }
    assert_eq!(code(session.plan(JsValue::from_str("nonsense")).unwrap_err()), "option-unknown");
    assert_eq!(code(session.begin_reading(JsValue::from_f64(3.0), 1.0, None).unwrap_err()), "option-unknown");
}
