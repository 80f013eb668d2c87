//! Any text: a dialect is found, and the rows in it are the same however the text is cut.
#![no_main]

use firstpick::ingest::csv::{Dialect, DialectOverrides, Quotes, Row, RowReader};
use libfuzzer_sys::fuzz_target;

type Rows = (firstpick::error::Result<()>, Vec<(u64, bool, Vec<String>)>);

fn rows(text: &[u8], dialect: &Dialect, size: usize) -> Rows {
    let mut reader = RowReader::new(dialect);
    let mut rows = Vec::new();
    let mut keep = |row: &Row| {
        rows.push((row.number, row.comment, row.texts()));
        Ok(())
    };
    let mut outcome = text.chunks(size).try_for_each(|part| reader.push(part, &mut keep));
    if outcome.is_ok() {
        outcome = reader.finish(&mut keep);
    }
    (outcome, rows)
}

fuzz_target!(|data: &[u8]| {
    let [size, quotes, bytes @ ..] = data else { return };
    let text = String::from_utf8_lossy(bytes);
    let quotes = [None, Some(Quotes::Doubled), Some(Quotes::Escaped), Some(Quotes::None)][usize::from(*quotes) % 4];
    let overrides = DialectOverrides { quotes, ..DialectOverrides::default() };
    let dialect = Dialect::guess(text.as_bytes(), true, &overrides).expect("no unknown value");
    let whole = rows(text.as_bytes(), &dialect, text.len().max(1));
    assert_eq!(rows(text.as_bytes(), &dialect, usize::from(*size).max(1)), whole);
    // Each row begins on its own line, below the skipped ones.
    let numbers = || whole.1.iter().map(|row| row.0);
    assert!(
        numbers().zip(numbers().skip(1)).all(|(one, next)| one < next || dialect.lone_returns || text.contains('\r'))
    );
    assert!(numbers().all(|number| number > u64::from(dialect.skip)));
    // No row is lost: every letter and digit is in some cell.
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let below: usize = match dialect.skip {
        0 => letters(&text),
        _ => return,
    };
    let kept: usize = whole.1.iter().flat_map(|row| &row.2).map(|cell| letters(cell)).sum();
    assert_eq!(kept, below);
});
