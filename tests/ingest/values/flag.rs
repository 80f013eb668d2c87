//! Flags of forms in the languages that they are filled in.

use firstpick::ingest::values::parse_flag;

#[test]
fn yes_and_no_are_understood_in_many_languages() {
    for (yes, no) in [
        ("1", "0"),
        ("1.0", "0.0"),
        ("TRUE", "FALSE"),
        ("True", "False"),
        ("T", "F"),
        ("Y", "N"),
        ("yes", "No"),
        ("是", "否"),
        ("有", "无"),
        ("x", ""),
        ("X", " "),
        ("✓", "-"),
        ("✔", "✗"),
        ("√", "×"),
        ("○", "×"),
        ("ja", "nein"),
        ("oui", "non"),
        ("sí", "no"),
        ("si", "no"),
        ("да", "нет"),
        ("はい", "いいえ"),
        ("예", "아니오"),
        (" ☑ ", "☐"),
    ] {
        assert_eq!((parse_flag(yes), parse_flag(no)), (Some(true), Some(false)), "{yes}, {no}");
    }
}

#[test]
fn other_texts_are_no_flags() {
    for cell in ["2", "maybe", "Tea", "[1", "1]", "[1,0]", "yes please, thank you", "0.5", "n/a", "é"] {
        assert_eq!(parse_flag(cell), None, "{cell}");
    }
}
