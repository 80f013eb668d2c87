//! Numbers as files write them.

use firstpick::ingest::values::{NumberStyle, parse_number};

use NumberStyle::{Comma, Point};

#[test]
fn unambiguous_numbers_have_one_value_in_both_styles() {
    for (cell, expected) in [
        ("0", 0.0),
        ("541909", 541_909.0),
        ("-80995", -80_995.0),
        (" 12 ", 12.0),
        ("+12", 12.0),
        ("12-", -12.0),
        ("\u{2212}12", -12.0),
        ("12.5", 12.5),
        ("12,5", 12.5),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.567", 1234.567),
        ("1234,567", 1234.567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("1.234.567", 1_234_567.0),
        ("12,34,567", 1_234_567.0),
        ("12,34,567.89", 1_234_567.89),
        ("1 234 567", 1_234_567.0),
        ("1\u{a0}234,5", 1234.5),
        ("1\u{2009}234.5", 1234.5),
        ("1\u{202f}234,567", 1234.567),
        ("1'234.5", 1234.5),
        ("1’234’567.50", 1_234_567.5),
        ("1_234_567", 1_234_567.0),
        ("1e3", 1000.0),
        ("-1.5E-3", -0.0015),
        ("1,5e+3", 1500.0),
        ("1.125e3", 1125.0),
        ("１２３．５", 123.5),
        ("－１２", -12.0),
        ("（１２．５０）", -12.5),
        ("٣٫٥".replace('٫', ".").as_str(), 3.5),
        ("(12.50)", -12.5),
        ("($1,250.50)", -1250.5),
        ("$(12.50)", -12.5),
        ("-$12", -12.0),
        ("$-12", -12.0),
        ("¥1,234.50", 1234.5),
        ("￥９９", 99.0),
        ("12 €", 12.0),
        ("12,50 €", 12.5),
        ("-12,50€", -12.5),
        ("US$ 12", 12.0),
        ("R$ 1.234,50", 1234.5),
        ("Rs.500", 500.0),
        ("12.50 zł", 12.5),
        ("12 kr.", 12.0),
        ("USD 12.5", 12.5),
        ("12.5 CNY", 12.5),
        ("12元", 12.0),
        ("5%", 0.05),
        ("12,5 %", 0.125),
        ("%5", 0.05),
        ("５％", 0.05),
        ("1‰", 0.001),
        ("1.2万", 12_000.0),
        ("3亿", 300_000_000.0),
        ("1234567890123456789", 1_234_567_890_123_456_789.0),
    ] {
        for style in [Point, Comma] {
            assert_eq!(parse_number(cell, style), Some(expected), "{cell} as {style:?}");
        }
    }
}

#[test]
fn three_digits_behind_one_separator_depend_on_the_style() {
    for (cell, point, comma) in [
        ("1,234", 1234.0, 1.234),
        ("1.234", 1.234, 1234.0),
        ("-12.500", -12.5, -12_500.0),
        ("¥999,999", 999_999.0, 999.999),
        ("(1,234)", -1234.0, -1.234),
    ] {
        assert_eq!((parse_number(cell, Point), parse_number(cell, Comma)), (Some(point), Some(comma)), "{cell}");
    }
}

#[test]
fn the_style_is_that_of_the_unambiguous_cells() {
    for (cells, expected) in [
        (vec!["1,234", "5,678"], Point),
        (vec!["1.234", "5.678"], Point),
        (vec!["1,234", "0,5"], Comma),
        (vec!["1.234", "12,50 €"], Comma),
        (vec!["1.234", "1.234.567"], Comma),
        (vec!["1,234", "12.5", "1,234,567"], Point),
        (vec!["1,234", "0.5", "0,5"], Point),
        (vec!["1,234", "a,b", "0,75", "", "12:30", "9,5 %", "x.y"], Comma),
        (vec!["12", "13"], Point),
        (vec![], Point),
    ] {
        assert_eq!(NumberStyle::guess(&cells), expected, "{cells:?}");
    }
}

#[test]
fn other_texts_are_no_numbers() {
    for cell in [
        "",
        " ",
        "-",
        "+",
        ".",
        ",",
        "()",
        "$",
        "%",
        "e5",
        "5e",
        "5e+",
        "1e99999",
        "1e999",
        "nan",
        "inf",
        "NaN",
        "Infinity",
        "0x1F",
        "abc",
        "85123A",
        "5 kg",
        "12 34",
        "1,23,4",
        "1,2345,678",
        "1.2.3",
        "1,234.567.890",
        "1,,234",
        "1 234,567 890",
        "1'234,567'890",
        "2011-12-31",
        "12:30",
        "12/31",
        "1-2",
        "--5",
        "-5-",
        "(-5)",
        "((5))",
        "5%%",
        "1_23",
        "$$5",
        "1234 567",
        "½",
        "一百",
        "🙂",
        "5 5%",
    ] {
        for style in [Point, Comma] {
            assert_eq!(parse_number(cell, style), None, "{cell} as {style:?}");
        }
    }
}

#[test]
fn formatted_numbers_are_read_back() {
    let mut state = 7_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 11
    };
    for _ in 0..20_000 {
        let (whole, cents) = (draw() % 10_u64.pow((draw() % 12) as u32 + 1), draw() % 100);
        let expected: f64 = format!("{whole}.{cents:02}").parse().expect("a number");
        let digits = whole.to_string();
        for (group, decimal) in [(",", '.'), (".", ','), (" ", ','), ("\u{a0}", '.'), ("'", '.'), ("", '.')] {
            let mut grouped = String::new();
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index).is_multiple_of(3) {
                    grouped.push_str(group);
                }
                grouped.push(digit);
            }
            for style in [Point, Comma] {
                let cell = format!("{grouped}{decimal}{cents:02}");
                assert_eq!(parse_number(&cell, style), Some(expected), "{cell}");
                assert_eq!(parse_number(&format!("-{cell} €"), style), Some(-expected), "{cell}");
            }
        }
    }
}

#[test]
fn no_text_causes_a_panic() {
    let signs: Vec<char> = "0159.,-+ ()eE$€%'_kru元万\u{301}🙂\u{ff11}\u{a0}\u{0}".chars().collect();
    let mut state = 9_u64;
    for _ in 0..50_000 {
        let mut cell = String::new();
        for _ in 0..state % 12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            cell.push(signs[(state >> 33) as usize % signs.len()]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        for style in [Point, Comma] {
            assert!(parse_number(&cell, style).is_none_or(f64::is_finite), "{cell}");
        }
        NumberStyle::guess([&cell]);
    }
}
