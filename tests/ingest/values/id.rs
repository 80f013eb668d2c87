//! Ids without what is written around them, and cells that stand for no value.

use firstpick::ingest::values::{canonical_id, is_blank_word};

#[test]
fn an_id_is_what_its_cell_means() {
    for (cell, expected) in [
        ("A1", "A1"),
        (" A1 ", "A1"),
        ("A1\t", "A1"),
        ("\u{a0}A1\u{a0}", "A1"),
        ("\u{3000}张三 \u{3000}", "张三"),
        ("张三", "张三"),
        ("\u{feff}7", "7"),
        ("=\"0123\"", "0123"),
        ("=\" 0123\"", "0123"),
        ("=\"TEA-01\"", "TEA-01"),
        ("=123", "123"),
        ("'0013800000001", "0013800000001"),
        ("1,203", "1,203"),
        ("1.203", "1.203"),
        ("PERSON@Example.ORG", "person@example.org"),
        (" Person@example.org ", "person@example.org"),
        ("person@example.org", "person@example.org"),
        // What only looks like these stays as it is.
        ("'n Sync", "'n Sync"),
        ("'80s Mug", "'80s Mug"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
        ("Mug @ Home", "Mug @ Home"),
        ("@Anna.B", "@Anna.B"),
        ("A@B", "A@B"),
        ("A@B@C.de", "A@B@C.de"),
        ("", ""),
        (" \u{a0} ", ""),
    ] {
        assert_eq!(String::from_utf8_lossy(&canonical_id(cell.as_bytes())), expected, "{cell:?}");
    }
    assert_eq!(&*canonical_id(b" \xff\xa0 "), b"\xff\xa0", "malformed text");
}

#[test]
fn words_for_no_value_are_known_and_others_are_values() {
    for cell in [
        "",
        " ",
        "\u{a0}",
        "NULL",
        "null",
        "\\N",
        "nan",
        "NaN",
        "#N/A",
        "N/A",
        "n/a",
        "None",
        "NONE",
        "undefined",
        "-",
        "—",
        "–",
        "--",
        "------",
        "---+---",
        ":---:",
        "====",
        "(null)",
        "<NA>",
        "nil",
        "NaT",
        "NA",
        " NULL ",
        "#REF!",
    ] {
        assert!(is_blank_word(cell.as_bytes()), "{cell:?}");
    }
    for cell in ["0", "Nancy", "na", "Nana", "-1", "--1", "N", "none of it", "空", "无", "Nu", "#1001", "(nul)"] {
        assert!(!is_blank_word(cell.as_bytes()), "{cell:?}");
    }
}
