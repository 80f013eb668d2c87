//! The raw Online Retail file, which is not in this repository: the folder with `online-retail.csv.gz` is named by
//! `FIRSTPICK_DATA`.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use firstpick::ingest::build::{FileRead, FileReader};
use firstpick::ingest::build::RejectedReader;
use firstpick::ingest::schema::CellRules;
use firstpick::ingest::schema::Preview;
use firstpick::ingest::schema::{Roles, TableLayout};

use crate::pieces;

fn file() -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("FIRSTPICK_DATA").map(PathBuf::from) else {
        // Straight to the terminal: what passing tests print is not shown.
        let _ = writeln!(std::io::stderr(), "SKIPPED: FIRSTPICK_DATA does not name the folder of Online Retail");
        return None;
    };
    let unpacked = Command::new("gzip").arg("-dc").arg(folder.join("online-retail.csv.gz")).output();
    Some(unpacked.expect("gzip and the file").stdout)
}

fn read(bytes: &[u8], preview: &Preview, meaning: CellRules) -> FileRead {
    let mut reader = FileReader::with_meaning(preview, preview.roles, meaning).expect("a reader");
    for (piece, last) in pieces(bytes, 1 << 20) {
        reader.push(piece, last).expect("a piece");
    }
    reader.finish_read().expect("interactions")
}

#[test]
fn online_retail_is_taken_for_what_it_is_and_its_report_has_the_known_figures() {
    let Some(bytes) = file() else { return };
    let preview = Preview::of(&bytes[..2 << 20], false).expect("a preview");
    let expected = Roles {
        order: Some(0),
        item: Some(1),
        name: Some(2),
        value: Some(3),
        time: Some(4),
        user: Some(6),
        segment: Some(7),
        ..Roles::default()
    };
    assert_eq!((preview.roles, preview.shape), (expected, TableLayout::Long));

    let FileRead { interactions, account, meaning, quality, counts, ledger } =
        read(&bytes, &preview, CellRules::default());
    let rejected: u64 = account.rejected.values().sum();
    assert_eq!(account.rows, 541_909);
    assert_eq!(account.rows, account.used + account.merged + rejected);
    assert_eq!(account.rejected["missing-user"], 135_080);
    let warned = [
        ("cancellation-row", 9_288),
        ("negative-quantity", 1_336),
        ("name-missing", 1_454),
        ("duplicate-row", 5_268),
        ("name-blanks", 112_626),
    ];
    for (code, rows) in warned {
        assert_eq!(account.warnings.get(code), Some(&rows), "{code}");
    }
    // Figures by a Python script of thirty lines that goes through the file in its own way.
    let taken = |reason| account.rejected.get(reason).copied().unwrap_or(0);
    assert_eq!(taken("cancellation") + taken("cancellation-unmatched"), 8_905);
    assert_eq!(taken("cancellation-unmatched"), 948);
    let found = (interactions.matrix.ones(), interactions.users.len(), interactions.items.len());
    assert_eq!(found, (265_207, 4_326, 3_649));
    assert!(taken("cancelled") >= 1_595, "a row for each pair that was taken back");
    assert_eq!(meaning.take_back, Some(true));
    assert_eq!(counts.iter().map(|&rows| u64::from(rows)).sum::<u64>(), account.used + account.merged);
    assert_eq!(interactions.times.as_ref().map(Vec::len), Some(interactions.matrix.ones()));
    let suspects: Vec<&str> = quality.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    for id in ["POST", "DOT", "M", "BANK CHARGES"] {
        assert!(suspects.contains(&id), "{id} in {suspects:?}");
    }
    let item = interactions.items.find("85123A").expect("the lantern's neighbour");
    assert_eq!(interactions.name(item), "WHITE HANGING HEART T-LIGHT HOLDER", "the commonest of its names");
    // 2010-12-01 08:26, the first row's.
    let first = interactions.times.iter().flatten().min();
    assert_eq!(first, Some(&1_291_191_960));

    let mut again = RejectedReader::new(&preview, &ledger).expect("a reader");
    let mut rows = 0;
    for (piece, last) in pieces(&bytes, 1 << 20) {
        let csv = again.push(&ledger, piece, last).expect("a piece");
        rows += csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(csv.as_slice())
            .into_byte_records()
            .count() as u64;
    }
    assert_eq!(rows, rejected + 1, "each rejected row once, and a header");

    let excluded_items = quality.suspects.iter().map(|suspect| suspect.id.clone()).collect();
    let without = read(&bytes, &preview, CellRules { excluded_items, ..CellRules::default() });
    assert!(without.quality.suspects.is_empty());
    assert_eq!(
        without.account.rows,
        without.account.used + without.account.merged + without.account.rejected.values().sum::<u64>()
    );
    assert_eq!(without.interactions.items.len(), interactions.items.len() - suspects.len());
}
