use crate::container::archive::table;
use crate::container::workbook::{ods, xlsx};

fn rows(cells: &[[&str; 3]]) -> String {
    let cell = |row: usize, column: usize, text: &str| {
        let name = char::from(b'A' + column as u8);
        format!(r#"<c r="{name}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let row = |(at, cells): (usize, &[&str; 3])| {
        let filled = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        let cells: String = filled.map(|(column, text)| cell(at + 1, column, text)).collect();
        format!(r#"<row r="{}">{cells}</row>"#, at + 1)
    };
    cells.iter().enumerate().map(row).collect()
}

fn merged(cells: &[[&str; 3]], areas: &[&str]) -> String {
    let areas: String = areas.iter().map(|area| format!(r#"<mergeCell ref="{area}"/>"#)).collect();
    let (_, text) = table(&xlsx(&rows(cells), &format!("<mergeCells>{areas}</mergeCells>"), None)).expect("a table");
    String::from_utf8(text).expect("UTF-8")
}

#[test]
fn the_value_of_a_merged_area_stands_for_each_row_that_has_other_cells() {
    let cells = [
        ["title", "", ""],
        ["user", "item", "n"],
        ["u1", "a", "1"],
        ["", "b", "1"],
        ["", "", ""],
        ["", "c", "2"],
        ["u2", "d", ""],
        ["", "e", ""],
    ];
    // Side by side merged cells are titles; one area reaches to the end of any sheet.
    let text = merged(&cells, &["A7:A1048576", "A1:C1", "A3:A6", "C6:C7"]);
    assert_eq!(text, "title\nuser,item,n\nu1,a,1\nu1,b,1\nu1,c,2\nu2,d,2\nu2,e,\n");
}

#[test]
fn areas_that_make_no_sense_change_nothing() {
    let cells = [["user", "item", "n"], ["u1", "a", "1"], ["", "b", ""]];
    let expected = "user,item,n\nu1,a,1\n,b,\n";
    assert_eq!(merged(&cells, &["ZZ9:A1", "B2"]), expected);
    assert_eq!(merged(&cells, &["nonsense"]), expected);
    assert_eq!(merged(&cells, &["C9:C12"]), expected);
}

#[test]
fn merged_areas_of_libreoffice_are_filled_as_well() {
    let cell = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let first = format!(
        r#"<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>u1</text:p></table:table-cell>{}</table:table-row>"#,
        cell("a")
    );
    let second = format!("<table:table-row><table:covered-table-cell/>{}</table:table-row>", cell("b"));
    let third = format!("<table:table-row><table:table-cell/>{}</table:table-row>", cell("c"));
    let (_, text) = table(&ods(&format!("{first}{second}{third}"))).expect("a table");
    assert_eq!(text, b"u1,a\nu1,b\n,c\n");
}
