use firstpick::error::Error;
use firstpick::ingest::schema::{Roles, TableLayout};
use firstpick::ingest::values::{parse_binary, parse_binary_list};

use crate::strings;

fn guess(header: &[&str], rows: &[&[&str]]) -> (Roles, TableLayout) {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| strings(row)).collect();
    Roles::guess(&strings(header), &rows)
}

fn roles(user: Option<usize>, item: Option<usize>) -> Roles {
    Roles { user, item, ..Roles::default() }
}

#[test]
fn the_columns_of_common_files_are_inferred() {
    let retail: [&str; 8] =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];
    let sold: [&str; 8] = ["536365", "85123A", "LANTERN", "6", "12/1/10 8:26", "2.55", "17850", "United Kingdom"];
    let (found, layout) = guess(&retail, &[&sold]);
    let expected = Roles {
        name: Some(2),
        time: Some(4),
        value: Some(3),
        order: Some(0),
        segment: Some(7),
        ..roles(Some(6), Some(1))
    };
    assert_eq!((found, layout), (expected, TableLayout::Long), "Online Retail");

    let (found, layout) = guess(&["userId", "movieId", "rating", "timestamp"], &[&["1", "31", "2.5", "1260759144"]]);
    let expected = Roles { value: Some(2), time: Some(3), ..roles(Some(0), Some(1)) };
    assert_eq!((found, layout), (expected, TableLayout::Long), "MovieLens");

    let (found, _) =
        guess(&["日期", "会员编号", "商品名称", "商品编码", "数量"], &[&["2023-1-2", "0042", "牛奶", "A1", "2"]]);
    let expected = Roles { name: Some(2), time: Some(0), value: Some(4), ..roles(Some(1), Some(3)) };
    assert_eq!(found, expected, "a shop's export in Chinese");

    let (found, _) =
        guess(&["household", "product_type", "department", "first_date"], &[&["1", "Milk", "Dairy", "2017-01-01"]]);
    assert_eq!(found, Roles { time: Some(3), category: Some(2), ..roles(Some(0), Some(1)) }, "groceries");
}

#[test]
fn case_blanks_and_punctuation_in_a_header_do_not_matter() {
    for header in [["USER_ID", "Item ID"], ["user-id", "item.id"], [" User Id ", "ITEMID"]] {
        assert_eq!(guess(&header, &[&["1", "2"]]).0, roles(Some(0), Some(1)), "{header:?}");
    }
}

#[test]
fn without_an_item_code_the_name_is_the_item() {
    let (found, _) = guess(&["客户", "商品名称"], &[&["1", "牛奶"]]);
    assert_eq!(found, roles(Some(0), Some(1)));
}

#[test]
fn with_unknown_names_the_first_columns_that_may_be_ids_are_user_and_item() {
    let (found, layout) = guess(&["when", "price", "who", "what"], &[&["2023-01-02 10:00:00", "1.5", "ann", "tea"]]);
    let expected = Roles { time: Some(0), ..roles(Some(2), Some(3)) };
    assert_eq!((found, layout), (expected, TableLayout::Long));
}

#[test]
fn a_split_column_is_one_only_if_its_cells_name_parts() {
    let header = ["user", "item", "split"];
    assert_eq!(guess(&header, &[&["1", "2", "train"], &["1", "3", "Test"]]).0.split, Some(2));
    assert_eq!(guess(&header, &[&["1", "2", "train"], &["1", "3", "banana"]]).0.split, None);
}

#[test]
fn zeros_and_ones_in_columns_are_a_wide_table() {
    let (found, layout) = guess(&["user", "p1", "p2", "p3"], &[&["1", "1", "0", "1"], &["2", "0", "0", "1"]]);
    assert_eq!((found, layout), (roles(Some(0), None), TableLayout::Wide));
    let (found, layout) = guess(&["p1", "p2"], &[&["1", "0"], &["0", "1"]]);
    assert_eq!((found, layout), (roles(None, None), TableLayout::Wide), "without a user column");
}

#[test]
fn vectors_in_one_cell_are_a_list() {
    let (found, layout) = guess(&["user", "bought"], &[&["1", "[1,0,1]"], &["2", "[0, 1, 1]"]]);
    assert_eq!((found, layout), (roles(Some(0), Some(1)), TableLayout::List));
    let (found, layout) = guess(&["vector"], &[&["[1 0 1]"]]);
    assert_eq!((found, layout), (roles(None, Some(0)), TableLayout::List), "alone in the file");
}

