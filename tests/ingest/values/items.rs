//! Line items of an order in one cell.

use firstpick::ingest::values::{CountPlace, ItemFormat};

/// Items of a cell in the format that is guessed for `cells`: id and quantity of each.
fn items(cells: &[&str], cell: &str) -> Vec<(String, f64)> {
    let format = ItemFormat::guess(cells).unwrap_or_else(|| panic!("no format: {cells:?}"));
    format.items(cell).map(|item| (item.id.into_owned(), item.quantity)).collect()
}

#[track_caller]
fn reads(cells: &[&str], expected: &[(&str, f64)]) {
    let expected: Vec<(String, f64)> = expected.iter().map(|&(id, count)| (id.to_owned(), count)).collect();
    assert_eq!(items(cells, cells[0]), expected, "{cells:?} as {:?}", ItemFormat::guess(cells));
}

#[test]
fn counts_are_read_before_and_behind_the_names() {
    reads(&["2× Tea, 1× Mug", "1× Mug"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["2x Tea; 1 x Mug", "1 x Mug"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["x2 Tea, x1 Mug"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["Tea x 2; Mug", "Mug", "Mug; Tea x 3"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["Tea x2, Mug x1"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["Tea (2), Mug (1)", "Mug (1)"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["Tea (x2), Mug (x1)"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["Tea*2", "Mug*1;Tea*1", "Tea*1"], &[("Tea", 2.0)]);
    reads(&["100123*2+100124*1"], &[("100123", 2.0), ("100124", 1.0)]);
    reads(&["TEA-04:2;MUG-01:1", "MUG-01:3"], &[("TEA-04", 2.0), ("MUG-01", 1.0)]);
    reads(&["红茶×2，杯子×1", "杯子×1"], &[("红茶", 2.0), ("杯子", 1.0)]);
    reads(&["红茶2件、杯子1个", "杯子3个"], &[("红茶", 2.0), ("杯子", 1.0)]);
    reads(&["红茶（2），杯子（1）"], &[("红茶", 2.0), ("杯子", 1.0)]);
    reads(&["2 x Tea\n1 x Mug", "1 x Mug"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["2 x 500g Tea, 1 x Mug"], &[("500g Tea", 2.0), ("Mug", 1.0)]);
}

#[test]
fn the_separator_is_the_one_between_counted_items() {
    reads(&["2× Tea, green; 1× Mug", "1× Mug"], &[("Tea, green", 2.0), ("Mug", 1.0)]);
    reads(&["Tea (green, loose) x 2, Mug x 1"], &[("Tea (green, loose)", 2.0), ("Mug", 1.0)]);
    assert_eq!(
        ItemFormat::guess(&["Tea x 2 | Mug x 1"]),
        Some(ItemFormat::Counted { separator: '|', place: CountPlace::After })
    );
}

#[test]
fn keys_and_values_name_the_item_and_not_its_price() {
    let woo = "name:Tea no. 7; green|product_id:107|sku:TEA-07|quantity:2|total:4.50|refunded:0.00;\
               name:Mug|product_id:108|sku:|quantity:1|total:4.50|refunded:0.00";
    reads(&[woo], &[("TEA-07", 2.0), ("108", 1.0)]);
    let named = ItemFormat::Pairs.items(woo).next().and_then(|item| item.name);
    assert_eq!(named.as_deref(), Some("Tea no. 7; green"));
    reads(&["name:Tea|quantity:2;name:Mug|quantity:1"], &[("Tea", 2.0), ("Mug", 1.0)]);
    reads(&["sku:T4,qty:2|sku:M1,qty:1"], &[("T4", 2.0), ("M1", 1.0)]);
    reads(&["sku: T4, qty: 2\nsku: M1, qty: 1"], &[("T4", 2.0), ("M1", 1.0)]);
}

#[test]
fn json_names_the_item_by_its_id_before_its_name() {
    let json = r#"[{"item_id": "TEA-07", "qty": 2, "price": 4.5}, {"item_id": "TEA-02", "qty": 1, "price": 4.5}]"#;
    reads(&[json], &[("TEA-07", 2.0), ("TEA-02", 1.0)]);
    reads(&[r#"[{"id": 17, "name": "Tea", "quantity": "2"}]"#], &[("17", 2.0)]);
    reads(&[r#"[{"name": "Tea", "price": 3}]"#], &[("Tea", 1.0)]);
    reads(&[r#"[{"id": 9001, "sku": "T4", "quantity": 1}]"#], &[("T4", 1.0)]);
    reads(&[r#"{"T4": 2, "M1": 1}"#], &[("M1", 1.0), ("T4", 2.0)]);
    // As Python prints it.
    reads(
        &[r#"[{'id': 17, 'name': "Anna's Tea", 'note': None}, {'id': 18, 'name': 'The "Mug"'}]"#],
        &[("17", 1.0), ("18", 1.0)],
    );
    let names: Vec<_> =
        ItemFormat::Json.items(r#"[{'id': 18, 'name': 'The "Mug"'}]"#).filter_map(|item| item.name).collect();
    assert_eq!(names, ["The \"Mug\""]);
}

#[test]
fn lines_of_a_cell_are_items() {
    reads(&["Tea, green\nMug", "Mug"], &[("Tea, green", 1.0), ("Mug", 1.0)]);
    reads(&["Tea\r\nMug\r\n"], &[("Tea", 1.0), ("Mug", 1.0)]);
}

#[test]
fn plain_names_are_left_to_others() {
    for cells in [
        &["Tea no. 7,Tea no. 2,Tea no. 1", "Mug model 5"][..],
        &["Tea", "Mug"],
        &["Frame 10x15", "Frame 20x30", "Box2"],
        &["10x15 Frame", "20x30 Frame"],
        &["Toy Story (1995)", "Heat (1995)"],
        &["iPhone 12, case", "Mug"],
        &["12:30, 14:00 o'clock"],
        &["[\"Tea\", \"Mug\"]"],
        &["[1,0,1]", "[0,1,1]"],
        &["note: call back", "a: b"],
        &["500g", "250 ml"],
        &["2025-01-05", "2025-01-06"],
        &["", " "],
        &[],
    ] {
        assert_eq!(ItemFormat::guess(cells), None, "{cells:?}");
    }
}

#[test]
fn cells_of_another_format_have_no_items_and_no_text_causes_a_panic() {
    assert_eq!(ItemFormat::Json.items("Tea").count(), 0);
    assert_eq!(ItemFormat::Pairs.items("Tea").count(), 0);
    // A megabyte of beginnings of keys takes no longer than other text.
    for text in ["a", "a ", "a:", "1x ", "(", "'"] {
        let cell = format!("a:{}", text.repeat((1 << 20) / text.len()));
        ItemFormat::guess(&[&cell]);
    }
    let signs: Vec<char> = "12x×*:;|,(（)）[]{}'\"\\ae nameqty件\n🙂\u{301}".chars().collect();
    let mut state = 11_u64;
    for _ in 0..20_000 {
        let mut cell = String::new();
        for _ in 0..state % 24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            cell.push(signs[(state >> 33) as usize % signs.len()]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        if let Some(format) = ItemFormat::guess(&[&cell]) {
            assert!(format.items(&cell).all(|item| item.quantity.is_finite()), "{cell}");
        }
    }
}
