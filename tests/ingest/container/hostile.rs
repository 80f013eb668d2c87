//! Files that were made to trap their reader, or to keep it for ever: each ends in its message, and soon.

use std::time::{Duration, Instant};

use firstpick::error::Error;

use crate::container::archive::{opened, text_of};
use crate::container::workbook::{ods, xlsx};

const XLS: &[u8] = include_bytes!("../../fixtures/orders.xls");
const SHEET: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>"#;

/// Opens a file and reads all its tables.
fn outcome(file: &[u8]) -> Option<Error> {
    let begun = Instant::now();
    let read = opened(file).and_then(|(contents, mut archive)| {
        (0..contents.parts.len()).try_for_each(|part| text_of(&mut archive, part).map(|_| ()))
    });
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    read.err()
}

#[test]
fn strings_that_are_claimed_and_not_there_are_refused() {
    for claim in
        [r#"uniqueCount="4294967295""#, "uniqueCount = '99999999'", r#"count="1" uniqueCount="18446744073709551615""#]
    {
        let strings = format!(
            r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {claim}><si><t>a</t></si></sst>"#
        );
        let read = outcome(&xlsx(SHEET, "", Some(&strings)));
        assert_eq!(read, Some(Error::ArchiveBroken { kind: "xlsx" }), "{claim}");
    }
    // Of a broken tag each reader sees another end; and a claim may lie across two pieces of the part.
    for strings in [
        r#"<sst xmlns"><sheetData>/c><c r="B1"><v>1\"<x ref="http:" uniqueCount="000018446744073"B1"><t=">t>"#
            .to_owned(),
        format!("<!--{}--><sst uniqueCount = '{}99999999'><si/></sst>", "x".repeat(65_500), " ".repeat(10)),
        format!("<!--{}--><sst uniqueCount='99999999'><si/></sst>", "x".repeat(65_519)),
    ] {
        let read = outcome(&xlsx(SHEET, "", Some(&strings)));
        assert_eq!(read, Some(Error::ArchiveBroken { kind: "xlsx" }), "{strings:.40}");
    }
    let honest = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="1"><si><t>a</t></si></sst>"#;
    assert_eq!(outcome(&xlsx(SHEET, "", Some(honest))), None);
}

#[test]
fn a_table_that_another_tag_ends_is_broken() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let row = format!("<table:table-row>{cell}{cell}</table:table-row>");
    // What stands behind the row takes the place of the end of the table.
    for end in
        ["</table:tables>", "<!-- </table:table> -->", "<![CDATA[</table:table>]]>", "<table:table table:name=\"x\">"]
    {
        let file = ods(&format!("{row}{row}{end}<table:table table:name=\"more\">{row}"));
        assert_eq!(outcome(&file), Some(Error::ArchiveBroken { kind: "ods" }), "{end}");
    }
}

#[test]
fn repetitions_of_text_that_is_not_announced_are_counted_as_well() {
    let cell = r#"<table:table-cell table:number-columns-repeated="881"><text:p>a</text:p></table:table-cell>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    let read = outcome(&ods(&row));
    assert!(matches!(read, Some(Error::TooMany { what: "cells", .. })), "{read:?}");
}

#[test]
fn repetitions_beyond_all_bounds_are_counted() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    for (attribute, count) in
        [("rows", "18446744073709551615"), ("rows", "99999999999999999999999"), ("rows", "4294967296")]
    {
        let row =
            format!(r#"<table:table-row table:number-{attribute}-repeated="{count}">{cell}{cell}</table:table-row>"#);
        let read = outcome(&ods(&format!("{row}{row}")));
        assert!(matches!(read, Some(Error::TooMany { what: "cells", .. })), "{count}: {read:?}");
    }
    let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="18446744073709551615" office:value-type="float" office:value="1"/></table:table-row>"#;
    assert!(matches!(outcome(&ods(wide)), Some(Error::TooMany { .. })));
    let empty = r#"<table:table-row table:number-rows-repeated="18446744073709551615"><table:table-cell table:number-columns-repeated="18446744073709551615"/></table:table-row>"#;
    let row = format!("<table:table-row>{cell}{cell}</table:table-row>");
    assert_eq!(outcome(&ods(&format!("{empty}{row}"))), None);
}

#[test]
fn sizes_and_places_in_an_old_workbook_are_not_believed() {
    // All numbers of the header and of the directory, one after the other.
    for at in (24..512).step_by(4) {
        for number in [0_u32, 1, 2, 0x7fff_ffff, 0xffff_fffd, 0xffff_fffe, u32::MAX] {
            let mut file = XLS.to_vec();
            file[at..at + 4].copy_from_slice(&number.to_le_bytes());
            let _ = outcome(&file);
        }
    }
    // All lengths of records.
    let mut at = 512;
    while let Some(length) = XLS.get(at + 2..at + 4).map(|bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    {
        for changed in [0_u16, 1, 0xff, 0x7fff, u16::MAX] {
            let mut file = XLS.to_vec();
            file[at + 2..at + 4].copy_from_slice(&changed.to_le_bytes());
            let _ = outcome(&file);
        }
        at += 4 + length;
    }
}

#[test]
fn an_old_workbook_changed_anywhere_is_read_or_refused() {
    for at in 0..XLS.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut file = XLS.to_vec();
            file[at] ^= change;
            let _ = outcome(&file);
        }
    }
}