#[test]
fn a_column_with_two_roles_is_refused_whichever_they_are() {
    const NAMES: [&str; 6] = ["user", "item", "name", "time", "value", "split"];
    let columns = strings(&["a", "b", "c", "d", "e", "f"]);
    for first in 0..6 {
        for second in first + 1..6 {
            let mut at: Vec<usize> = (0..6).collect();
            at[second] = first;
            let [user, item, name, time, value, split] = [0, 1, 2, 3, 4, 5].map(|role: usize| Some(at[role]));
            let roles = Roles { user, item, name, time, value, split, ..Roles::default() };
            let expected =
                Error::ColumnTwice { column: columns[first].clone(), role: NAMES[first], other: NAMES[second] };
            assert_eq!(roles.check(TableLayout::Long, &columns), Err(expected));
        }
    }
}

#[test]
fn each_layout_needs_its_own_columns() {
    let columns = strings(&["a", "b"]);
    let check = |user, item, layout| roles(user, item).check(layout, &columns);
    let missing = |role| Err(Error::ColumnMissing { role });
    assert_eq!(check(Some(0), Some(1), TableLayout::Long), Ok(()));
    assert_eq!(check(None, Some(1), TableLayout::Long), missing("user"));
    assert_eq!(check(Some(0), None, TableLayout::Long), missing("item"));
    assert_eq!(check(None, None, TableLayout::Wide), Ok(()));
    assert_eq!(check(None, Some(1), TableLayout::List), Ok(()));
    assert_eq!(check(Some(0), None, TableLayout::List), missing("item"));
    assert_eq!(check(Some(0), Some(2), TableLayout::Long), missing("item"), "a column that the file does not have");
}

#[test]
fn chosen_roles_determine_the_layout() {
    let rows = [strings(&["1", "1", "0", "[1,0]"]), strings(&["2", "0", "1", "[0,1]"])];
    assert_eq!(roles(Some(0), Some(1)).layout_of(&rows), TableLayout::Long);
    assert_eq!(roles(Some(0), Some(3)).layout_of(&rows), TableLayout::List);
    assert_eq!(roles(Some(0), None).layout_of(&rows), TableLayout::Wide);
    assert_eq!(roles(Some(1), None).layout_of(&rows), TableLayout::Long, "one 0/1 column is not yet a table of them");
}

#[test]
fn only_zeros_and_ones_are_flags() {
    for (cell, flag) in
        [("1", Some(true)), ("0", Some(false)), ("1.0", Some(true)), ("0.0", Some(false)), ("", Some(false))]
    {
        assert_eq!(parse_binary(cell), flag, "{cell:?}");
    }
    for cell in ["2", "-1", "yes", "01", "1,0", "١"] {
        assert_eq!(parse_binary(cell), None, "{cell:?}");
    }
    assert_eq!((parse_binary("[1"), parse_binary(" 0]")), (Some(true), Some(false)), "a vector cut at its commas");
}

#[test]
fn a_list_is_in_brackets_and_of_zeros_and_ones() {
    let flags = |cell: &str| parse_binary_list(cell).map(|flags| flags.collect::<Vec<_>>());
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(flags("[1,0,0,1]"), Some(vec![yes, no, no, yes]));
    assert_eq!(flags(" [1, 0 ; 1] "), Some(vec![yes, no, yes]));
    assert_eq!(flags("[1 0]"), Some(vec![yes, no]));
    assert_eq!(flags("[1,2]"), Some(vec![yes, None]));
    assert_eq!(flags("[[1],0]"), Some(vec![None, no]));
    assert_eq!(flags("[]"), Some(vec![]));
    for cell in ["1,0,1", "[1,0", "1,0]", "", "milk"] {
        assert_eq!(flags(cell), None, "{cell:?}");
    }
}

fn guessed(text: &str) -> (Roles, TableLayout) {
    let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    Roles::guess(&rows[0], &rows[1..])
}

#[test]
fn two_flags_beside_a_user_and_a_product_name_do_not_make_a_file_wide() {
    let (roles, layout) = guessed("customer_id,product_name,is_member,is_new\n7,Milk,0,1\n8,Bread,1,1");
    assert_eq!((layout, roles.user, roles.item), (TableLayout::Long, Some(0), Some(1)));
}

#[test]
fn a_column_of_other_numbers_is_no_item_of_a_wide_file() {
    let text = "user,age,milk,bread\n1,31,0,1\n2,45,1,1";
    let (roles, layout) = guessed(text);
    assert_eq!((layout, roles.user), (TableLayout::Wide, Some(0)));
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
    assert_eq!(roles.item_columns(&rows, 4), [2, 3]);
}
