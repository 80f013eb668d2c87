//! Names under which data cross to the page: they stay as they are when fields are renamed.

use firstpick::dataset::quality::Quality;
use firstpick::ingest::schema::{CellRules, Preview, Roles};
use firstpick::split::SplitReason;
use serde::Serialize;
use serde_json::{Value, json, to_value};

fn keys(value: &impl Serialize) -> Vec<String> {
    let Value::Object(object) = to_value(value).expect("JSON") else { panic!("no object") };
    object.keys().cloned().collect()
}

#[test]
fn rules_and_roles_keep_their_wire_names() {
    let rules =
        "dates events excludedItems excludedUsers foldCase from leastPerItem leastPerUser takeBack threshold to value";
    assert_eq!(keys(&CellRules::default()).join(" "), rules);
    let roles = "category clock event item name order segment shape split time user value";
    assert_eq!(keys(&Roles::default()).join(" "), roles);
    let text = r#"{"leastPerUser": 2, "takeBack": false, "events": {"view": 0.5}, "dates": "dayfirst"}"#;
    let rules: CellRules = serde_json::from_str(text).expect("rules");
    assert_eq!((rules.min_items_per_user, rules.apply_cancellations), (Some(2), Some(false)));
    assert!(rules.event_weights.is_some() && rules.date_order.is_some());
}

#[test]
fn the_summary_of_a_preview_keeps_its_wire_names() {
    let summary = Preview::of(b"user,item\n1,a\n2,b\n", true).expect("a preview").summary();
    let names = "above columns comment delimiter encoding first header numbers question quotes reasons roles rows score shape shapes skip";
    assert_eq!(keys(&summary).join(" "), names);
    let summary = to_value(&summary).expect("JSON");
    assert_eq!((&summary["shape"], &summary["quotes"]), (&json!("long"), &json!("doubled")));
    assert_eq!(summary["shapes"]["wide"]["shape"], json!("wide"));
}

#[test]
fn quality_and_split_keep_their_wire_names() {
    let quality = Quality::default();
    assert_eq!(keys(&quality).join(" "), "activity events findings suspects tail timeline");
    assert_eq!(keys(&quality.activity).join(" "), "bins median most");
    assert_eq!(keys(&quality.tail).join(" "), "curve top1 top10 top20");
    assert_eq!(to_value(SplitReason::Requested).expect("JSON"), json!("asked"));
}
