//! Dates: the calendar and every way of writing compared with Python's datetime (tests/python/dates_fixture.py), and
//! the style of a column.

use std::collections::HashMap;

use firstpick::dataset::{date_from_days, days_from_date};
use firstpick::ingest::values::{DateEvidence, DateOrder, DateStyle, parse_clock, parse_time, swap_day_and_month};
use serde::Deserialize;

const YMD: DateStyle = DateStyle::Calendar(DateOrder::YearFirst);
const MDY: DateStyle = DateStyle::Calendar(DateOrder::MonthFirst);
const DMY: DateStyle = DateStyle::Calendar(DateOrder::DayFirst);

#[derive(Deserialize)]
struct Fixture {
    days: Vec<(u32, u32, u32, i64)>,
    missing: Vec<(u32, u32, u32)>,
    cells: Vec<(String, String, i64)>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../fixtures/dates.json")).expect("the fixture")
}

fn style(name: &str) -> DateStyle {
    match name {
        "ymd" => YMD,
        "mdy" => MDY,
        "dmy" => DMY,
        "compact" => DateStyle::Compact,
        "seconds" => DateStyle::Unix { per_second: 1 },
        "milliseconds" => DateStyle::Unix { per_second: 1_000 },
        "microseconds" => DateStyle::Unix { per_second: 1_000_000 },
        "nanoseconds" => DateStyle::Unix { per_second: 1_000_000_000 },
        "excel" => DateStyle::Excel,
        _ => panic!("style {name}"),
    }
}

/// 2011-12-31, in seconds since 1970.
const NEW_YEARS_EVE: i64 = 1_325_289_600;

#[test]
fn the_calendar_equals_that_of_another_implementation() {
    for (year, month, day, expected) in fixture().days {
        assert_eq!(days_from_date(year, month, day), Some(expected), "{year}-{month}-{day}");
        assert_eq!(date_from_days(expected), Some((year, month, day)), "{expected}");
    }
}

#[test]
fn dates_that_the_calendar_does_not_have_are_none() {
    let missing = fixture().missing;
    assert!(missing.len() > 50);
    for (year, month, day) in missing {
        assert_eq!(days_from_date(year, month, day), None, "{year}-{month}-{day}");
        for (style, cell) in [
            (YMD, format!("{year}-{month}-{day}")),
            (MDY, format!("{month}/{day}/{year}")),
            (DMY, format!("{day}.{month}.{year}")),
        ] {
            assert_eq!(parse_time(&cell, &style), None, "{cell}");
        }
    }
    assert_eq!(
        (days_from_date(0, 1, 1), days_from_date(10_000, 1, 1), date_from_days(i64::MAX), date_from_days(i64::MIN)),
        (None, None, None, None)
    );
}

#[test]
fn every_way_of_writing_gives_the_time_of_another_implementation() {
    let cells = fixture().cells;
    assert!(cells.len() > 2_000);
    for (name, cell, seconds) in cells {
        assert_eq!(parse_time(&cell, &style(&name)), Some(seconds), "{name}: {cell}");
    }
}

#[test]
fn each_way_of_writing_is_guessed_from_its_cells() {
    // A column is all cells of one pattern: words become a, numbers of up to two digits 0, longer ones 9.
    let mut columns: HashMap<(String, String), Vec<String>> = HashMap::new();
    for (name, cell, _) in fixture().cells {
        let mut pattern = String::new();
        let mut run = 0;
        for sign in cell.chars() {
            run = if sign.is_ascii_digit() { run + 1 } else { 0 };
            match (run, pattern.chars().last()) {
                (0, Some('a')) if sign.is_ascii_alphabetic() => {}
                (0, _) if sign.is_ascii_alphabetic() => pattern.push('a'),
                (0, _) => pattern.push(sign),
                (1, _) => pattern.push('0'),
                (3, _) => pattern.push('9'),
                _ => {}
            }
        }
        columns.entry((name, pattern)).or_default().push(cell);
    }
    let mut guessed = 0;
    for ((name, _), cells) in columns.into_iter().filter(|(_, cells)| cells.len() >= 20) {
        let style = style(&name);
        let found = DateStyle::guess(&cells).unwrap_or_else(|| panic!("{name}: {}", cells[0]));
        for cell in &cells {
            assert_eq!(parse_time(cell, &found), parse_time(cell, &style), "{name} read as {found:?}: {cell}");
        }
        guessed += 1;
    }
    assert!(guessed > 20, "{guessed} columns");
}

