//! The raw Online Retail file, which is not in this repository: the environment variable `FIRSTPICK_DATA` names the
//! folder of `online-retail.csv.gz`.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use firstpick::ingest::build::{FileRead, FileReader, RejectedReader};
use firstpick::ingest::schema::{CellRules, Preview, Roles, TableLayout};

use crate::pieces;

fn file() -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("FIRSTPICK_DATA").map(PathBuf::from) else {
        // Written to the terminal directly, since the output of passing tests is not shown.
        let _ = writeln!(std::io::stderr(), "SKIPPED: FIRSTPICK_DATA does not name the folder of Online Retail");
        return None;
    };
    let unpacked = Command::new("gzip").arg("-dc").arg(folder.join("online-retail.csv.gz")).output();
    Some(unpacked.expect("gzip and the file").stdout)
}

fn read(bytes: &[u8], preview: &Preview, rules: CellRules) -> FileRead {
    let mut reader = FileReader::with_rules(preview, preview.roles, rules).expect("a reader");
    for (piece, last) in pieces(bytes, 1 << 20) {
        reader.push(piece, last).expect("a piece");
    }
    reader.finish_read().expect("interactions")
}

#[test]
fn online_retail_is_recognised_and_its_report_has_the_known_figures() {
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
    assert_eq!((preview.roles, preview.layout), (expected, TableLayout::Long));

    let FileRead { interactions, row_counts, cell_rules, quality, pair_rows, rejections } =
        read(&bytes, &preview, CellRules { excluded_items: Some(Vec::new()), ..CellRules::default() });
    let rejected: u64 = row_counts.rejected.values().sum();
    assert_eq!(row_counts.rows, 541_909);
    assert_eq!(row_counts.rows, row_counts.used + row_counts.merged + rejected);
    assert_eq!(row_counts.rejected["missing-user"], 135_080);
    let warned = [
        ("cancellation-row", 9_288),
        ("negative-quantity", 1_336),
        ("name-missing", 1_454),
        ("duplicate-row", 5_268),
        ("name-blanks", 112_626),
    ];
    for (code, rows) in warned {
        assert_eq!(row_counts.warnings.get(code), Some(&rows), "{code}");
    }
    // Figures of an independent Python script of thirty lines.
    let rejected_for = |reason| row_counts.rejected.get(reason).copied().unwrap_or(0);
    assert_eq!(rejected_for("cancellation") + rejected_for("cancellation-unmatched"), 8_905);
    assert_eq!(rejected_for("cancellation-unmatched"), 948);
    let found = (interactions.matrix.ones(), interactions.users.len(), interactions.items.len());
    assert_eq!(found, (265_207, 4_326, 3_649));
    assert!(rejected_for("cancelled") >= 1_595, "a row for each pair that was cancelled");
    assert_eq!(cell_rules.apply_cancellations, Some(true));
    assert_eq!(pair_rows.iter().map(|&rows| u64::from(rows)).sum::<u64>(), row_counts.used + row_counts.merged);
    assert_eq!(interactions.times.as_ref().map(Vec::len), Some(interactions.matrix.ones()));
    let non_products: Vec<&str> = quality.non_products.iter().map(|item| item.id.as_str()).collect();
    for id in ["POST", "DOT", "M", "BANK CHARGES"] {
        assert!(non_products.contains(&id), "{id} in {non_products:?}");
    }
    let item = interactions.items.find("85123A").expect("the lantern's neighbour");
    assert_eq!(interactions.name(item), "WHITE HANGING HEART T-LIGHT HOLDER", "the most common of its names");
    // 2010-12-01 08:26, the first row's.
    let first = interactions.times.iter().flatten().min();
    assert_eq!(first, Some(&1_291_191_960));

    let mut second = RejectedReader::new(&preview, &rejections).expect("a reader");
    let mut rows = 0;
    for (piece, last) in pieces(&bytes, 1 << 20) {
        let csv = second.push(&rejections, piece, last).expect("a piece");
        rows += csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(csv.as_slice())
            .into_byte_records()
            .count() as u64;
    }
    assert_eq!(rows, rejected + 1, "each rejected row once, and a header");

    let excluded_items = Some(quality.non_products.iter().map(|item| item.id.clone()).collect());
    let without = read(&bytes, &preview, CellRules { excluded_items, ..CellRules::default() });
    assert!(without.quality.non_products.is_empty());
    assert_eq!(
        without.row_counts.rows,
        without.row_counts.used + without.row_counts.merged + without.row_counts.rejected.values().sum::<u64>()
    );
    assert_eq!(without.interactions.items.len(), interactions.items.len() - non_products.len());

    // Postage and charges are left out by default, and said so.
    let default = read(&bytes, &preview, CellRules::default());
    let excluded = default.cell_rules.excluded_items.unwrap_or_default();
    for id in ["POST", "DOT", "M", "BANK CHARGES"] {
        assert!(excluded.iter().any(|other| other == id), "{id} in {excluded:?}");
        assert_eq!(default.interactions.items.find(id), None);
    }
    assert!(default.row_counts.rejected["item-excluded"] > 1_000);
    assert!(default.quality.findings.iter().any(|finding| finding.code == "non-products-excluded"));
}
