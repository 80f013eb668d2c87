//! Blanks before marks, rows quoted as a whole, escapes that come late, and marks that are closed by luck.

use firstpick::ingest::csv::{Dialect, DialectOverrides, Quotes, Wrapping};

use crate::{CHUNKS, cut, strings};

/// Rows of a text in the guessed dialect, checked to be the same for every way of cutting, and the dialect.
fn rows(text: &str) -> (Vec<Vec<String>>, Dialect) {
    let dialect = Dialect::guess(text.as_bytes(), true, &DialectOverrides::default()).expect("no override to refuse");
    let whole = cut(text.as_bytes(), &dialect, text.len()).expect("rows");
    for size in CHUNKS {
        assert_eq!(cut(text.as_bytes(), &dialect, size).as_ref(), Ok(&whole), "{text:?} in pieces of {size}");
    }
    (whole.into_iter().map(|(_, cells)| cells).collect(), dialect)
}

#[test]
fn a_blank_before_a_mark_does_not_make_it_text() {
    for blanks in [" ", "   "] {
        let text = "user, item, note\n1, \"tea, green\", \"a \"\"b\"\"\"\n2, mug, \"two\nlines\"\n3, \"tea\" , x\n";
        let text = text.replace(", ", &format!(",{blanks}"));
        let (rows, dialect) = rows(&text);
        assert_eq!(dialect.wrapping, Wrapping::BlankBeforeMark);
        let green = format!("tea,{blanks}green");
        assert_eq!(rows[1], strings(&["1", &green, "a \"b\""]));
        assert_eq!(rows[2][2], "two\nlines");
        assert_eq!(rows[3][1], "tea");
    }
    let (rows, _) = rows("user; item\n1; \"tea; green\"\n2; \"mug\"\n");
    assert_eq!(rows[1], ["1", "tea; green"]);
}

#[test]
fn rows_quoted_as_a_whole_are_unwrapped() {
    let (found, dialect) = rows("\"customer,product,qty\"\n\"C1,Tea,1\"\n\"C2,\"\"Mug, large\"\",2\"\n\"C3,Tea,1\"\n");
    assert_eq!((dialect.wrapping, dialect.delimiter), (Wrapping::Rows, ","));
    assert_eq!(found[0], ["customer", "product", "qty"]);
    assert_eq!(found[2], ["C2", "Mug, large", "2"]);
    // A header may be without marks; lines may end with a return.
    let (found, _) = rows("customer;product\r\n\"C1;Tea\"\r\n\"C2;\"\"Mug; large\"\"\"\r\n\"C3;Tea\"\r\n");
    assert_eq!(found[1..3], [strings(&["C1", "Tea"]), strings(&["C2", "Mug; large"])]);
    // Lists in one column, and rows whose cells are quoted one by one.
    for text in
        ["\"milk,tea\"\n\"bread\"\n\"salt,tea,mug\"\n", "\"a\",\"b\"\n\"c\",\"d\"\n", "\"one\"\n\"two, three\"\n"]
    {
        assert_eq!(rows(text).1.wrapping, Wrapping::None, "{text:?}");
    }
}

#[test]
fn backslashes_before_marks_are_escapes_also_where_they_come_late_or_seldom() {
    let plain = "1,\"tea, green\",x\n".repeat(6_000);
    let text = format!("user,item,note\n{plain}2,\"the \\\"good\\\" tea, loose\",y\n{plain}");
    let (found, dialect) = rows(&text);
    assert_eq!(dialect.quotes, Quotes::Doubled, "the head has no escape");
    assert_eq!(found[6_001], ["2", "the \"good\" tea, loose", "y"]);
    assert_eq!(found.len(), 12_002);
    // Beyond the rows that are examined, within the head.
    let plain = "1,\"tea, green\",x\n".repeat(1_000);
    let text = format!("user,item,note\n{plain}2,\"5\\\", 6\\\" pipe\",y\n{plain}");
    let (found, dialect) = rows(&text);
    assert_eq!((dialect.quotes, &*found[1_001][1]), (Quotes::Escaped, "5\", 6\" pipe"));
    // A folder ends with a backslash, and the mark behind it closes the cell.
    let (found, dialect) = rows("user,item\n1,\"D:\\\"\n2,\"a, b\"\n3,\"E:\\\"\n");
    assert_eq!((dialect.quotes, &*found[1][1]), (Quotes::Doubled, "D:\\"));
}

#[test]
fn a_stray_mark_that_is_closed_by_luck_costs_no_row() {
    let plain = "1,tea,x\n".repeat(30);
    // The mark of row 32 is closed at the end of row 34, as if it were one cell.
    let (found, _) = rows(&format!("user,item,note\n{plain}2,mug,\"5 inch\n3,tea,y\n4,mug,6 inch\"\n{plain}"));
    assert_eq!(found.len(), 64);
    assert_eq!(
        found[31..34],
        [strings(&["2", "mug", "\"5 inch"]), strings(&["3", "tea", "y"]), strings(&["4", "mug", "6 inch\""])]
    );
    // Text of several lines stays one cell.
    let (found, _) = rows(&format!("user,item,note\n{plain}2,mug,\"first, second\nthird\"\n{plain}"));
    assert_eq!((found.len(), &*found[31][2]), (62, "first, second\nthird"));
}