#[test]
fn day_and_month_are_distinguished_by_the_other_cells() {
    assert_eq!(DateStyle::guess(["1/2/2011", "12/31/2011 8:26"]), Some(MDY));
    assert_eq!(DateStyle::guess(["01/02/2011 08:26", "31/12/2011 08:26"]), Some(DMY));
    // No number is above 12: the one that changes more often is the day.
    assert_eq!(DateStyle::guess(["01/12/2010", "02/12/2010", "03/12/2010"]), Some(DMY));
    assert_eq!(DateStyle::guess(["12/01/2010", "12/02/2010", "12/03/2010"]), Some(MDY));
    // Neither changes: convention.
    assert_eq!(DateStyle::guess(["12/1/2010 8:26"]), Some(MDY), "the first rows of Online Retail");
    assert_eq!(DateStyle::guess(["01/12/2010 08:26"]), Some(DMY));
    assert_eq!(DateStyle::guess(["01/12/2010 08:26 AM"]), Some(MDY));
    assert_eq!(DateStyle::guess(["01.12.2010"]), Some(DMY));
    assert_eq!(DateStyle::guess(["01-12-2010"]), Some(DMY));
    assert_eq!(DateStyle::guess(["10-12-01", "10-12-02", "11-01-03"]), Some(YMD));
    assert_eq!(DateStyle::guess(["28-11-10", "01-12-10", "02-12-10"]), Some(DMY));
}

#[test]
fn a_dirty_column_is_guessed_by_its_majority_and_a_column_without_dates_is_none() {
    assert_eq!(DateStyle::guess(["", "2011-12-31", "2011-12-30", " ", "2011-12-29", "2011-12-28", "n/a"]), Some(YMD));
    assert_eq!(DateStyle::guess(["2011-12-31", "soon", "later"]), None);
    for column in [
        vec!["12583", "536365"],
        vec!["1", "2", "3"],
        vec!["12.5", "3.99", "2011.12"],
        vec!["1,234", "5,678"],
        vec!["85123A", "POST"],
        vec!["[1,0,1]"],
        vec!["Mon", "may"],
        vec!["13800138000", "13900139000"],
        vec!["10:20:30"],
        vec!["192.168.1.1"],
        vec![""],
        vec![],
    ] {
        assert_eq!(DateStyle::guess(&column), None, "{column:?}");
    }
}

#[test]
fn bare_numbers_are_guessed_by_magnitude_and_are_no_evidence_of_a_date() {
    for (cells, expected) in [
        (["20111231", "20110101"], DateStyle::Compact),
        (["201112310826", "201101010000"], DateStyle::Compact),
        (["978300760", "1325320000"], DateStyle::Unix { per_second: 1 }),
        (["1.3253472E+12", "1325320000000"], DateStyle::Unix { per_second: 1_000 }),
        (["40908.35", "40909"], DateStyle::Excel),
    ] {
        let style = DateStyle::guess(cells);
        assert_eq!(style, Some(expected));
        assert!(!expected.is_evident());
        assert!(cells.iter().all(|cell| parse_time(cell, &expected).is_some()), "{cells:?}");
    }
    assert!(YMD.is_evident() && DMY.is_evident());
    assert_eq!(parse_time("40908.35", &DateStyle::Excel), Some(NEW_YEARS_EVE + 8 * 3600 + 24 * 60));
    assert_eq!(parse_time("0", &DateStyle::Unix { per_second: 1 }), None);
}

#[test]
fn clocks_have_their_limits() {
    for (cell, expected) in [
        ("2011-12-31 24:00", Some(86_400)),
        ("2011-12-31 23:59:60", Some(86_400)),
        ("2011-12-31 12:05 am", Some(300)),
        ("2011-12-31 12:05 p.m.", Some(43_500)),
        ("2011-12-31 8 PM", Some(20 * 3600)),
        ("2011-12-31 上午12:05", Some(300)),
        ("2011-12-31 中午12:05", Some(43_500)),
        ("2011-12-31 下午15:05", Some(15 * 3600 + 300)),
        ("２０１１－１２－３１　０８：２６", Some(8 * 3600 + 26 * 60)),
        ("2011年12月31日（周六）凌晨1点", Some(3600)),
        ("31/Dec/2011:08:26:00 +0000", Some(8 * 3600 + 26 * 60)),
        ("Sat Dec 31 2011 08:26:00 GMT+0800 (China Standard Time)", Some(26 * 60)),
        ("2011-12-31T00:30:00+08:00", Some(1800 - 8 * 3600)),
        ("2011-12-31 24:01", None),
        ("2011-12-31 08:60", None),
        ("2011-12-31 13:05 am", None),
        ("2011-12-31 -1:05", None),
        ("2011-12-31 08:26 +19:00", None),
        ("2011-12-31 8", None),
        ("2011-12/31", None),
        ("2011--12-31", None),
        ("-2011-12-31", None),
        ("2011-12-31-", None),
        ("2011-12-31 08:26 09:27", None),
        ("12月31日", None),
        ("Dec-11", None),
        ("1/2/3", None),
        ("31-Dec-Jan-2011", None),
        ("99999999999999999999999999", None),
    ] {
        assert_eq!(parse_time(cell, &YMD), expected.map(|seconds| NEW_YEARS_EVE + seconds), "{cell}");
    }
}

