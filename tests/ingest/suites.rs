//! Files of the test suites of other projects (RFC 4180, csv-spectrum, Papa Parse, Python's csv, pandas, fast-csv, CSV
//! on the Web): each is read correctly or refused with a clear error.

use firstpick::error::Error;
use firstpick::ingest::schema::Preview;

use crate::{CHUNKS, cut, strings};

/// Columns, and rows below the header, with the guessed dialect; checked to be the same for every way of cutting.
fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let preview = Preview::of(text.as_bytes(), true).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    let rows = cut(text.trim_start_matches('\u{feff}').as_bytes(), &preview.dialect, text.len()).expect("rows");
    for size in CHUNKS {
        let again = cut(text.trim_start_matches('\u{feff}').as_bytes(), &preview.dialect, size);
        assert_eq!(again.as_ref(), Ok(&rows), "{text:?} in pieces of {size}");
    }
    let below = usize::from(preview.dialect.header);
    (preview.columns.clone(), rows.into_iter().skip(below).map(|(_, cells)| cells).collect())
}

#[track_caller]
fn reads(text: &str, columns: &[&str], rows: &[&[&str]]) {
    let (found, cells) = table(text);
    assert_eq!(found, columns, "{text:?}");
    assert_eq!(cells, rows.iter().map(|row| strings(row)).collect::<Vec<_>>(), "{text:?}");
}

fn refused(text: &str) -> Error {
    Preview::of(text.as_bytes(), true).expect_err(text)
}

#[test]
fn csv_spectrum() {
    reads(
        "first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123",
        &["first", "last", "address", "city", "zip"],
        &[&["John", "Doe", "120 any st.", "Anytown, WW", "08123"]],
    );
    for breaks in ["\n", "\r\n"] {
        reads(
            &"a,b,c\n1,\"\",\"\"\n2,3,4".replace('\n', breaks),
            &["a", "b", "c"],
            &[&["1", "", ""], &["2", "3", "4"]],
        );
        let newlines = format!("a,b,c{breaks}1,2,3{breaks}\"Once upon {breaks}a time\",5,6{breaks}7,8,9{breaks}");
        let cell = format!("Once upon {breaks}a time");
        reads(&newlines, &["a", "b", "c"], &[&["1", "2", "3"], &[&cell, "5", "6"], &["7", "8", "9"]]);
        let marks = format!("a,b{breaks}1,\"ha {breaks}\"\"ha\"\" {breaks}ha\"{breaks}3,4{breaks}");
        let cell = format!("ha {breaks}\"ha\" {breaks}ha");
        reads(&marks, &["a", "b"], &[&["1", &cell], &["3", "4"]]);
    }
    reads("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", &["a", "b"], &[&["1", "ha \"ha\" ha"], &["3", "4"]]);
    reads(
        "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n",
        &["key", "val"],
        &[&["1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"]],
    );
    reads("a,b,c\n1,2,3\n4,5,ʤ\n", &["a", "b", "c"], &[&["1", "2", "3"], &["4", "5", "ʤ"]]);
    reads("a,b,c\n1,2,3", &["a", "b", "c"], &[&["1", "2", "3"]]);
    reads(
        "\"Location Coordinates\",\"Name\"\n\"(37.78, -122.41)\",\"Moscone\"\n\"(40.71, -74.00)\",\"City Hall\"\n",
        &["Location Coordinates", "Name"],
        &[&["(37.78, -122.41)", "Moscone"], &["(40.71, -74.00)", "City Hall"]],
    );
}

#[test]
fn rfc_4180() {
    reads("aaa,bbb,ccc\r\nzzz,yyy,1\r\n", &["aaa", "bbb", "ccc"], &[&["zzz", "yyy", "1"]]);
    reads(
        "user,item,note\r\n\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx",
        &["user", "item", "note"],
        &[&["aaa", "b \r\nbb", "ccc"], &["zzz", "yyy", "xxx"]],
    );
    reads("user,item,note\n\"aaa\",\"b\"\"bb\",\"ccc\"\n", &["user", "item", "note"], &[&["aaa", "b\"bb", "ccc"]]);
}

#[test]
fn papa_parse() {
    // Marks in the middle of a cell are text; blanks belong to cells.
    reads("user,item\nA,b\"c\nD, e \n", &["user", "item"], &[&["A", "b\"c"], &["D", " e "]]);
    reads("user,item\na,\"b\rc\"\nd,e\n", &["user", "item"], &[&["a", "b\rc"], &["d", "e"]]);
    reads("user\titem\n1\t2\n3\t4\n", &["user", "item"], &[&["1", "2"], &["3", "4"]]);
    reads("user|item|x\n1|2|3\n", &["user", "item", "x"], &[&["1", "2", "3"]]);
    reads("user;item\n1;\"a;b\"\n", &["user", "item"], &[&["1", "a;b"]]);
    reads(
        "user,item\n# Comment!\n1,2\n3,4\n5,6\n7,8\n",
        &["user", "item"],
        &[&["# Comment!"], &["1", "2"], &["3", "4"], &["5", "6"], &["7", "8"]],
    );
    // A mark that is never closed, and one that closes too early.
    reads("user,item\n1,\"b\n2,c\n3,d\n", &["user", "item"], &[&["1", "\"b"], &["2", "c"], &["3", "d"]]);
    reads("user,item\n1,\"b\" c\n2,d\n", &["user", "item"], &[&["1", "\"b\" c"], &["2", "d"]]);
    reads(
        "user,item,x\n1,2\n3,4,5,6\n7,8,9\n",
        &["user", "item", "x", "#4"],
        &[&["1", "2"], &["3", "4", "5", "6"], &["7", "8", "9"]],
    );
    reads("user,item\r1,2\r3,4\r", &["user", "item"], &[&["1", "2"], &["3", "4"]]);
    reads("user,item\r\n1,2\n3,4\r5,6", &["user", "item"], &[&["1", "2"], &["3", "4"], &["5", "6"]]);
    reads("user,item\n\n1,2\n\n\n3,4\n\n", &["user", "item"], &[&["1", "2"], &["3", "4"]]);
    reads("\u{feff}user,item\n1,2\n", &["user", "item"], &[&["1", "2"]]);
    reads("\u{feff}\"user\",\"item\"\n\"1\",\"2\"\n", &["user", "item"], &[&["1", "2"]]);
    reads("sep=;\nuser;item\n1;2,5\n", &["user", "item"], &[&["1", "2,5"]]);
}

