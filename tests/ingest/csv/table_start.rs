//! What stands above a table, around its columns, and in its header.

use firstpick::ingest::schema::{Preview, PreviewSummary};

use crate::strings;

fn shown(text: &str) -> PreviewSummary {
    Preview::of(text.as_bytes(), true).unwrap_or_else(|error| panic!("{text:?}: {error}")).summary()
}

/// Checks the lines above the header, the names of the columns, and the first row.
#[track_caller]
fn starts(text: &str, skip: u32, columns: &[&str], first: &[&str]) {
    let shown = shown(text);
    let names: Vec<&str> = shown.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((shown.skip, names.as_slice()), (skip, columns), "{text:?} by {:?}", shown.delimiter);
    assert_eq!(shown.rows[0], strings(first), "{text:?}");
}

#[test]
fn an_empty_first_cell_of_the_header_is_an_index_without_a_name() {
    starts(
        ",who,what,how many\n0,anna,tea,2\n1,bert,mug,1\n",
        0,
        &["#1", "who", "what", "how many"],
        &["0", "anna", "tea", "2"],
    );
    starts(
        "\"\",\"who\",\"what\"\n\"1\",\"a\",\"b\"\n\"2\",\"c\",\"d\"\n",
        0,
        &["#1", "who", "what"],
        &["1", "a", "b"],
    );
    starts(",Tea,Mug\nAnna,True,False\nBert,False,True\n", 0, &["#1", "Tea", "Mug"], &["Anna", "True", "False"]);
    starts(
        ",Tea no. 1,Tea no. 2\n0,False,True\n1,True,True\n",
        0,
        &["#1", "Tea no. 1", "Tea no. 2"],
        &["0", "False", "True"],
    );
    // A row whose user is missing is no header.
    starts(",tea\nu1,mug\nu2,tea\n", 0, &["#1", "#2"], &["", "tea"]);
    starts(",tea,1\nu1,mug,2\n", 0, &["#1", "#2", "#3"], &["", "tea", "1"]);
}

#[test]
fn titles_above_the_header_are_skipped_also_with_cells_of_their_own() {
    let preamble = "Vendor;Test\nStart;06/02/2024\nEnd;06/29/2024\nCustomer;Product;Date\n\
                    C1;Tea;06/03/2024;\t\t\nC2;Mug;06/04/2024;\t\t\nC3;Tea;06/04/2024;\t\t\n";
    starts(preamble, 3, &["Customer", "Product", "Date"], &["C1", "Tea", "06/03/2024"]);
    starts(
        "Sales,,\nPeriod: May,,\n,,\nCustomer,Product,Qty\nC1,Tea,1\nC2,Mug,2\n",
        3,
        &["Customer", "Product", "Qty"],
        &["C1", "Tea", "1"],
    );
    starts("sep=;\nCustomer;Product\nC1;Tea\nC2;Mug\n", 1, &["Customer", "Product"], &["C1", "Tea"]);
}

#[test]
fn tables_of_databases_are_read_without_their_rules() {
    let mysql = "+------+------+-----+\n| user | item | qty |\n+------+------+-----+\n\
                 |    1 | TEA  |   1 |\n|    2 | MUG  |   2 |\n|    2 | TEA  |   1 |\n+------+------+-----+\n";
    let shown_mysql = shown(mysql);
    assert_eq!((shown_mysql.delimiter, shown_mysql.skip, shown_mysql.header), ("|", 1, true));
    assert_eq!(shown_mysql.columns[1].name, "user");
    assert_eq!(shown_mysql.rows[1], strings(&["", "    1 ", " TEA  ", "   1 "]));
    let unknown = mysql.replace("user", "wer ").replace("item", "was ").replace("qty", "wie");
    assert_eq!((shown(&unknown).skip, shown(&unknown).header), (1, true), "names that are not known");
    let psql = " user | item | qty \n------+------+-----\n    1 | TEA  |   1\n    2 | MUG  |   2\n    2 | TEA  |   1\n(3 rows)\n\n";
    assert_eq!((shown(psql).delimiter, shown(psql).skip, shown(psql).header), ("|", 0, true));
    assert_eq!(shown(psql).columns[2].name, "qty");
    starts("user | item | qty \nA1 | 12 | 1 \nA2 | 13 | 2 \n", 0, &["user", "item", "qty"], &["A1 ", " 12 ", " 1 "]);
}

#[test]
fn columns_between_blanks_are_a_table_where_no_other_delimiter_fits() {
    starts("1 4 4\n1 7 3\n2 11 3.5\n2 14 2\n", 0, &["#1", "#2", "#3"], &["1", "4", "4"]);
    starts("  1   4   4\n 10  17   3\n  2 111 3.5\n", 0, &["#1", "#2", "#3"], &["1", "4", "4"]);
    starts("user item rating\nu1 i4 4\nu1 i7 3\nu2 i4 5\n", 0, &["user", "item", "rating"], &["u1", "i4", "4"]);
    assert_eq!(shown("1 4 4\n1 7 3\n2 11 3.5\n").delimiter, " ");
    // Lists of one length, or names of two words, are none.
    for text in ["1 2 3\n1 2 4 5\n3 4\n7 9 11 2\n", "brown bread\ngreen tea\nwhole milk\n", "0 1 1\n1 0 1\n1 1 0\n"] {
        assert!(
            Preview::of(text.as_bytes(), true).is_ok_and(|preview| preview.dialect.delimiter != " ")
                || Preview::of(text.as_bytes(), true).is_err(),
            "{text:?}"
        );
    }
}

#[test]
fn names_with_types_and_with_commas_are_names() {
    starts(
        "user_id:token\titem_id:token\trating:float\nu1\ti1\t4\nu2\ti2\t3\n",
        0,
        &["user_id:token", "item_id:token", "rating:float"],
        &["u1", "i1", "4"],
    );
    starts(
        "Kunde (Nr., Pflicht);Artikel (Name, kurz);Menge (Zahl)\nK1;Tee, lose;1\nK2;Kanne, groß;2\n",
        0,
        &["Kunde (Nr., Pflicht)", "Artikel (Name, kurz)", "Menge (Zahl)"],
        &["K1", "Tee, lose", "1"],
    );
}

#[test]
fn delimiters_at_the_ends_of_rows_add_no_columns() {
    starts("customer,product,qty,\nC1,Tea,1\nC2,Mug,2\n", 0, &["customer", "product", "qty"], &["C1", "Tea", "1"]);
    starts("customer,product,qty\nC1,Tea,1,\nC2,Mug,2,\n", 0, &["customer", "product", "qty"], &["C1", "Tea", "1"]);
}

#[test]
fn a_title_that_a_blank_line_parts_from_the_table_is_skipped() {
    let text = "Exported by someone, on Monday\n\nwer,was,wieviel\n1,tea,2\n2,mug,1\n1,mug,4\n";
    starts(text, 2, &["wer", "was", "wieviel"], &["1", "tea", "2"]);
}

#[test]
fn the_output_of_a_query_between_blanks_is_a_table() {
    let rows: String = (0..20).map(|row| format!("{:<11} {:<11} {:<11}\n", row / 3, row % 7, 1 + row % 4)).collect();
    let rule = ["-----------"; 3].join(" ");
    let text = format!("user_id     item_id     qty        \n{rule}\n{rows}\n(20 rows affected)\n");
    let shown = shown(&text);
    assert_eq!((shown.delimiter, shown.header, shown.columns.len()), (" ", true, 3));
    assert_eq!(shown.rows[1], strings(&["0", "0", "1"]));
}