#[test]
fn dates_of_many_countries_are_read() {
    for (cell, expected) in [
        ("2011-12-31 02", Some(2 * 3600)),
        ("2011-12-31 23", Some(23 * 3600)),
        ("2011-12-31T08", Some(8 * 3600)),
        ("2011-12-31 24", None),
        ("2011. 12. 31. 오후 3:20", Some(15 * 3600 + 20 * 60)),
        ("2011. 12. 31.", Some(0)),
        ("2011/12/31 上午 9:05:10", Some(9 * 3600 + 310)),
        ("2011/12/31 下午 1:53:10", Some(13 * 3600 + 53 * 60 + 10)),
        ("Dec 31, 2011", Some(0)),
        ("31 Dec 2011 8:26 PM", Some(20 * 3600 + 26 * 60)),
        ("2011-12-31 10:00:00 +0800", Some(2 * 3600)),
        ("2011-12-31 10:00:00 -05:00", Some(15 * 3600)),
        // Years of the Buddhist era.
        ("2554-12-31", Some(0)),
        ("2554/12/31 08:00", Some(8 * 3600)),
        ("31 Dec 2554", Some(0)),
    ] {
        assert_eq!(parse_time(cell, &YMD), expected.map(|seconds| NEW_YEARS_EVE + seconds), "{cell}");
    }
    assert_eq!(parse_time("31/12/2554", &DMY), Some(NEW_YEARS_EVE));
    assert_eq!(DateStyle::guess(["2011-12-31 02", "2011-12-30 13"]), Some(YMD));
    assert_eq!(DateStyle::guess(["45691.57859", "46017.68303"]), Some(DateStyle::Excel));
    // Years far from ours are dates as well.
    assert_eq!(parse_time("0001-01-01", &YMD), Some(-62_135_596_800));
    assert_eq!(parse_time("9999-12-31", &YMD), Some(253_402_214_400));
}

#[test]
fn times_of_day_alone_are_clocks_and_dates_are_none() {
    for (cell, expected) in [
        ("10:30", 37_800),
        ("00:00:00", 0),
        ("10:30:15", 37_815),
        ("10:30:15 PM", 81_015),
        ("10:30:15.250", 37_815),
        ("3:20 pm", 55_200),
        ("12:05 a.m.", 300),
        ("3 PM", 54_000),
        ("下午3:20", 55_200),
        ("上午 9:05", 32_700),
        ("오후 1:53:10", 49_990),
        ("13时20分", 48_000),
        ("10：30", 37_800),
        ("24:00", 86_400),
    ] {
        assert_eq!(parse_clock(cell), Some(expected), "{cell}");
    }
    for cell in [
        "",
        "10",
        "4:3",
        "25:00",
        "10:60",
        "2011-12-31",
        "2011-12-31 10:30",
        "10:30 +0800",
        "10:30-11:30",
        "Tea 10:30",
        "10.30",
        "107:2",
        "PM",
        "1:2:3:4",
        "5月",
        "10:30 10:30",
    ] {
        assert_eq!(parse_clock(cell), None, "{cell}");
    }
}

#[test]
fn times_parsed_in_the_wrong_order_can_be_corrected() {
    let cell = "01/12/2010 08:26";
    let swapped = MDY.swapped().expect("the other order");
    assert_eq!((swapped, DMY.swapped(), YMD.swapped()), (DMY, Some(MDY), None));
    let wrong = parse_time(cell, &MDY).expect("January 12th");
    assert_eq!(swap_day_and_month(wrong), parse_time(cell, &swapped));
    assert_eq!(swap_day_and_month(NEW_YEARS_EVE), None);
}

#[test]
fn evidence_grows_with_each_cell() {
    let mut evidence = DateEvidence::default();
    assert_eq!(evidence.style(), None);
    evidence.add("1/2/2011");
    assert_eq!(evidence.style(), Some(MDY));
    evidence.add("13/2/2011");
    assert_eq!(evidence.style(), Some(DMY));
}

#[test]
fn no_text_causes_a_panic() {
    let signs: Vec<char> = "0129-/.:+ ,()TZeE%年月日时分上午下PMamDec\u{301}🙂\u{ff11}\u{0}".chars().collect();
    let styles = [YMD, MDY, DMY, DateStyle::Compact, DateStyle::Unix { per_second: 0 }, DateStyle::Excel];
    let mut state = 7_u64;
    for _ in 0..50_000 {
        let mut cell = String::new();
        for _ in 0..state % 14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            cell.push(signs[(state >> 33) as usize % signs.len()]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        styles.iter().for_each(|style| assert!(parse_time(&cell, style).is_none_or(|seconds| seconds.abs() < 1 << 40)));
        DateStyle::guess([&cell]);
    }
}
