use firstpick::error::Error;
use firstpick::ingest::csv::{Dialect, MAX_COLUMNS, MAX_ROW_BYTES, Quotes, Row, RowReader, Wrapping};
use firstpick::rng::{below, stream};

use crate::{CHUNKS, cut, strings};

const COMMAS: Dialect = Dialect {
    delimiter: ",",
    quotes: Quotes::Doubled,
    wrapping: Wrapping::None,
    comment: None,
    skip: 0,
    header: true,
    lone_returns: false,
};

fn cells(text: &str) -> Vec<Vec<String>> {
    cut(text.as_bytes(), &COMMAS, text.len().max(1)).expect("rows").into_iter().map(|(_, cells)| cells).collect()
}

#[test]
fn quotes_line_breaks_and_blanks_are_read_as_rfc_4180_has_them() {
    assert_eq!(cells("a,b\r\n1,2\r\n"), [["a", "b"], ["1", "2"]]);
    assert_eq!(cells("\"a,b\",\"say \"\"hi\"\"\"\n"), [["a,b", "say \"hi\""]]);
    assert_eq!(cells("\"two\nlines\",x\n"), [["two\nlines", "x"]]);
    assert_eq!(cells("\"two\r\nlines\",x\r\n"), [["two\r\nlines", "x"]]);
    assert_eq!(cells(" 007 ,\" 8 \"\n"), [[" 007 ", " 8 "]]);
    assert_eq!(cells("a\rb\r"), [["a"], ["b"]]);
    assert_eq!(cells(",\n\"\",x"), [["", ""], ["", "x"]]);
}

#[test]
fn rows_may_differ_in_length_and_the_last_needs_no_line_break() {
    assert_eq!(cells("a,b,c\n1\n2,3"), [strings(&["a", "b", "c"]), strings(&["1"]), strings(&["2", "3"])]);
}

#[test]
fn blank_lines_are_no_rows_but_count_as_lines() {
    let rows = cut(b"\n\na,b\n\r\n\n1,2\n\n", &COMMAS, 3).expect("rows");
    assert_eq!(rows, [(3, strings(&["a", "b"])), (6, strings(&["1", "2"]))]);
}

#[test]
fn rows_are_the_same_however_the_text_is_cut() {
    // Bytes that matter to a parser, and a character of several bytes.
    const PARTS: [&str; 10] = ["a", "7", ",", ",", "\"", "\"\"", "\n", "\r\n", " ", "品"];
    for seed in 0..200 {
        let mut generator = stream(seed, "text");
        let text: String = (0..below(&mut generator, 300)).map(|_| PARTS[below(&mut generator, PARTS.len())]).collect();
        let whole = cut(text.as_bytes(), &COMMAS, 65_536);
        for size in CHUNKS {
            assert_eq!(cut(text.as_bytes(), &COMMAS, size), whole, "seed {seed} in pieces of {size}");
        }
    }
}

#[test]
fn long_rows_and_wide_rows_are_the_same_however_the_text_is_cut() {
    let text = format!("{}\n{}z\n", "x".repeat(100_000), "1,".repeat(5_000));
    for size in CHUNKS {
        let rows = cut(text.as_bytes(), &COMMAS, size).expect("rows");
        let lengths: Vec<(usize, usize)> = rows.iter().map(|(_, cells)| (cells.len(), cells[0].len())).collect();
        assert_eq!(lengths, [(1, 100_000), (5_001, 1)], "in pieces of {size}");
    }
}

#[test]
fn a_cell_beyond_the_end_of_its_row_is_none() {
    let mut reader = RowReader::new(&COMMAS);
    let mut seen = 0;
    let outcome = reader.push(b"a,,c\n", &mut |row| {
        assert_eq!(
            [row.cell(0), row.cell(1), row.cell(2), row.cell(3)],
            [Some(&b"a"[..]), Some(b""), Some(b"c"), None]
        );
        assert_eq!(row.len(), 3);
        seen += 1;
        Ok(())
    });
    assert_eq!((outcome, seen), (Ok(()), 1));
}

#[test]
fn a_row_beyond_the_limit_is_refused_with_its_number() {
    let long = "x".repeat(MAX_ROW_BYTES + 1);
    for size in [42, 65_536, 5_000_000] {
        let expected = |row| Err(Error::RowTooLong { row, limit: MAX_ROW_BYTES });
        assert_eq!(cut(long.as_bytes(), &COMMAS, size), expected(1));
        assert_eq!(cut(format!("a,b\n\n1,{long}\n").as_bytes(), &COMMAS, size), expected(3));
    }
}

