//! The boundary as a worker sees it: run by `wasm-pack test --headless --chrome`, in a
//! dedicated worker of a real browser.

#![cfg(target_arch = "wasm32")]

use firstpick::wasm::{Archive, Gunzip, Session, container_of, preview_of, recipes};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
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
    let preview = session.open(bytes, true, JsValue::UNDEFINED)?;
    session.begin_reading(get(&preview, "roles"), 42.0, None)?;
    for chunk in bytes.chunks(1_000) {
        session.read(chunk, chunk.as_ptr_range().end == bytes.as_ptr_range().end)?;
    }
    session.finish_reading()
}

fn options(recipe: &str, epochs: f64) -> JsValue {
    let options = get(&recipes().unwrap(), recipe);
    set(&options, "epochs", epochs);
    options
}

/// Trains to the end; the number of epochs that were reported.
fn train(session: &mut Session, options: &JsValue) -> usize {
    session.begin_training(options.clone()).unwrap();
    let mut epochs = 0;
    loop {
        let progress = session.train(STEP).unwrap();
        epochs += number(&progress, "records.length") as usize;
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
        let evaluation = session.evaluate(STEP).unwrap();
        if get(&evaluation, "wantsChoices").is_truthy() {
            session.begin_tuning_baselines().unwrap();
            let choices = loop {
                let choices = get(&session.tune_baselines(STEP).unwrap(), "result");
                if !choices.is_null() {
                    break choices;
                }
            };
            session.adopt_choices(choices).unwrap();
        }
        let result = get(&evaluation, "result");
        if !result.is_null() {
            break result;
        }
    };
    assert_eq!(number(&result, "models.length"), 4.0, "the network and three baselines");
    let ndcg = number(&result, "models.1.metrics.ndcg@10.value");
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

    let best = session.best_items(2.0, 1, 4).unwrap();
    assert_eq!((number(&best, "0.length"), number(&best, "1.length")), (6.0, 6.0));
    assert!(number(&best, "1.0") >= number(&best, "1.1"), "the best comes first");

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
    assert_eq!(code(session.open(b"", true, JsValue::UNDEFINED).unwrap_err()), "empty-file");
    assert_eq!(code(session.read(b"x", true).unwrap_err()), "wrong-state");
    assert_eq!(code(session.recommend("1", 1.0).unwrap_err()), "wrong-state");

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

/// Pairs of 20 users and 8 items, 100 rows, by Python's `gzip.compress(text, mtime=0)`.
#[rustfmt::skip]
const PACKED: [u8; 205] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 29, 207, 43, 130, 195, 48, 0, 196, 80, 222, 179, 20, 172, 156, 56,
    78, 14, 84, 80, 176, 100, 63, 247, 175, 20, 48, 68, 104, 222, 255, 239, 235, 231, 249, 254, 123,
    125, 63, 190, 158, 184, 225, 118, 55, 221, 122, 96, 195, 134, 13, 27, 182, 97, 27, 182, 97, 27, 182,
    97, 219, 108, 155, 109, 179, 109, 182, 205, 182, 219, 118, 219, 110, 219, 109, 187, 109, 218, 166,
    109, 218, 166, 109, 218, 14, 219, 97, 59, 108, 135, 237, 176, 45, 219, 178, 45, 219, 178, 45, 219,
    105, 59, 109, 167, 237, 180, 157, 182, 203, 118, 217, 46, 219, 101, 187, 250, 28, 132, 36, 68, 33,
    11, 55, 230, 214, 220, 156, 219, 115, 131, 18, 17, 137, 76, 132, 34, 21, 177, 200, 69, 48, 146, 17,
    141, 108, 132, 35, 29, 241, 200, 71, 64, 18, 18, 145, 140, 132, 36, 37, 49, 201, 73, 80, 146, 18,
    149, 172, 132, 37, 45, 113, 201, 75, 96, 18, 19, 153, 204, 132, 38, 53, 177, 201, 77, 112, 146, 127,
    0, 160, 229, 121, 145, 204, 1, 0, 0
];

#[wasm_bindgen_test]
fn a_head_shows_the_same_with_and_without_a_session() {
    let shown = |value: JsValue| String::from(js_sys::JSON::stringify(&value).unwrap());
    let choices = js_sys::Object::new();
    set(&choices, "header", false);
    for choices in [JsValue::UNDEFINED, choices.into()] {
        let preview = shown(preview_of(ARTICLE, true, choices.clone()).unwrap());
        assert_eq!(preview, shown(Session::new().open(ARTICLE, true, choices).unwrap()));
    }
    assert_eq!(code(preview_of(&[], true, JsValue::UNDEFINED).unwrap_err()), "empty-file");
}

#[wasm_bindgen_test]
fn a_packed_file_comes_out_in_pieces_that_the_session_reads() {
    let container = container_of(&PACKED).unwrap();
    assert!(get(&container, "stream").is_truthy());
    assert!(container_of(ARTICLE).unwrap().is_null());
    let mut gunzip = Gunzip::new();
    let mut text = Vec::new();
    for piece in PACKED.chunks(50) {
        gunzip.push(piece, piece.as_ptr_range().end == PACKED.as_ptr_range().end).unwrap();
        while let Some(part) = gunzip.pull().unwrap() {
            text.extend(part.to_vec());
        }
    }
    assert_eq!(number(&read(&mut Session::new(), &text).unwrap(), "rows"), 100.0);
}

#[wasm_bindgen_test]
fn a_workbook_hands_its_table_to_a_function() {
    let file = include_bytes!("fixtures/orders.xlsx");
    assert!(get(&container_of(file).unwrap(), "stream").is_falsy());
    let mut archive = Archive::new(file.len() as f64).unwrap();
    archive.push(file).unwrap();
    let pieces = js_sys::Array::new();
    let keep = pieces.clone();
    let sink = Closure::<dyn FnMut(JsValue, f64)>::new(move |piece: JsValue, _: f64| {
        keep.push(&piece);
    });
    let contents = archive.table(sink.as_ref().unchecked_ref()).unwrap();
    assert_eq!(get(&contents, "part").as_string().unwrap(), "Orders");
    let text = Uint8Array::new(&pieces.get(0)).to_vec();
    assert!(String::from_utf8(text).unwrap().starts_with("用户,item,name"));
    assert_eq!(code(Archive::new(1e9).err().unwrap()), "workbook-too-large");
}
