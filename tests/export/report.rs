use firstpick::evaluation::{Comparison, Difference, Interval, ModelMetrics, Verdict};
use firstpick::export::{
    DatasetReport, FileMapping, FileSummary, Report, ReportContext, ReportedData, ReportedFile, ReportedResults,
};
use firstpick::ingest::schema::{CellRules, Preview, TableLayout};
use firstpick::models::Scorer;
use firstpick::pipeline::{EvaluationResult, ModelName, SelectedParams, TrainedModel, TrainingCourse};
use firstpick::split::Split;
use firstpick::split::SplitSummary;
use firstpick::training::Recipe;
use serde_json::{Value, json};

use crate::{interactions, network, options};

fn trained() -> TrainedModel {
    let (interactions, _) = interactions();
    let split = SplitSummary::of(&Split::of(&interactions, 7).expect("a split"));
    let course = TrainingCourse {
        epochs: 2,
        kept: 1,
        seconds: 1.5,
        loss: vec![2.0, 1.0],
        validation: vec![Some(0.25), None],
        choices: SelectedParams::default(),
    };
    let options = options(Recipe::Recommended);
    let network = network(&options, &interactions);
    let scorer = Scorer::new(&options.check().expect("options"), &network).expect("a scorer");
    let (recipe, wide) = (Recipe::Recommended, None);
    TrainedModel { options, recipe, network, scorer, wide, split, course }
}

/// A file with semicolons whose second column is the customer's.
fn mapping() -> FileMapping {
    let file = "product;customer;when\ntea;ann;2024-01-01\nmilk;bob;2024-01-02\ntea;bob;2024-01-02\n";
    let preview = Preview::of(file.as_bytes(), true).expect("a preview");
    let summary = FileSummary {
        counts: interactions().1,
        rules: CellRules { min_items_per_user: Some(2), ..CellRules::default() },
        quality: Default::default(),
        layout: TableLayout::Long,
        roles: preview.roles,
        encoding: "UTF-8".to_owned(),
    };
    FileMapping::of(&preview, &summary)
}

fn report_of(trained: &TrainedModel, results: ReportedResults) -> Report {
    let (interactions, mut account) = interactions();
    account.rejected.insert("missing-user", 2);
    let dataset = DatasetReport::of(&account, &interactions);
    let data = ReportedData::of(&mapping(), &dataset).expect("text");
    Report::new(&data, trained, results, ModelName::ItemKnn)
}

fn unmeasured() -> ReportedResults {
    ReportedResults::none().expect("text")
}

fn report() -> Value {
    serde_json::to_value(report_of(&trained(), unmeasured())).expect("JSON")
}

#[test]
fn the_report_has_the_fields_that_were_agreed_upon() {
    let report = report();
    for (field, keys) in [
        ("dataset", &["rows", "used", "merged", "rejected", "users", "items", "interactions"][..]),
        ("split", &["kind", "seed", "train", "validation", "test"]),
        ("training", &["epochs", "seconds", "loss", "validation"]),
        ("mapping", &["layout", "roles", "encoding", "dialect", "meaning"]),
        ("shares", &["linear", "deep"]),
        ("lists", &["model", "k"]),
    ] {
        for key in keys {
            assert!(!report[field][key].is_null(), "{field}.{key} in {report}");
        }
    }
    assert_eq!(report["firstpick"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&report["models"], &report["verdict"]), (&json!([]), &Value::Null), "nothing was measured");
    assert_eq!(report["recipe"], serde_json::to_value(options(Recipe::Recommended)).expect("JSON"));
}

#[test]
fn its_figures_are_those_of_the_data_the_split_and_the_training() {
    let (interactions, account) = interactions();
    let report = report();
    assert_eq!(report["dataset"]["rows"], account.rows);
    assert_eq!(report["dataset"]["rejected"], json!({"missing-user": 2}));
    assert_eq!(report["dataset"]["interactions"], interactions.matrix.ones());
    let part = |name: &str| report["split"][name].as_u64().expect("a number");
    assert_eq!(part("train") + part("validation") + part("test"), interactions.matrix.ones() as u64);
    assert_eq!((&report["split"]["kind"], part("seed")), (&json!("random"), 7));
    assert_eq!(report["training"]["loss"], json!([2.0, 1.0]));
    assert_eq!(report["training"]["validation"], json!([0.25, null]));
    assert_eq!(report["training"]["kept"], 1);
    assert_eq!(report["shares"], json!({"linear": 0.0, "deep": 1.0}), "without a linear path");
}

