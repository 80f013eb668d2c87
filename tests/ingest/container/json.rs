use firstpick::error::{Error, Result};

use crate::container::archive::table;

fn csv(json: &str) -> Result<String> {
    table(json.as_bytes()).map(|(contents, text)| {
        assert_eq!((contents.kind, contents.parts.len()), ("json", 1));
        String::from_utf8(text).expect("UTF-8")
    })
}

const TABLE: &str = "user,item,n\nu1,Tea,1\nu2,\"Mug, blue\",2.50\n";

#[test]
fn lines_arrays_and_an_object_with_one_list_are_the_same_table() {
    let [one, two] = [r#"{"user":"u1","item":"Tea","n":1}"#, r#"{"user":"u2","item":"Mug, blue","n":2.50}"#];
    for json in [
        format!("{one}\n{two}\n"),
        format!("\u{feff}{one}\r\n\r\n{two}"),
        format!("{one}{two}"),
        format!("[{one},{two}]"),
        format!("[\n {one},\n {two}\n]\n"),
        format!(r#"{{"total":2,"data":[{one},{two}],"next":null}}"#),
    ] {
        assert_eq!(csv(&json).as_deref(), Ok(TABLE), "{json}");
    }
}

#[test]
fn objects_inside_become_columns_and_lists_one_cell() {
    let json = r#"[{"id":9007199254740993,"who":{"id":"u1","tags":["a","b"]},"lines":[{"sku":"T"}]},
        {"id":2,"new":true,"who":null},{"who":{"id":"ü"}}]"#;
    let expected = "id,who.id,who.tags,lines,new,who\n\
        9007199254740993,u1,a|b,\"[{\"\"sku\"\":\"\"T\"\"}]\",,\n2,,,,true,\n,ü,,,,\n";
    assert_eq!(csv(json).as_deref(), Ok(expected));
}

#[test]
fn other_json_is_named() {
    for json in [
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{}}]}"#,
        r#"{"name":"package","version":"1.0.0"}"#,
        r#"{"a":[{"x":1}],"b":[{"y":1}]}"#,
        r#"[{"a":1},2]"#,
        "[{}]",
    ] {
        assert_eq!(csv(json).err(), Some(Error::BinaryFile { kind: "json" }), "{json}");
    }
}

#[test]
fn json_that_is_cut_is_broken() {
    for json in [r#"[{"a":1},{"a":2}"#, r#"[{"a":1},{"a":"#, "{\"a\":1}\n{\"a\":", r#"{"a":1}x{"a":2}"#] {
        assert_eq!(csv(json).err(), Some(Error::ArchiveBroken { kind: "json" }), "{json}");
    }
}

#[test]
fn thousands_of_columns_are_refused() {
    let lines: String = (0..5_000).map(|at| format!("{{\"c{at}\":1}}\n")).collect();
    assert!(matches!(csv(&lines), Err(Error::TooMany { what: "columns", .. })));
}

#[test]
fn objects_inside_of_each_other_without_end_are_no_trap() {
    let deep = format!("{{\"a\":1}}\n{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let _ = csv(&deep);
    let lists = format!("[{{\"a\":{}{}}},{{\"a\":1}}]", "[".repeat(100_000), "]".repeat(100_000));
    let _ = csv(&lists);
}
