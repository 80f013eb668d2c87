//! Errors as they cross to the page: a code of its own for each, and the parameters that its wording needs.

use std::collections::BTreeSet;

use firstpick::error::{Error, Param};
use firstpick::memory::{MEMORY_BUDGET, try_reserve, try_zeroed};
use serde_json::{Value, json};

/// One of each kind, with its code and its parameters as the page gets them.
fn kinds() -> Vec<(Error, &'static str, Value)> {
    let column_twice = Error::ColumnTwice { column: "客户".to_owned(), role: "user", other: "item" };
    let out_of_range = Error::OptionOutOfRange { option: "epochs", value: 1e10, min: 1.0, max: 10_000.0 };
    let unknown_option = Error::OptionUnknown { option: "loss", value: "hinge".to_owned() };
    vec![
        (Error::EmptyFile, "empty-file", json!({})),
        (Error::BinaryFile { kind: "xlsx" }, "binary-file", json!({"kind": "xlsx"})),
        (Error::FormatsNeeded { what: "encoding" }, "formats-needed", json!({"what": "encoding"})),
        (Error::ArchiveBroken { kind: "gzip" }, "archive-broken", json!({"kind": "gzip"})),
        (Error::ArchiveTooLarge { found: 9, limit: 8 }, "archive-too-large", json!({"found": 9, "limit": 8})),
        (Error::WorkbookTooLarge { found: 9, limit: 8 }, "workbook-too-large", json!({"found": 9, "limit": 8})),
        (Error::PasswordProtected, "password-protected", json!({})),
        (Error::NoTableInside { kind: "zip", found: 2 }, "no-table-inside", json!({"kind": "zip", "found": 2})),
        (Error::RowTooLong { row: 7, limit: 9 }, "row-too-long", json!({"row": 7, "limit": 9})),
        (Error::NoColumns { found: 1 }, "no-columns", json!({"found": 1})),
        (Error::ColumnMissing { role: "user" }, "column-missing", json!({"role": "user"})),
        (column_twice, "column-twice", json!({"column": "客户", "role": "user", "other": "item"})),
        (Error::NoRows, "no-rows", json!({})),
        (Error::NoUsableRows { rows: 5 }, "no-usable-rows", json!({"rows": 5})),
        (Error::TooFewUsers { found: 1, needed: 2 }, "too-few-users", json!({"found": 1, "needed": 2})),
        (Error::TooFewItems { found: 1, needed: 2 }, "too-few-items", json!({"found": 1, "needed": 2})),
        (Error::NoTimes { found: 3, pairs: 70 }, "no-times", json!({"found": 3, "pairs": 70})),
        (Error::NeedsKnownUsers { recipe: "pair" }, "needs-known-users", json!({"option": "recipe", "recipe": "pair"})),
        (Error::NothingToTrain, "nothing-to-train", json!({})),
        (
            Error::TooMany { what: "columns", found: 9, limit: 8 },
            "too-many",
            json!({"what": "columns", "found": 9, "limit": 8}),
        ),
        (Error::OutOfMemory { needed: 9, limit: 8 }, "out-of-memory", json!({"needed": 9, "limit": 8})),
        (Error::WriteFailed { file: "interactions.csv" }, "write-failed", json!({"file": "interactions.csv"})),
        (out_of_range, "option-out-of-range", json!({"option": "epochs", "value": 1e10, "min": 1.0, "max": 1e4})),
        (unknown_option, "option-unknown", json!({"option": "loss", "value": "hinge"})),
        (Error::Diverged { epoch: 3, learning_rate: 0.5 }, "diverged", json!({"epoch": 3, "learningRate": 0.5})),
        (
            Error::WrongState { call: "train", needs: "a begun training", state: "data loaded" },
            "wrong-state",
            json!({"call": "train", "needs": "a begun training", "state": "data loaded"}),
        ),
        (Error::UnknownUser { user: "007".to_owned() }, "unknown-user", json!({"user": "007"})),
        (Error::NotTrained, "not-trained", json!({})),
        (Error::NothingHeldOut, "nothing-held-out", json!({})),
        (Error::SnapshotBroken, "snapshot-broken", json!({})),
        (Error::SnapshotVersion { found: 2, known: 1 }, "snapshot-version", json!({"found": 2, "known": 1})),
        (Error::FileNeeded, "file-needed", json!({})),
    ]
}

#[test]
fn each_error_has_its_code_and_all_of_its_parameters() {
    for (error, code, expected) in kinds() {
        assert_eq!(error.code(), code);
        let params = error.params().into_iter();
        let found: serde_json::Map<String, Value> =
            params.map(|(name, param)| (name.to_owned(), serde_json::to_value(param).expect("a parameter"))).collect();
        assert_eq!(Value::Object(found), expected, "{code}");
    }
}

#[test]
fn no_two_errors_share_a_code() {
    let codes: BTreeSet<&str> = kinds().iter().map(|(error, _, _)| error.code()).collect();
    assert_eq!(codes.len(), kinds().len());
}

#[test]
fn the_english_sentence_says_what_the_parameters_say() {
    for (error, code, params) in kinds() {
        let sentence = error.to_string();
        let Value::Object(params) = params else { panic!("{code}: an object") };
        for (name, value) in params {
            let value = value.as_str().map_or_else(
                || value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string()),
                str::to_owned,
            );
            assert!(sentence.contains(&value), "{code}, {name}: {sentence}");
        }
    }
}

#[test]
fn numbers_that_json_does_not_have_cross_as_text() {
    let refused = |value| Error::OptionOutOfRange { option: "learningRate", value, min: 0.0, max: 10.0 }.params();
    assert_eq!(refused(f64::NAN)[1], ("value", Param::Text("NaN".to_owned())));
    assert_eq!(refused(f64::INFINITY)[1], ("value", Param::Text("inf".to_owned())));
    assert_eq!(refused(-1.0)[1], ("value", Param::Number(-1.0)));
}

#[test]
fn an_allocation_beyond_the_budget_is_refused_before_it_is_made() {
    let elements = (MEMORY_BUDGET / 4) as usize + 1;
    let needed = 4 * elements as u64;
    assert_eq!(try_zeroed(0_f32, elements), Err(Error::OutOfMemory { needed, limit: MEMORY_BUDGET }));
    let refused = try_zeroed(0_u64, usize::MAX).expect_err("more than any machine has");
    assert_eq!(refused.code(), "out-of-memory");
    let mut grown = vec![1_u8; 10];
    let refused = try_reserve(&mut grown, MEMORY_BUDGET as usize - 9).expect_err("what is there counts as well");
    assert_eq!(refused, Error::OutOfMemory { needed: MEMORY_BUDGET + 1, limit: MEMORY_BUDGET });
    assert_eq!(grown, [1; 10]);
    assert_eq!(try_zeroed(7_u8, 3), Ok(vec![7; 3]));
}
