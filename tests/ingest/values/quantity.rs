//! Quantities with units of pieces.

use firstpick::ingest::values::{NumberStyle, parse_quantity};

#[test]
fn pieces_are_counted_whatever_they_are_called() {
    for (cell, expected) in [
        ("2", 2.0),
        ("-3", -3.0),
        ("1,5", 1.5),
        ("2.00", 2.0),
        ("2件", 2.0),
        (" 12 件 ", 12.0),
        ("2 pcs", 2.0),
        ("1 pc", 1.0),
        ("3 Stk.", 3.0),
        ("3 Stück", 3.0),
        ("5 шт", 5.0),
        ("5 шт.", 5.0),
        ("2個", 2.0),
        ("3개", 3.0),
        ("2セット", 2.0),
        ("２個", 2.0),
        ("x2", 2.0),
        ("2x", 2.0),
        ("×2", 2.0),
        ("2 ×", 2.0),
        ("2 ks", 2.0),
        ("2 szt.", 2.0),
        ("3 PCS", 3.0),
        ("2 unités", 2.0),
        ("4 uds.", 4.0),
        ("2 ชิ้น", 2.0),
        ("1,200 pcs", 1_200.0),
    ] {
        assert_eq!(parse_quantity(cell, NumberStyle::Point), Some(expected), "{cell}");
    }
}

#[test]
fn weights_volumes_prices_and_shares_are_no_quantities() {
    for cell in [
        "",
        "-",
        "500g",
        "500 g",
        "1.5kg",
        "250 ml",
        "0.5L",
        "1 l",
        "2 m",
        "12 oz",
        "3 lb",
        "$5",
        "5 €",
        "USD 5",
        "5%",
        "5元",
        "pcs",
        "件",
        "x",
        "2 x 500g",
        "two",
        "2 pcs left",
        "1/2",
        "10-12",
        "2011-12-31",
        "A2",
        "2/5",
    ] {
        assert_eq!(parse_quantity(cell, NumberStyle::Point), None, "{cell}");
    }
}
