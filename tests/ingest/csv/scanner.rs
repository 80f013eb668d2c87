//! The scanner compared with csv-core alone: their rows must not differ. Its own tests are in src/ingest/csv/scanner.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use firstpick::ingest::csv::Dialect;
use firstpick::rng::{below, stream};

use crate::{CHUNKS, cut};

/// All rows of a text, by csv-core alone.
fn by_csv_core(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
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
                full => panic!("{full:?} in a sufficient buffer"),
            }
        }
        let starts = [0].iter().chain(&ends[..cells]);
        let cell = |(&start, &end): (&usize, &usize)| String::from_utf8_lossy(&bytes[start..end]).into_owned();
        rows.push(starts.zip(&ends[..cells]).map(cell).collect());
    }
}

/// A text of bytes that matter to a parser and of a character of several bytes.
fn text(seed: u64, delimiter: &'static str, quotes: usize) -> String {
    let mut parts =
        vec!["a", "7", " ", "品", "\n", "\r\n", "\r", "word of several blocks", delimiter, delimiter, delimiter];
    parts.extend(["\"", "\"\"", "\",\"", "\"x\""].iter().cycle().take(quotes));
    let mut generator = stream(seed, "text");
    (0..below(&mut generator, 300)).map(|_| parts[below(&mut generator, parts.len())]).collect()
}

fn dialect(delimiter: &'static str) -> Dialect {
    Dialect { delimiter, header: false, ..Dialect::default() }
}

#[test]
fn rows_without_marks_equal_those_of_csv_core_however_the_text_is_cut() {
    for seed in 0..300 {
        let delimiter = [",", "\t", ";"][seed as usize % 3];
        let text = text(seed, delimiter, 0);
        let expected = by_csv_core(text.as_bytes(), delimiter.as_bytes()[0]);
        for size in CHUNKS.into_iter().chain([64, 65, 128]) {
            let rows = cut(text.as_bytes(), &dialect(delimiter), size).expect("rows");
            let cells: Vec<Vec<String>> = rows.into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(cells, expected, "seed {seed}, pieces of {size}: {text:?}");
        }
    }
}

#[test]
fn rows_and_their_lines_equal_those_read_byte_by_byte_without_the_scanner() {
    for seed in 0..600 {
        let delimiter = [",", "\t", ";"][seed as usize % 3];
        let text = text(seed, delimiter, [1, 2, 4, 12][seed as usize % 4]);
        for lone_returns in [false, true] {
            let dialect = Dialect { lone_returns, ..dialect(delimiter) };
            let expected = cut(text.as_bytes(), &dialect, 1).expect("rows");
            for size in CHUNKS.into_iter().chain([64, 65, 128]) {
                let rows = cut(text.as_bytes(), &dialect, size).expect("rows");
                assert_eq!(rows, expected, "seed {seed}, pieces of {size}: {text:?}");
            }
        }
    }
}

#[test]
fn rows_of_extraordinary_length_are_read_by_the_parser() {
    let long = format!("a,b\n{},c\nd,e\n", "x".repeat(200_000));
    let many = format!("a,b\n{}\nd,e\n", ",".repeat(50_000));
    for text in [long, many] {
        assert_eq!(cut(text.as_bytes(), &dialect(","), text.len()).expect("rows").len(), 3);
    }
}
