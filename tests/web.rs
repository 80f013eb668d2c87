//! The boundary as a worker sees it: run by `wasm-pack test --headless --chrome`, in a
//! dedicated worker of a real browser.

#![cfg(target_arch = "wasm32")]

use firstpick::wasm::{Archive, EncodingDecoder, Gunzip, OptionsSearch, Session, container_of, recipes};
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

fn object(entries: impl IntoIterator<Item = (&'static str, JsValue)>) -> JsValue {
    let object = JsValue::from(js_sys::Object::new());
    entries.into_iter().for_each(|(key, value)| set(&object, key, value));
    object
}

fn text(value: &JsValue) -> String {
    String::from(js_sys::JSON::stringify(value).unwrap())
}

fn open(session: &mut Session, bytes: &[u8]) -> Result<JsValue, JsValue> {
    session.open(bytes, true, JsValue::UNDEFINED, None)
}

fn begin_reading(session: &mut Session, preview: &JsValue) -> Result<(), JsValue> {
    session.begin_reading(object([("roles", get(preview, "roles")), ("seed", 42.into()), ("split", JsValue::NULL)]))
}

/// The result of something long; its share of what is done never falls.
fn finished(mut step: impl FnMut() -> Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    let mut before = 0.0;
    loop {
        let step = step()?;
        let fraction = number(&step, "fraction");
        assert!((before..=1.0).contains(&fraction), "{before}, then {fraction}");
        before = fraction;
        let result = get(&step, "result");
        if !result.is_null() {
            return Ok(result);
        }
    }
}

fn read(session: &mut Session, bytes: &[u8]) -> Result<JsValue, JsValue> {
    let preview = open(session, bytes)?;
    begin_reading(session, &preview)?;
    for chunk in bytes.chunks(1_000) {
        session.read(chunk, chunk.as_ptr_range().end == bytes.as_ptr_range().end)?;
    }
    finished(|| session.poll_reading(STEP))
}

fn options(recipe: &str, epochs: f64) -> JsValue {
    let options = get(&recipes().unwrap(), recipe);
    set(&options, "epochs", epochs);
    options
}

/// Goes on with the run under way until the progress has something at `path`: that, and the epochs that were told of.
fn advance(session: &mut Session, path: &str) -> (JsValue, usize) {
    let mut epochs = 0;
    loop {
        let progress = session.train(STEP).unwrap();
        if get(&progress, "training").is_object() {
            epochs += number(&progress, "training.records.length") as usize;
        }
        let found = get(&progress, path);
        if found.is_truthy() {
            return (found, epochs);
        }
        assert!(!get(&progress, "over").is_truthy(), "{path} never came");
    }
}

/// A session with the article's sample.
fn loaded() -> Session {
    let mut session = Session::new();
    read(&mut session, ARTICLE).unwrap();
    session
}

/// The same with a network, whose evaluation is under way.
fn trained(epochs: f64) -> Session {
    let mut session = loaded();
    session.begin_training(options("article", epochs)).unwrap();
    advance(&mut session, "trained");
    session
}

#[wasm_bindgen_test]
fn the_articles_sample_goes_all_the_way() {
    let mut session = Session::new();
    let dataset = read(&mut session, ARTICLE).unwrap();
    assert_eq!((number(&dataset, "users"), number(&dataset, "items")), (1_000.0, 6.0));
    assert_eq!(get(&dataset, "shape").as_string().unwrap(), "wide");

    let shown = session.plan(options("article", 3.0)).unwrap();
    let plan = session.begin_training(options("article", 3.0)).unwrap();
    assert_eq!((text(&plan), number(&plan, "layers.length")), (text(&shown), 3.0));
    let (trained, epochs) = advance(&mut session, "trained");
    assert_eq!((epochs, number(&trained, "kept")), (3, 3.0));
    assert_eq!(get(&trained, "how").as_string().unwrap(), "finished");

    let (result, _) = advance(&mut session, "result");
    assert_eq!(code(session.train(STEP).unwrap_err()), "wrong-state");
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
    assert_eq!(session.export_fraction(), 1.0);

    let best = session.best_items(2.0, 1, 4).unwrap();
    assert_eq!((number(&best, "0.length"), number(&best, "1.length")), (6.0, 6.0));
    assert!(number(&best, "1.0") >= number(&best, "1.1"), "the best comes first");

    let context = r#"{"date": "2024-05-01", "file": {"name": "a.csv", "bytes": 5, "sha256": null}, "k": 7}"#;
    let context = js_sys::JSON::parse(context).unwrap();
    let report = js_sys::JSON::parse(&session.report(context).unwrap()).unwrap();
    assert_eq!((number(&report, "lists.k"), number(&report, "file.bytes")), (7.0, 5.0));
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
    assert_eq!(code(open(&mut session, b"").unwrap_err()), "empty-file");
    let error = session.read(b"x", true).unwrap_err();
    let param = |name: &str| get(&error, &format!("params.{name}")).as_string().unwrap();
    assert_eq!([param("call"), param("needs"), param("state")], ["read", "a begun reading", "empty"]);
    assert_eq!(code(error), "wrong-state");
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
    assert_eq!(code(session.begin_reading(JsValue::from_f64(3.0)).unwrap_err()), "option-unknown");
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
fn a_file_in_an_old_encoding_is_read_as_the_text_that_formats_makes_of_it() {
    // 用户,商品 and rows of 茶 and 奶 in GBK.
    let mut file = vec![0xd3, 0xc3, 0xbb, 0xa7, b',', 0xc9, 0xcc, 0xc6, 0xb7, b'\n'];
    for row in 0..60_u8 {
        let item = if row % 2 == 0 { [0xb2, 0xe8] } else { [0xc4, 0xcc] };
        file.extend([b'0' + row / 10, b'0' + row % 10, b','].into_iter().chain(item).chain(*b"\n"));
    }
    let mut decoder = EncodingDecoder::new(None).unwrap();
    let mut decoded = Vec::new();
    for piece in file.chunks(70) {
        let last = piece.as_ptr_range().end == file.as_ptr_range().end;
        decoded.extend(decoder.push(piece, last).unwrap().to_vec());
    }
    assert!(decoded.starts_with("用户,商品\n00,茶\n".as_bytes()));
    assert_eq!(decoder.malformed(), 0.0);
    let mut session = Session::new();
    let preview = session.open(&decoded, true, JsValue::UNDEFINED, Some(decoder.encoding())).unwrap();
    assert_eq!(get(&preview, "encoding").as_string().unwrap(), decoder.encoding());
    begin_reading(&mut session, &preview).unwrap();
    session.read(&decoded, true).unwrap();
    session.note_decoded(&decoder.encoding(), 2.0).unwrap();
    let dataset = finished(|| session.poll_reading(STEP)).unwrap();
    assert_eq!((number(&dataset, "rows"), number(&dataset, "irregular.malformed")), (60.0, 2.0));
    assert_eq!(get(&dataset, "encoding").as_string().unwrap(), decoder.encoding());
    assert_eq!(code(EncodingDecoder::new(Some("klingon".to_owned())).err().unwrap()), "option-unknown");
}

#[wasm_bindgen_test]
fn a_helper_tunes_the_baselines_for_a_run_that_waits() {
    let mut alone = trained(2.0);
    let (expected, _) = advance(&mut alone, "result");
    let mut session = loaded();
    session.begin_training(options("article", 2.0)).unwrap();
    assert!(session.wants_baselines() && session.baseline_params().unwrap().is_none());
    session.await_baselines().unwrap();
    let mut helper = Session::new();
    helper.restore_data(&session.data_snapshot().unwrap()).unwrap();
    advance(&mut session, "waits");
    helper.begin_tuning_baselines().unwrap();
    let params = finished(|| helper.tune_baselines(STEP)).unwrap();
    let params = Uint8Array::new(&params).to_vec();
    session.hand_in_baselines(Some(params.clone())).unwrap();
    assert_eq!(session.baseline_params().unwrap(), Some(params));
    let (result, _) = advance(&mut session, "result");
    assert_eq!(text(&result), text(&expected));
    // Where a helper fails, the run does it itself.
    let mut session = loaded();
    session.begin_training(options("article", 2.0)).unwrap();
    session.await_baselines().unwrap();
    advance(&mut session, "waits");
    session.hand_in_baselines(None).unwrap();
    assert_eq!(text(&advance(&mut session, "result").0), text(&expected));
}

#[wasm_bindgen_test]
fn a_training_that_is_stopped_keeps_its_epochs_and_is_evaluated() {
    let mut session = loaded();
    session.begin_training(options("article", 10_000.0)).unwrap();
    while number(&session.train(STEP).unwrap(), "training.records.length") == 0.0 {}
    session.stop_training().unwrap();
    let progress = session.train(STEP).unwrap();
    assert_eq!(get(&progress, "trained.how").as_string().unwrap(), "stopped");
    assert!(number(&progress, "trained.kept") >= 1.0);
    assert_eq!(number(&advance(&mut session, "result").0, "models.length"), 4.0);
}

#[wasm_bindgen_test]
fn options_are_searched_by_trials_and_confirmed_by_folds() {
    let mut session = loaded();
    let candidates = [8.0, 4.0, 2.0].map(|width| {
        let options = options("article", 60.0);
        set(&options, "hidden", js_sys::Array::of1(&width.into()));
        options
    });
    session.prepare_trials(candidates[0].clone()).unwrap();
    let mut search = OptionsSearch::among(js_sys::Array::from_iter(candidates).into()).unwrap();
    assert_eq!((search.planned(), search.done()), (4, 0));
    assert!(search.best().unwrap().is_null());
    while search.done() < search.planned() {
        let trial = search.next_trial().unwrap();
        session.begin_trial(get(&trial, "options"), number(&trial, "epochs")).unwrap();
        let result = finished(|| session.advance_trial(STEP)).unwrap();
        assert_eq!(number(&result, "epochs"), number(&trial, "epochs"));
        let all = ["validation", "seconds", "epochs"];
        all.into_iter().for_each(|key| set(&trial, key, get(&result, key)));
        search.found(trial).unwrap();
    }
    assert!(search.next_trial().unwrap().is_null());
    let tried = search.tried().unwrap();
    assert_eq!((number(&tried, "length"), number(&tried, "0.rung"), number(&tried, "3.rung")), (4.0, 2.0, 1.0));
    assert_eq!(text(&search.best().unwrap()), text(&get(&tried, "0.options")));
    assert!(OptionsSearch::new(options("article", 3.0)).unwrap().planned() > 10, "many options");
    assert_eq!(code(OptionsSearch::new(JsValue::NULL).err().unwrap()), "option-unknown");

    let tests = js_sys::Array::new();
    for index in 0..2 {
        session.begin_fold(options("article", 2.0), index, 2).unwrap();
        tests.push(&finished(|| session.advance_fold(STEP)).unwrap());
    }
    let folded = Session::cross_validation(tests.into()).unwrap();
    assert_eq!((number(&folded, "folds"), number(&folded, "models.length")), (2.0, 2.0));
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
    let contents = archive.open().unwrap();
    assert_eq!(get(&contents, "kind").as_string().unwrap(), "xlsx");
    let part = (0..3).find(|at| get(&contents, &format!("parts.{at}")).as_string().unwrap() == "Orders").unwrap();
    assert!(archive.head(part, 10).unwrap().whole());
    archive.table(part, sink.as_ref().unchecked_ref()).unwrap();
    let text = Uint8Array::new(&pieces.get(0)).to_vec();
    assert!(String::from_utf8(text).unwrap().starts_with("用户,item,name"));
    assert_eq!(code(Archive::new(1e9).err().unwrap()), "workbook-too-large");
}
