//! An Excel workbook with any sheet, strings, styles and list of sheets, which a NUL parts.
#![no_main]

#[path = "packing.rs"]
mod packing;

use libfuzzer_sys::fuzz_target;

const PACKAGE: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#;

fuzz_target!(|data: &[u8]| {
    let mut given = data.split(|&byte| byte == 0);
    let sheet = given.next().unwrap_or_default();
    let strings = given.next().unwrap_or_default();
    let styles = given.next().unwrap_or_default();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", given.next().unwrap_or(BOOK)),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let more = [("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)];
    parts.extend(more.into_iter().filter(|(_, bytes)| !bytes.is_empty()));
    packing::read(&packing::packed(&parts));
});
