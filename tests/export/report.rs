use firstpick::export::{DatasetReport, Report};
use firstpick::pipeline::{SelectedParams, TrainingCourse};
use firstpick::split::Split;
use firstpick::split::SplitSummary;
use firstpick::training::Recipe;
use serde_json::{Value, json};

use crate::{interactions, options};

fn report() -> Value {
    let (interactions, mut account) = interactions();
    account.rejected.insert("missing-user", 2);
    let split = Split::of(&interactions, 7).expect("a split");
    let course = TrainingCourse {
        epochs: 2,
        kept: 1,
        seconds: 1.5,
        loss: vec![2.0, 1.0],
        validation: vec![Some(0.25), None],
        choices: SelectedParams::default(),
    };
    let dataset = DatasetReport::of(&account, &interactions);
    let report = Report::new(dataset, SplitSummary::of(&split), options(Recipe::Recommended), course, None);
    serde_json::to_value(report).expect("JSON")
}

#[test]
fn the_report_has_the_fields_that_were_agreed_upon() {
    let report = report();
    for (field, keys) in [
        ("dataset", &["rows", "used", "merged", "rejected", "users", "items", "interactions"][..]),
        ("split", &["kind", "seed", "train", "validation", "test"]),
        ("training", &["epochs", "seconds", "loss", "validation"]),
    ] {
        for key in keys {
            assert!(!report[field][key].is_null(), "{field}.{key} in {report}");
        }
    }
    assert_eq!(report["firstpick"], env!("CARGO_PKG_VERSION"));
    assert_eq!(report["models"], json!([]), "nothing was measured");
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
}
