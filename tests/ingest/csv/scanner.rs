//! The scanner beside csv-core alone, which it must not differ from.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use firstpick::ingest::csv::dialect::{Dialect, Quotes};
use firstpick::ingest::csv::scanner::Scanner;
use firstpick::rng::{below, stream};

use crate::{CHUNKS, cut};

/// All rows of a text, by csv-core from the first byte to the last.
fn by_the_parser(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut parser: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut bytes, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
    let (mut rows, mut rest) = (Vec::new(), text);
    loop {
        let (mut filled, mut cells) = (0, 0);
        loop {
            let (result, read, written, ended) = parser.read_record(rest, &mut bytes[filled..], &mut ends[cells..]);
            rest = &rest[read..];
            filled += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return rows,
                full => panic!("{full:?} in a buffer that has room"),
            }
        }
        let starts = [0].iter().chain(&ends[..cells]);
        let cell = |(&start, &end): (&usize, &usize)| String::from_utf8_lossy(&bytes[start..end]).into_owned();
        rows.push(starts.zip(&ends[..cells]).map(cell).collect());
    }
}

/// A text of the letters that matter to a parser, and of one of several bytes.
fn text(seed: u64, delimiter: &'static str, quotes: usize) -> String {
    let mut parts =
        vec!["a", "7", " ", "品", "\n", "\r\n", "\r", "word of several blocks", delimiter, delimiter, delimiter];
    parts.extend(["\"", "\"\"", "\",\"", "\"x\""].iter().cycle().take(quotes));
    let mut generator = stream(seed, "text");
    (0..below(&mut generator, 300)).map(|_| parts[below(&mut generator, parts.len())]).collect()
}

fn dialect(delimiter: &'static str) -> Dialect {
    Dialect { delimiter, quotes: Quotes::Doubled, comment: None, skip: 0, header: false, returns: false }
}

#[test]
fn rows_without_marks_are_those_of_the_parser_alone_however_the_text_is_cut() {
    for seed in 0..300 {
        let delimiter = [",", "\t", ";"][seed as usize % 3];
        let text = text(seed, delimiter, 0);
        let expected = by_the_parser(text.as_bytes(), delimiter.as_bytes()[0]);
        for size in CHUNKS.into_iter().chain([64, 65, 128]) {
            let rows = cut(text.as_bytes(), &dialect(delimiter), size).expect("rows");
            let cells: Vec<Vec<String>> = rows.into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(cells, expected, "seed {seed}, pieces of {size}: {text:?}");
        }
    }
}

#[test]
fn rows_and_their_lines_are_those_that_come_byte_by_byte_which_the_scanner_never_takes() {
    for seed in 0..600 {
        let delimiter = [",", "\t", ";"][seed as usize % 3];
        let text = text(seed, delimiter, [1, 2, 4, 12][seed as usize % 4]);
        for returns in [false, true] {
            let dialect = Dialect { returns, ..dialect(delimiter) };
            let expected = cut(text.as_bytes(), &dialect, 1).expect("rows");
            for size in CHUNKS.into_iter().chain([64, 65, 128]) {
                let rows = cut(text.as_bytes(), &dialect, size).expect("rows");
                assert_eq!(rows, expected, "seed {seed}, pieces of {size}: {text:?}");
            }
        }
    }
}

#[test]
fn rows_that_need_no_unquoting_are_taken_and_the_next_one_is_left() {
    let taken = |text: &str| {
        let mut rows = Vec::new();
        let end = Scanner::new(b',', Some(b'"')).take(text.as_bytes(), &mut |row| {
            let cells = row.cells.iter();
            rows.push(
                cells
                    .map(|&(start, end)| text[row.start..][start as usize..end as usize].to_owned())
                    .collect::<Vec<_>>(),
            );
            Ok(())
        });
        (rows.iter().map(|cells| cells.join("|")).collect::<Vec<_>>().join("/"), end.expect("no error"))
    };
    assert_eq!(taken("a,\"b, c\",d\r\n\"\",x\nrest"), ("a|b, c|d/|x".to_owned(), 17));
    assert_eq!(taken("a,b\n\"say \"\"hi\"\"\",c\nd\n"), ("a|b".to_owned(), 4), "a doubled mark");
    assert_eq!(taken("a\n\"b\"c\n"), ("a".to_owned(), 2), "text behind a mark");
    assert_eq!(taken("a\nb\"c\n\"two\nlines\"\nd\n"), ("a/b\"c".to_owned(), 6), "a cell of two lines");
    assert_eq!(taken("\"never closed, and\nso on\n"), (String::new(), 0));
    assert_eq!(taken("\n\r\n\n"), (String::new(), 4), "blank lines");
    assert_eq!(taken("a,\"b\""), (String::new(), 0), "the next byte may be another mark");
    assert_eq!(taken(""), (String::new(), 0));
}

#[test]
fn where_nothing_is_quoted_marks_are_text() {
    let mut cells = Vec::new();
    let mut scanner = Scanner::new(b'|', None);
    let text = b"\"a\"|\"b\n";
    let taken = scanner.take(text, &mut |row| {
        cells.extend(row.cells.iter().map(|&(start, end)| row.bytes[start as usize..end as usize].to_vec()));
        Ok(())
    });
    assert_eq!((taken, cells), (Ok(7), vec![b"\"a\"".to_vec(), b"\"b".to_vec()]));
}

#[test]
fn a_row_of_extraordinary_length_is_left_to_whoever_knows_the_limits() {
    let long = format!("a,b\n{},c\nd,e\n", "x".repeat(200_000));
    let many = format!("a,b\n{}\nd,e\n", ",".repeat(50_000));
    for text in [long, many] {
        let mut rows = 0;
        let taken = Scanner::new(b',', Some(b'"')).take(text.as_bytes(), &mut |_| {
            rows += 1;
            Ok(())
        });
        assert_eq!((taken, rows), (Ok(4), 1));
        let whole = cut(text.as_bytes(), &dialect(","), text.len()).expect("rows");
        assert_eq!(whole.len(), 3, "the reader has them all");
    }
}
