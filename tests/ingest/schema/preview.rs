use encoding_rs::GB18030;
use firstpick::error::Error;
use firstpick::ingest::csv::MAX_ROW_BYTES;
use firstpick::ingest::schema::{Preview, Roles, TableLayout};

fn refused(bytes: &[u8]) -> Error {
    Preview::of(bytes, true).expect_err("a file that cannot be used")
}

#[test]
fn a_summary_has_encoding_delimiter_header_rows_and_roles() {
    let summary = Preview::of("user;item\r\n007;\"a;b\"\r\n008;c\r\n".as_bytes(), true).expect("a preview").summary();
    assert_eq!((&*summary.encoding, summary.delimiter, summary.header), ("UTF-8", ";", true));
    assert_eq!(summary.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["user", "item"]);
    assert_eq!(summary.rows, [["007", "a;b"], ["008", "c"]]);
    assert_eq!(summary.roles, Roles { user: Some(0), item: Some(1), ..Roles::default() });
    assert_eq!(summary.layout, TableLayout::Long);
}

#[test]
fn at_most_eight_rows_and_eighty_characters_of_a_cell_are_shown() {
    let text = format!("user,item\n{}", format!("1,{}\n", "品".repeat(200)).repeat(20));
    let summary = Preview::of(text.as_bytes(), true).expect("a preview").summary();
    assert_eq!(summary.rows.len(), 8);
    assert!(summary.rows.iter().all(|row| row[1] == "品".repeat(80)));
}

#[test]
fn columns_of_a_file_without_header_are_numbered() {
    let preview = Preview::of(b"17,tea\n18,milk\n", true).expect("a preview");
    assert!(!preview.dialect.header);
    assert_eq!(preview.columns, ["#1", "#2"]);
    assert_eq!(preview.summary().rows, [["17", "tea"], ["18", "milk"]]);
}

#[test]
fn there_are_as_many_columns_as_the_longest_of_the_first_rows_has() {
    let preview = Preview::of(b"user,item\n1,2\n3,4,extra\n", true).expect("a preview");
    assert_eq!(preview.columns, ["user", "item", "#3"]);
}

#[test]
fn the_head_of_a_long_file_shows_what_the_whole_shows() {
    let text = format!("会员编号,商品名称,数量\n{}", "0042,有机全脂牛奶,1\n0043,四川麻辣花生酥,2\n".repeat(20_000));
    for bytes in [text.clone().into_bytes(), GB18030.encode(&text).0.into_owned()] {
        let whole = Preview::of(&bytes, true).expect("a preview").summary();
        assert_eq!(whole.rows[0], ["0042", "有机全脂牛奶", "1"]);
        // Cut anywhere, even inside a character.
        for length in 100_000..100_020 {
            let summary = Preview::of(&bytes[..length], false)
                .unwrap_or_else(|error| panic!("{length} bytes: {error}"))
                .summary();
            assert_eq!((&summary.encoding, &summary.delimiter), (&whole.encoding, &whole.delimiter), "{length} bytes");
            assert_eq!((&summary.rows, summary.roles), (&whole.rows, whole.roles), "{length} bytes");
        }
    }
}

#[test]
fn the_last_row_of_a_head_that_was_cut_is_not_shown() {
    let text = format!("user,item\n{}", "1,22222\n".repeat(500));
    for length in 1_500..1_510 {
        let summary = Preview::of(&text.as_bytes()[..length], false).expect("a preview").summary();
        assert!(summary.rows.iter().all(|row| *row == ["1", "22222"]), "{length} bytes");
    }
    let summary = Preview::of(&text.as_bytes()[..30], false).expect("a preview").summary();
    assert_eq!(summary.rows, [["1", "22222"], ["1", "22222"]], "a very short head");
}

#[test]
fn every_unusable_file_is_refused_with_its_reason() {
    assert_eq!(refused(b""), Error::EmptyFile);
    assert_eq!(refused(b" \n\r\n"), Error::EmptyFile);
    assert_eq!(refused(b"PK\x03\x04\0\0"), Error::BinaryFile { kind: "zip" });
    assert_eq!(refused(b"one\ncolumn\nonly\n"), Error::NoColumns { found: 1 });
    assert_eq!(refused(b"user,item\n"), Error::NoRows);
    assert_eq!(refused(b"user,item"), Error::NoRows);
}

#[test]
fn a_five_megabyte_line_is_named_by_its_row() {
    let line = "x".repeat(5_000_000);
    // As much of the file as the page passes on at first.
    let head = |text: &str| Preview::of(&text.as_bytes()[..2 << 20], false).expect_err("a line that is too long");
    assert_eq!(head(&line), Error::RowTooLong { row: 1, limit: MAX_ROW_BYTES });
    assert_eq!(head(&format!("user,item\n1,2\n3,{line}\n")), Error::RowTooLong { row: 3, limit: MAX_ROW_BYTES });
}

#[test]
fn a_file_of_nothing_but_vectors_needs_no_second_column() {
    let preview = Preview::of(b"\"[1,0,1]\"\n\"[0,1,1]\"\n", true).expect("a preview");
    assert_eq!((preview.layout, preview.roles.item, preview.columns.len()), (TableLayout::List, Some(0), 1));
}

#[test]
fn a_header_alone_has_no_rows_whatever_its_names_are() {
    for text in ["user,item\n", "foo,bar\n", "甲;乙;丙", "item1,item2,item3\r\n"] {
        assert_eq!(Preview::of(text.as_bytes(), true).err(), Some(Error::NoRows), "{text}");
    }
}

#[test]
fn numbered_names_are_a_header_unless_they_are_ids_that_occur_below() {
    let header = |text: &str| {
        let preview = Preview::of(text.as_bytes(), true).expect("a preview");
        (preview.dialect.header, preview.dialect.skip)
    };
    let edges: String = (0..60).map(|row| format!("n{},n{}\n", row % 7, row % 5 + 1)).collect();
    assert_eq!(header(&format!("n1,n2\n{edges}")), (false, 0));
    let baskets = "p1,p2\np2,p3\np1,p3\np2\np3,p1\np2,p1\n".repeat(5);
    assert_eq!(header(&baskets), (false, 0));
    assert_eq!(header(&format!("p5\n{baskets}")), (false, 0), "and nothing above is a title");
    let named: String = (0..30).map(|row| format!("tea{},cup{}\n", row % 3, row % 4)).collect();
    assert_eq!(header(&format!("item1,item2\n{named}")), (true, 0));
}
