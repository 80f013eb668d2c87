use std::collections::BTreeMap;

use firstpick::ingest::schema::{EventClass, event_weights};

fn weighed(rows: &[(&str, u64)]) -> BTreeMap<String, f64> {
    event_weights(&rows.iter().map(|&(name, rows)| (name.to_owned(), rows)).collect())
}

#[test]
fn types_of_events_are_known_in_several_languages() {
    for (cell, class) in [
        ("pv", EventClass::View),
        ("Add to Cart", EventClass::Intention),
        ("transaction", EventClass::Purchase),
        ("购买", EventClass::Purchase),
        ("remove_from_cart", EventClass::Return),
        ("退款", EventClass::Return),
        ("frobnicate", EventClass::Unknown),
    ] {
        assert_eq!(EventClass::of(cell), class, "{cell}");
    }
}

#[test]
fn purchases_count_alone_where_there_are_enough_of_them() {
    let found = weighed(&[("view", 900_000), ("addtocart", 60_000), ("transaction", 20_000), ("refund", 10)]);
    assert_eq!([found["view"], found["addtocart"], found["transaction"], found["refund"]], [0.0, 0.0, 1.0, -1.0]);
    let few = weighed(&[("view", 900_000), ("addtocart", 60_000), ("transaction", 200)]);
    assert_eq!([few["view"], few["addtocart"], few["transaction"]], [0.0, 1.0, 1.0]);
    let views = weighed(&[("view", 900_000), ("addtocart", 6)]);
    assert_eq!([views["view"], views["addtocart"]], [1.0, 1.0]);
}

#[test]
fn types_of_an_unknown_class_count_where_no_other_is_a_purchase() {
    assert!(weighed(&[("a", 10), ("b", 20)]).values().all(|&weight| weight == 1.0));
    assert_eq!(weighed(&[("a", 10), ("buy", 20)])["a"], 0.0);
}

#[test]
fn statuses_of_orders_are_known_in_several_languages() {
    let void = [
        "交易关闭",
        "已退款",
        "待付款",
        "Cancelled",
        "wc-cancelled",
        "Refunded",
        "pending",
        "On hold",
        "failed",
        "キャンセル",
        "결제대기",
        "Отменён",
        "Annulée",
        "Cancelado",
        "storniert",
        "FALSE",
        "否",
        "Closed lost",
        "Unpaid",
    ];
    for cell in void {
        assert_eq!(EventClass::of_status(cell), EventClass::Void, "{cell}");
    }
    let counts = [
        "交易成功",
        "已完成",
        "已发货",
        "completed",
        "Shipped - Delivered",
        "paid",
        "partially_refunded",
        "未退款",
        "発送済み",
        "배송완료",
        "Выполнен",
        "Livrée",
        "Entregado",
        "TRUE",
        "",
        "Closed won",
    ];
    for cell in counts {
        assert_ne!(EventClass::of_status(cell), EventClass::Void, "{cell}");
    }
}
