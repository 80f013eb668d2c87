use firstpick::data::rows::{COLUMN_LIMIT, ROW_LIMIT, RowReader, guess_delimiter};
use firstpick::error::Error;
use firstpick::random::{below, stream};

use crate::{CHUNKS, cut, strings};

fn cells(text: &str) -> Vec<Vec<String>> {
    cut(text.as_bytes(), b',', text.len().max(1)).expect("rows").into_iter().map(|(_, cells)| cells).collect()
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
fn blank_lines_are_no_rows_and_are_not_numbered() {
    let rows = cut(b"\n\na,b\n\r\n\n1,2\n\n", b',', 3).expect("rows");
    assert_eq!(rows, [(1, strings(&["a", "b"])), (2, strings(&["1", "2"]))]);
}

#[test]
fn rows_are_the_same_however_the_text_is_cut() {
    // The letters that matter to a parser, and one character of several bytes.
    const PARTS: [&str; 10] = ["a", "7", ",", ",", "\"", "\"\"", "\n", "\r\n", " ", "品"];
    for seed in 0..200 {
        let mut generator = stream(seed, "text");
        let text: String = (0..below(&mut generator, 300)).map(|_| PARTS[below(&mut generator, PARTS.len())]).collect();
        let whole = cut(text.as_bytes(), b',', 65_536);
        for size in CHUNKS {
            assert_eq!(cut(text.as_bytes(), b',', size), whole, "seed {seed} in pieces of {size}");
        }
    }
}

#[test]
fn long_rows_and_wide_rows_are_the_same_however_the_text_is_cut() {
    let text = format!("{}\n{}z\n", "x".repeat(100_000), "1,".repeat(5_000));
    for size in CHUNKS {
        let rows = cut(text.as_bytes(), b',', size).expect("rows");
        let lengths: Vec<(usize, usize)> = rows.iter().map(|(_, cells)| (cells.len(), cells[0].len())).collect();
        assert_eq!(lengths, [(1, 100_000), (5_001, 1)], "in pieces of {size}");
    }
}

#[test]
fn a_cell_beyond_the_end_of_its_row_is_none() {
    let mut reader = RowReader::new(b',');
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
    let long = "x".repeat(ROW_LIMIT + 1);
    let unclosed = format!("user,item\n1,2\n3,\"4\n{}", "5,6\n".repeat(ROW_LIMIT / 4));
    for size in [42, 65_536, 5_000_000] {
        let expected = |row| Err(Error::RowTooLong { row, limit: ROW_LIMIT });
        assert_eq!(cut(long.as_bytes(), b',', size), expected(1));
        assert_eq!(cut(format!("a,b\n1,{long}\n").as_bytes(), b',', size), expected(2));
        assert_eq!(cut(unclosed.as_bytes(), b',', size), expected(3));
    }
}

#[test]
fn a_row_just_within_the_limit_is_read() {
    let text = format!("{},b\n", "x".repeat(ROW_LIMIT - 100));
    assert_eq!(cells(&text)[0][1], "b");
}

#[test]
fn more_columns_than_the_limit_are_refused() {
    let text = ",".repeat(COLUMN_LIMIT + 10);
    let refused = cut(text.as_bytes(), b',', 65_536).expect_err("too many columns");
    assert_eq!(refused, Error::TooMany { what: "columns", found: COLUMN_LIMIT as u64 + 1, limit: COLUMN_LIMIT as u64 });
}

#[test]
fn a_second_end_brings_no_row_again() {
    let mut reader = RowReader::new(b',');
    let mut rows = 0;
    let mut count = |_: &firstpick::data::rows::Row| {
        rows += 1;
        Ok(())
    };
    assert_eq!(reader.push(b"a,b\n1,2", &mut count), Ok(()));
    assert_eq!(reader.finish(&mut count), Ok(()));
    assert_eq!(reader.finish(&mut count), Ok(()));
    assert_eq!(rows, 2);
}

#[test]
fn the_delimiter_is_the_one_that_cuts_most_evenly() {
    let cases: [(&str, u8); 9] = [
        ("user,item\n1,2\n", b','),
        ("user;item\n1;2\n", b';'),
        ("user\titem\n1\t2\n", b'\t'),
        ("user|item\n1|2\n", b'|'),
        ("user;item;price\n1;a, b;3,50\n2;c;4,75\n3;d;1,00\n", b';'),
        ("user,item\n1,\"a;b;c\"\n2,\"d;e\"\n", b','),
        ("user\tname\n1\tsalt, pepper\n2\tsugar\n", b'\t'),
        ("no delimiter\nat all\n", b','),
        ("a header alone; without; a line break", b';'),
    ];
    for (text, delimiter) in cases {
        assert_eq!(char::from(guess_delimiter(text.as_bytes())), char::from(delimiter), "{text:?}");
    }
}

#[test]
fn a_delimiter_that_keeps_vectors_whole_is_preferred() {
    assert_eq!(guess_delimiter(b"1;[1,0,1]\n2;[0,1,1]\n"), b';');
    assert_eq!(guess_delimiter(b"1\t[1,0,1]\n2\t[0,1,1]\n"), b'\t');
    // Here the commas are all there is.
    assert_eq!(guess_delimiter(b"1,[1,0,1]\n2,[0,1,1]\n"), b',');
}
