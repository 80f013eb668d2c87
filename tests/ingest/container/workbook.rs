use std::io::{Cursor, Write};

use firstpick::error::{Error, Result};
use firstpick::ingest::container::{Archive, Container};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::container::archive::{opened, table, text_of};

/// Written by openpyxl, odfpy and xlwt, the last one encrypted by msoffcrypto-tool: see tests/python/make_workbooks.py.
const XLSX: &[u8] = include_bytes!("../../fixtures/orders.xlsx");
const ODS: &[u8] = include_bytes!("../../fixtures/orders.ods");
const XLS: &[u8] = include_bytes!("../../fixtures/orders.xls");
const LOCKED: &[u8] = include_bytes!("../../fixtures/locked.xlsx");

const ORDERS: &str = "用户,item,name,time,value,gift\n\
    12345,A-1,\"A \"\"big\"\" cup, blue\",2024-03-01 10:30:00,0.3,true\n\
    12345,007,\"two\nlines\",2023-12-31 00:00:00,-2,false\n\
    67890,A-1,,,,\n\
    9007199254740991,商品,茶，绿,1999-02-28 23:59:59,0.00001,\n";

#[test]
fn a_visible_sheet_is_read_as_it_was_written_in_all_three_formats() {
    for (kind, file) in [("xlsx", XLSX), ("ods", ODS), ("xls", XLS)] {
        let (contents, mut archive) = opened(file).unwrap_or_else(|error| panic!("{kind}: {error}"));
        // Secret is hidden.
        let orders = contents.parts.iter().position(|name| name == "Orders");
        assert!(orders.is_some() && !contents.parts.contains(&"Secret".to_owned()), "{kind}: {:?}", contents.parts);
        let text = text_of(&mut archive, orders.unwrap_or_default()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(contents.kind, kind);
        assert_eq!(String::from_utf8(text).expect("UTF-8"), ORDERS, "{kind}");
    }
}

#[test]
fn a_workbook_with_a_password_is_reported_as_such() {
    assert_eq!(Container::of(LOCKED), Some(Container::Compound));
    assert_eq!(table(LOCKED).err(), Some(Error::PasswordProtected));
}

#[test]
fn a_workbook_truncated_anywhere_is_an_error() {
    for (kind, file) in [("xlsx", XLSX), ("ods", ODS)] {
        for length in (8..file.len()).step_by(97) {
            assert!(table(&file[..length]).is_err(), "{kind}, {length} bytes");
        }
    }
}

#[test]
fn a_workbook_with_a_changed_byte_never_panics() {
    for file in [XLSX, ODS, XLS] {
        for at in (0..file.len()).step_by(31) {
            let mut changed = file.to_vec();
            changed[at] ^= 0xff;
            let _ = table(&changed);
        }
    }
}

/// A workbook with no more than a reader needs: its cells, and what stands behind them.
pub fn xlsx(sheet: &str, behind: &str, strings: Option<&str>) -> Vec<u8> {
    const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData>{behind}</worksheet>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let strings = strings.map(|strings| ("xl/sharedStrings.xml", strings));
    for (name, text) in parts.into_iter().chain(strings) {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

fn xlsx_text(sheet: &str) -> Result<String> {
    table(&xlsx(sheet, "", None)).map(|(_, text)| String::from_utf8(text).expect("UTF-8"))
}

fn number(value: &str) -> String {
    let sheet = format!(
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>{value}</v></c><c r="B2"><v>1</v></c></row>"#
    );
    let text = xlsx_text(&sheet).expect("a table");
    text.strip_prefix("1,1\n").and_then(|rest| rest.strip_suffix(",1\n")).expect("two rows").to_owned()
}

#[test]
fn numbers_are_written_without_the_noise_of_their_binary_form() {
    for (found, wanted) in [
        ("12345", "12345"),
        ("12345.0", "12345"),
        ("-7", "-7"),
        ("0.30000000000000004", "0.3"),
        ("19.989999999999998", "19.99"),
        ("1.05E3", "1050"),
        ("123456789012345", "123456789012345"),
        ("9007199254740991", "9007199254740991"),
        ("0.1234567890123456", "0.123456789012346"),
        ("1E+20", "1e20"),
    ] {
        assert_eq!(number(found), wanted, "{found}");
    }
}

#[test]
fn cells_are_written_in_their_columns_and_rows_keep_one_width() {
    let sheet = r#"<row r="3"><c r="B3" t="inlineStr"><is><t>user</t></is></c><c r="D3" t="inlineStr"><is><t>item</t></is></c></row>
        <row r="7"><c r="B7"><v>1</v></c></row><row r="8"><c r="D8"><v>2</v></c><c r="B8" t="e"><v>#N/A</v></c></row>"#;
    // An error such as #N/A counts as an empty cell.
    assert_eq!(xlsx_text(sheet).expect("a table"), ",user,,item\n,1,,\n,,,2\n");
}

#[test]
fn a_sheet_that_claims_to_be_wider_than_any_is_refused() {
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZZ2"><v>1</v></c></row>"#;
    assert!(matches!(xlsx_text(sheet), Err(Error::TooMany { what: "columns", .. } | Error::ArchiveBroken { .. })));
}

#[test]
fn an_excel_sheet_with_one_cell_in_its_last_corner_costs_nothing() {
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>"#;
    let text = xlsx_text(sheet).expect("a table");
    assert_eq!(text, format!("1,2\n{}3\n", ",".repeat(16_383)));
}

/// A LibreOffice workbook with these rows.
pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="One">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ];
    for (name, text) in parts {
        zip.start_file(name, stored).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn a_few_bytes_that_ask_for_billions_of_cells_are_refused_at_once() {
    let cell =
        r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>"#);
    assert!(matches!(table(&ods(&row)), Err(Error::TooMany { what: "cells", .. })));
    let rows = format!("<table:table-row>{cell}</table:table-row>").repeat(2_000);
    assert!(matches!(table(&ods(&rows)), Err(Error::TooMany { what: "cells", .. })));
    // The repeated empty cells at the end of any LibreOffice file cost nothing.
    let two = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16382"/></table:table-row>"#;
    let rest = r#"<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let (_, text) = table(&ods(&format!("{two}{two}{rest}"))).expect("a table");
    assert_eq!(text, b"1,1\n1,1\n");
}

#[test]
fn a_workbook_is_refused_by_its_size_before_it_is_read() {
    let error = Archive::new(300 << 20).err();
    assert!(matches!(error, Some(Error::WorkbookTooLarge { found: 314_572_800, .. })), "{error:?}");
}