#[test]
fn the_mapping_names_columns_and_says_how_the_text_is_cut() {
    let mapping = &report()["mapping"];
    assert_eq!((&mapping["roles"]["user"], &mapping["roles"]["item"]), (&json!("customer"), &json!("product")));
    assert_eq!(mapping["roles"]["event"], Value::Null);
    assert_eq!(mapping["roles"].as_object().map(serde_json::Map::len), Some(11));
    assert_eq!((&mapping["layout"], &mapping["encoding"]), (&json!("long"), &json!("UTF-8")));
    let dialect = json!({"delimiter": ";", "quotes": "doubled", "header": true, "skip": 0, "comment": null});
    assert_eq!(mapping["dialect"], dialect);
    assert_eq!(mapping["meaning"]["leastPerUser"], 2);
}

#[test]
fn what_the_session_does_not_know_is_told_by_the_worker() {
    let file = ReportedFile { name: "a.csv, b.csv".to_owned(), bytes: 5e9, sha256: Some("00ff".to_owned()) };
    let date = "2024-05-01T10:00:00.000Z".to_owned();
    let report = report_of(&trained(), unmeasured());
    assert_eq!((report.date.as_ref(), report.file.as_ref(), report.lists.k), (None, None, 10));
    let context = ReportContext { date: date.clone(), file, k: 25 };
    let report = serde_json::to_value(report.within(context)).expect("JSON");
    assert_eq!(report["date"], date);
    assert_eq!(report["file"], json!({"name": "a.csv, b.csv", "bytes": 5e9, "sha256": "00ff"}));
    assert_eq!(report["lists"], json!({"model": "item-knn", "k": 25}));
}

#[test]
fn the_verdict_is_told_with_its_figures() {
    let interval = |value: f64| Interval { value, low: value - 0.01, high: value + 0.01 };
    let model = |name: &str, found: f64| ModelMetrics {
        name: name.to_owned(),
        metrics: [("found@4".to_owned(), interval(found))].into(),
    };
    let lead = Difference {
        model: "network".to_owned(),
        against: "popularity".to_owned(),
        metric: "found@4".to_owned(),
        interval: interval(0.125),
    };
    let models = vec![model("popularity", 0.25), model("network", 0.375)];
    let comparison = Comparison { users: 40, list_length: 4, models, differences: vec![lead], ..Comparison::default() };
    let verdict = Verdict::of(&comparison, &[]);
    let shares = trained().shares();
    let result = EvaluationResult { comparison, skipped: Vec::new(), verdict, shares };
    let results = ReportedResults::of(&result).expect("text");
    let report = serde_json::to_value(report_of(&trained(), results)).expect("JSON");
    let expected = json!({
        "kind": "worth", "reason": "clear", "model": "network", "k": 4, "found": 37.5, "found_by_bestsellers": 25.0,
        "of": 100, "low": 36.5, "high": 38.5
    });
    assert_eq!(report["verdict"], expected);
    assert_eq!(report["models"].as_array().map(Vec::len), Some(2));
}

/// What is kept as text stands in the report as if it had been written there.
#[test]
fn every_line_is_indented_by_how_deep_it_lies() {
    let text = serde_json::to_string_pretty(&report_of(&trained(), unmeasured())).expect("JSON");
    assert_eq!(text.matches('\n').count() + 1, text.lines().count());
    let mut depth = 0;
    for line in text.lines() {
        let inside = line.trim_start();
        depth -= usize::from(inside.starts_with(['}', ']']));
        assert_eq!(line.len() - inside.len(), 2 * depth, "{line}");
        depth += usize::from(inside.ends_with(['{', '[']));
    }
    assert_eq!(depth, 0);
}
