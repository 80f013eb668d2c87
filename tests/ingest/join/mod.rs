use firstpick::error::{Error, Result};
use firstpick::ingest::csv::Quotes;
use firstpick::ingest::join::{Join, JoinOptions, JoinSide};

use crate::pieces;

fn side(delimiter: &str, skip: u32, key: usize) -> JoinSide {
    JoinSide { delimiter: delimiter.to_owned(), quotes: Quotes::Doubled, comment: None, skip, key }
}

fn joined(lookup: &str, table: &str, size: usize) -> Result<String> {
    let names = vec!["user (orders.csv)".to_owned(), "at (orders.csv)".to_owned()];
    let options = JoinOptions { lookup: side(";", 0, 0), columns: vec![2, 1], names, table: side(",", 1, 1) };
    let mut join = Join::new(options)?;
    for (piece, last) in pieces(lookup.as_bytes(), size) {
        join.push_lookup(piece, last)?;
    }
    let mut text = Vec::new();
    for (piece, last) in pieces(table.as_bytes(), size) {
        text.extend(join.push(piece, last)?);
    }
    Ok(String::from_utf8(text).expect("UTF-8"))
}

const TABLE: &str = "Order lines\nitem,order,n\nTea, 1,2\n\"Mug, blue\",2,1\nPen,9,1\nTea,2,1\n";

#[test]
fn lines_get_the_customer_and_time_of_their_order_however_the_files_are_cut() {
    let lookup = "order;at;user\n1;2025-01-01;u1\n2;\"a,b\";u2\n1;2025-01-01;u1\n";
    let expected = "item,order,n,user (orders.csv),at (orders.csv)\nTea, 1,2,u1,2025-01-01\n\
        \"Mug, blue\",2,1,u2,\"a,b\"\nPen,9,1,,\nTea,2,1,u2,\"a,b\"\n";
    for size in [1, 7, 1_000] {
        assert_eq!(joined(lookup, TABLE, size).as_deref(), Ok(expected), "pieces of {size}");
    }
}

#[test]
fn a_key_of_two_customers_joins_nothing() {
    let outcome = joined("order;at;user\n1;x;u1\n1;x;u2\n", TABLE, 100);
    assert_eq!(outcome, Err(Error::OptionUnknown { option: "join", value: "1".to_owned() }));
}