#[test]
fn python_csv_and_pandas() {
    // Python's sniffer: apostrophes are text.
    reads(
        "user;item\n1;'Harry''s Farm'\n2;O'Neill\n",
        &["user", "item"],
        &[&["1", "'Harry''s Farm'"], &["2", "O'Neill"]],
    );
    reads(
        "user,item\n1,\"a \\\"b\\\" c\"\n2,\"d\\\",e\"\n",
        &["user", "item"],
        &[&["1", "a \"b\" c"], &["2", "d\",e"]],
    );
    reads("user,item\n1,C:\\dir\n2,\"D:\\\"\n", &["user", "item"], &[&["1", "C:\\dir"], &["2", "D:\\"]]);
    // pandas: trailing delimiters, skipped rows, comments, decimal commas, thousands.
    reads("user,item,\n1,2,\n3,4,\n", &["user", "item"], &[&["1", "2", ""], &["3", "4", ""]]);
    reads("user,item\n1,2,\n3,4,\n", &["user", "item"], &[&["1", "2", ""], &["3", "4", ""]]);
    reads(
        "user;item;price\n1;2;3,50\n4;5;1.234,00\n",
        &["user", "item", "price"],
        &[&["1", "2", "3,50"], &["4", "5", "1.234,00"]],
    );
    reads(
        "user,item,n\n1,2,\"1,234\"\n3,4,\"5,678\"\n",
        &["user", "item", "n"],
        &[&["1", "2", "1,234"], &["3", "4", "5,678"]],
    );
    reads("# made by hand\n# twice\nuser,item\n1,2\n3,4\n", &["user", "item"], &[&["1", "2"], &["3", "4"]]);
    reads("#user,item\n1,2\n3,4\n", &["user", "item"], &[&["1", "2"], &["3", "4"]]);
    reads(
        "Orders of May,,\n,,\nuser,item,price\n1,2,3\n4,5,6\n",
        &["user", "item", "price"],
        &[&["1", "2", "3"], &["4", "5", "6"]],
    );
    reads(
        "Orders of May\nMade on 2023-05-31 12:00\n\nuser,item,price\n1,2,3\n4,5,6\n",
        &["user", "item", "price"],
        &[&["1", "2", "3"], &["4", "5", "6"]],
    );
    reads(
        "1::1193::5::978300760\n1::661::3::978302109\n2::1357::5::978298709\n",
        &["#1", "#2", "#3", "#4"],
        &[&["1", "1193", "5", "978300760"], &["1", "661", "3", "978302109"], &["2", "1357", "5", "978298709"]],
    );
    reads(
        "1::Toy Story (1995)::Animation|Children's|Comedy\n2::Jumanji (1995)::Adventure|Fantasy\n3::Heat, The (1995)::Action\n",
        &["#1", "#2", "#3"],
        &[
            &["1", "Toy Story (1995)", "Animation|Children's|Comedy"],
            &["2", "Jumanji (1995)", "Adventure|Fantasy"],
            &["3", "Heat, The (1995)", "Action"],
        ],
    );
    // Inches in a file of tabs.
    reads(
        "user\titem\n1\t\"5\" pipe\n2\t\"6\" pipe\n3\t7\" pipe\n",
        &["user", "item"],
        &[&["1", "\"5\" pipe"], &["2", "\"6\" pipe"], &["3", "7\" pipe"]],
    );
    reads("user\titem\n1\t5\"\n2\t6\"\n", &["user", "item"], &[&["1", "5\""], &["2", "6\""]]);
    reads(
        "用户，商品\n张三，牛奶\n李四，\"面包，白\"\n",
        &["用户", "商品"],
        &[&["张三", "牛奶"], &["李四", "面包，白"]],
    );
}

#[test]
fn files_without_a_table_are_refused() {
    assert_eq!(refused(""), Error::EmptyFile);
    assert_eq!(refused("\u{feff}"), Error::EmptyFile);
    assert_eq!(refused("\n\n\n"), Error::EmptyFile);
    // Words alone in a file are names of columns, known or not.
    assert_eq!(refused("a,b,c\n"), Error::NoRows);
    assert_eq!(refused("user,item"), Error::NoRows);
    assert_eq!(refused("user\n1\n2\n3\n"), Error::NoColumns { found: 1 });
    assert_eq!(refused("user,\n1,\n2,\n"), Error::NoColumns { found: 1 });
    assert_eq!(refused("\"one\"\n\"two, three\"\n"), Error::NoColumns { found: 1 });
    assert_eq!(refused("sep=,\n"), Error::NoRows);
    assert_eq!(refused(",,\n,,\n"), Error::NoColumns { found: 0 });
    assert_eq!(refused("\0\0\0\0"), Error::BinaryFile { kind: "unknown" });
}