#[test]
fn a_mark_that_is_never_closed_costs_no_row() {
    let below = "5,6\n".repeat(MAX_ROW_BYTES / 2);
    let text = format!("user,item\n1,2\n3,\"4\n{below}");
    for size in [42, 65_536, 5_000_000] {
        let rows = cut(text.as_bytes(), &COMMAS, size).expect("rows");
        assert_eq!(rows.len(), 3 + MAX_ROW_BYTES / 2);
        assert_eq!(rows[2], (3, strings(&["3", "\"4"])));
        assert!(rows[3..].iter().enumerate().all(|(index, row)| row.0 == index as u64 + 4 && row.1 == ["5", "6"]));
    }
}

#[test]
fn a_row_just_within_the_limit_is_read() {
    let text = format!("{},b\n", "x".repeat(MAX_ROW_BYTES - 100));
    assert_eq!(cells(&text)[0][1], "b");
}

#[test]
fn more_columns_than_the_limit_are_refused() {
    let text = ",".repeat(MAX_COLUMNS + 10);
    let refused = cut(text.as_bytes(), &COMMAS, 65_536).expect_err("too many columns");
    assert_eq!(refused, Error::TooMany { what: "columns", found: MAX_COLUMNS as u64 + 1, limit: MAX_COLUMNS as u64 });
}

#[test]
fn a_second_end_repeats_no_row() {
    let mut reader = RowReader::new(&COMMAS);
    let mut rows = 0;
    let mut count = |_: &Row| {
        rows += 1;
        Ok(())
    };
    assert_eq!(reader.push(b"a,b\n1,2", &mut count), Ok(()));
    assert_eq!(reader.finish(&mut count), Ok(()));
    assert_eq!(reader.finish(&mut count), Ok(()));
    assert_eq!(rows, 2);
}

#[test]
fn rows_are_numbered_by_the_lines_on_which_they_begin() {
    let text = "a,b\n\n\"1\n1\",2\n3,4\n\n\n\"5\n\n\",\"6\n\"\n7,8";
    let expected = [1, 3, 5, 8, 12];
    for (breaks, returns) in [("\n", false), ("\r\n", false), ("\r", true), ("\r\n", true), ("\n", true)] {
        let dialect = Dialect { lone_returns: returns, ..COMMAS };
        for size in CHUNKS {
            let rows = cut(text.replace('\n', breaks).as_bytes(), &dialect, size).expect("rows");
            let numbers: Vec<u64> = rows.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, expected, "{breaks:?} in pieces of {size}");
        }
    }
}

#[test]
fn lines_above_the_header_are_skipped_whatever_ends_them() {
    for (breaks, returns) in [("\n", false), ("\r\n", false), ("\r", true)] {
        let dialect = Dialect { skip: 3, lone_returns: returns, ..COMMAS };
        for size in CHUNKS {
            let text = "a \"title\n\nof, two lines\na,b\n1,2\n".replace('\n', breaks);
            let rows = cut(text.as_bytes(), &dialect, size).expect("rows");
            assert_eq!(rows, [(4, strings(&["a", "b"])), (5, strings(&["1", "2"]))], "{breaks:?} in pieces of {size}");
        }
    }
}

#[test]
fn delimiters_of_several_bytes_are_text_inside_marks() {
    for delimiter in ["::", "，"] {
        let dialect = Dialect { delimiter, ..COMMAS };
        let text = "a::\"b::c\"::::d\n1:::2\n：，::，3\n\"::\"::4:".replace("::", delimiter);
        let whole = cut(text.as_bytes(), &dialect, text.len()).expect("rows");
        let cell = |text: &str| text.replace("::", delimiter);
        assert_eq!(whole[0].1, [cell("a"), cell("b::c"), cell(""), cell("d")], "{delimiter}");
        assert_eq!(whole[3].1, [cell("::"), cell("4:")], "{delimiter}");
        for size in CHUNKS {
            assert_eq!(cut(text.as_bytes(), &dialect, size).as_ref(), Ok(&whole), "{delimiter} in pieces of {size}");
        }
    }
    let dialect = Dialect { delimiter: "::", ..COMMAS };
    assert_eq!(cut(b"1:::2\n", &dialect, 1).expect("rows")[0].1, ["1", ":2"]);
}

#[test]
fn marks_are_text_where_they_do_not_enclose_cells() {
    let escaped = Dialect { quotes: Quotes::Escaped, ..COMMAS };
    assert_eq!(cut(br#"1,"a \"b\", c","d""e""#, &escaped, 3).expect("rows")[0].1, ["1", r#"a "b", c"#, r#"d"e"#]);
    let none = Dialect { quotes: Quotes::None, ..COMMAS };
    assert_eq!(cut(b"\"1,\"a\"\n\"2\",'b'\n", &none, 3).expect("rows")[1].1, ["\"2\"", "'b'"]);
}
