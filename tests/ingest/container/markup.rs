use firstpick::error::{Error, Result};

use crate::container::archive::{opened, table, text_of};

fn csv(page: &str) -> Result<String> {
    table(page.as_bytes()).map(|(_, text)| String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn the_largest_table_of_a_page_is_read() {
    let page = "<!DOCTYPE html><html><head><style>td > a {}</style><script>if (a < b) document.write('<table><tr><td>');</script></head>
        <body><table><tr><td>Menu</td></tr></table>
        <table border=1><thead><tr><th>customer<th>product</thead><tr><td>C1<td>Tea &amp; co<br>
        second <b>line</b></tr><tr><TD>C2</TD><td nowrap>a,\"b\" &#20013;&nbsp;x</td></tr></table>";
    let expected = "customer,product\nC1,\"Tea & co\nsecond line\"\nC2,\"a,\"\"b\"\" 中 x\"\n";
    assert_eq!(csv(page).as_deref(), Ok(expected));
}

#[test]
fn merged_cells_stand_for_each_of_their_rows() {
    let page = "<table><tr><td>user</td><td>item</td><td>n</td></tr>
        <tr><td rowspan=2>u1</td><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr>
        <tr><td>u2</td><td colspan=2>c</td></tr><tr><td>u3</td><td>d</td><td rowspan=999999999>3</td></tr></table>";
    assert_eq!(csv(page).as_deref(), Ok("user,item,n\nu1,a,1\nu1,b,2\nu2,c,\nu3,d,3\n"));
}

#[test]
fn each_sheet_of_excels_xml_is_a_table() {
    let book = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="一月"><Table><Row><Cell><Data ss:Type="String">user</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">when</Data></Cell></Row>
        <Row><Cell ss:MergeDown="1"><Data ss:Type="Number">12</Data><Comment><Data>no</Data></Comment></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2025-01-31T10:30:00.000</Data></Cell></Row>
        <Row><Cell ss:Index="2"/><Cell><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>
        <Worksheet ss:Name="Empty"><Table/></Worksheet>
        <Worksheet ss:Name="Two"><Table><Row><Cell><Data>a</Data></Cell><Cell><Data>b</Data></Cell></Row><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    let (contents, mut archive) = opened(book.as_bytes()).expect("a workbook");
    assert_eq!((contents.kind, contents.parts), ("xml", vec!["一月".to_owned(), "Two".to_owned()]));
    let first = text_of(&mut archive, 0).expect("a sheet");
    assert_eq!(String::from_utf8(first).expect("UTF-8"), "user,,when\n12,,2025-01-31 10:30:00\n12,,x\n");
    assert_eq!(text_of(&mut archive, 1), Ok(b"a,b\n1,\n".to_vec()));
}

#[test]
fn what_has_no_table_is_named() {
    assert_eq!(csv("<html><body><p>Please log in</p></body></html>").err(), Some(Error::BinaryFile { kind: "html" }));
    assert_eq!(csv("<?xml version='1.0'?><rss><item/></rss>").err(), Some(Error::BinaryFile { kind: "xml" }));
}

#[test]
fn tags_without_end_are_no_trap() {
    let _ = csv(&format!("<table><tr><td>{}", "<table>".repeat(100_000)));
    let _ = csv(&format!("<table><tr>{}", "<td colspan=16384>a".repeat(10_000)));
    let _ = csv(&format!("<table><tr><td a=\"{}", "x".repeat(3_000_000)));
    let _ = csv("<table><!-- <tr>");
}
