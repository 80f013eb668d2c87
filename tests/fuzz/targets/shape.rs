//! A file of any layout, with any roles and overrides: read or refused, and every row is counted.
#![no_main]

use firstpick::ingest::build::FileReader;
use firstpick::ingest::csv::{DELIMITERS, DialectOverrides, Quotes};
use firstpick::ingest::schema::{Preview, Roles};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [roles, chosen, how, bytes @ ..] = data else { return };
    let choice = |bit: u8| chosen & bit != 0;
    let overrides = DialectOverrides {
        delimiter: choice(1).then(|| DELIMITERS[usize::from(how % 6)].to_owned()),
        quotes: choice(2).then(|| [Quotes::Doubled, Quotes::Escaped, Quotes::None][usize::from(how % 3)]),
        header: choice(4).then_some(how % 2 == 0),
        skip: choice(8).then_some(u32::from(how % 5)),
        ..DialectOverrides::default()
    };
    let Ok(preview) = Preview::with(bytes, true, &overrides) else { return };
    let column = |index: u8| Some(usize::from(index % 5)).filter(|&column| column < 4);
    let chosen = Roles { user: column(*roles), item: column(roles / 5), value: column(roles / 25), ..Roles::default() };
    let roles = if choice(16) { preview.roles } else { chosen };
    let Ok(mut reader) = FileReader::new(&preview, roles) else { return };
    if reader.push(bytes, true).is_err() {
        return;
    }
    let rows = reader.rows();
    if let Ok((interactions, row_counts)) = reader.finish() {
        assert_eq!(row_counts.rows, rows);
        assert_eq!(row_counts.rows, row_counts.used + row_counts.merged + row_counts.rejected.values().sum::<u64>());
        assert!(interactions.matrix.ones() > 0);
    }
});
