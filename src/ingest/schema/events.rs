//! Types of events, such as view, cart and purchase: their classes and weights.

use std::collections::BTreeMap;

use crate::ingest::lexicon::name_key;
use crate::ingest::values::parse_flag;

/// Class of a type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventClass {
    /// Bought, paid, ordered.
    Purchase,
    /// Put into a cart, liked, saved.
    Intention,
    /// Viewed, clicked, played.
    View,
    /// Given back, cancelled, disliked.
    Return,
    /// No purchase yet, or none any more: a status such as unpaid, closed, failed.
    Void,
    Unknown,
}

#[rustfmt::skip]
const WORDS: [(EventClass, &[&str]); 4] = [
    (EventClass::Purchase, &[
        "buy", "bought", "purchase", "purchased", "transaction", "order", "ordered", "pay", "paid", "payment", "sale",
        "sold", "checkout", "conversion", "购买", "下单", "支付", "付款", "成交", "已购买", "購買", "kauf", "gekauft", "compra",
        "achat", "acquisto",
    ]),
    (EventClass::Intention, &[
        "cart", "addtocart", "basket", "addtobasket", "fav", "favorite", "favourite", "collect", "like", "wishlist",
        "addtowishlist", "save", "saved", "bookmark", "share", "follow", "subscribe", "加购", "加购物车", "加入购物车", "收藏", "点赞",
        "喜欢", "分享", "关注", "加入購物車", "warenkorb", "carrito", "panier", "carrello",
    ]),
    (EventClass::View, &[
        "pv", "view", "viewed", "pageview", "productview", "click", "clk", "impression", "visit", "detail", "show",
        "play", "watch", "listen", "read", "search", "scroll", "浏览", "点击", "曝光", "查看", "播放", "瀏覽", "點擊", "ansicht",
        "klick", "vista", "vue", "clic",
    ]),
    (EventClass::Return, &[
        "refund", "refunded", "return", "returned", "cancel", "cancelled", "canceled", "removefromcart", "unlike",
        "dislike", "uninstall", "unsubscribe", "chargeback", "退货", "退款", "取消", "取消收藏", "退订", "取消订单", "退貨",
        "stornierung", "retoure", "devolucion", "devolución", "retour", "reso",
    ]),
];

/// Parts of events; the first that fits counts.
#[rustfmt::skip]
const PARTS: [(EventClass, &[&str]); 4] = [
    (EventClass::Return, &["refund", "cancel", "removed", "removefrom", "returned", "退款", "退货", "取消"]),
    (EventClass::Intention, &[
        "cart", "basket", "wishlist", "favorite", "favourite", "productadded", "checkoutstarted", "加购", "收藏",
    ]),
    (EventClass::View, &[
        "view", "click", "impression", "visit", "search", "pageload", "sessionstart", "scroll", "浏览", "点击", "曝光",
    ]),
    (EventClass::Purchase, &[
        "purchase", "ordercomplet", "orderplaced", "orderpaid", "checkoutcomplet", "paymentcomplet", "transaction", "bought",
        "购买", "下单", "支付", "成交",
    ]),
];

/// Parts of statuses by which an order is no purchase.
#[rustfmt::skip]
const VOID_PARTS: [&str; 90] = [
    "cancel", "refunded", "refund", "void", "fail", "declined", "expired", "pending", "unpaid", "notpaid", "awaitingpayment",
    "onhold", "lost", "draft", "returned", "rejected", "denied", "deleted", "dropped", "withdrawn", "quotation", "abandoned", "reversed", "chargeback", "关闭", "取消", "退款", "退货",
    "待付款", "等待付款", "等待买家付款", "未付款", "未支付", "待支付", "失败", "作废", "拒收", "锁定", "删除", "报价", "關閉", "退貨", "待付", "キャンセル", "返品", "未入金",
    "入金待ち", "返金", "취소", "환불", "반품", "결제대기", "입금대기", "отмен", "возврат", "неоплачен", "ожидаетоплаты", "аннулир",
    "storn", "abgebrochen", "erstattet", "unbezahlt", "annul", "rembours", "impay", "cancelad", "anulad", "reembols",
    "pendiente", "devuelt", "aguardando", "enattente", "terugbetaald", "inafwachting", "zwróc", "oczekuj", "pendente", "возвращ", "offen", "batal", "ยกเลิก", "hủy", "iptal", "i\u{307}ptal", "stornov", "ملغي", "rimborsat", "inattesa", "geannuleerd", "anulow",
];
/// Parts by which a status is a purchase all the same.
const KEPT_PARTS: [&str; 9] = [
    "partiallyrefunded",
    "partialrefund",
    "未退款",
    "无退款",
    "norefund",
    "notrefunded",
    "notcancel",
    "退款关闭",
    "closedwon",
];
/// Parts of statuses by which an order is a purchase.
#[rustfmt::skip]
const DONE_PARTS: [&str; 38] = [
    "complete", "delivered", "shipped", "fulfilled", "paid", "success", "authorized", "processing", "closedwon", "received",
    "完成", "成功", "已发货", "已付款", "已签收", "已支付", "待发货", "待收货", "待评价", "已收货", "发货", "結帳", "配送", "発送", "入金済",
    "결제완료", "배송", "구매확정", "выполнен", "оплачен", "доставлен", "завершен", "bezahlt", "abgeschlossen", "versandt",
    "payé", "livré", "entregado",
];

impl EventClass {
    /// Class of a cell in the column of events.
    pub fn of(cell: &str) -> EventClass {
        let key = name_key(cell);
        WORDS.iter().find(|(_, words)| words.contains(&key.as_str())).map_or(EventClass::Unknown, |&(class, _)| class)
    }

    /// Class of a cell in a column that is known to be that of events, also by a part of it: `Order Completed`.
    pub fn of_event(cell: &str) -> EventClass {
        let class = EventClass::of(cell);
        if class != EventClass::Unknown {
            return class;
        }
        let key = name_key(cell);
        PARTS
            .iter()
            .find(|(_, parts)| parts.iter().any(|part| key.contains(part)))
            .map_or(EventClass::Unknown, |&(class, _)| class)
    }

    /// Class of a cell in a column of statuses: each row is an order and where it stands, so that a refund takes back
    /// no other row. A blank status is none.
    pub fn of_status(cell: &str) -> EventClass {
        let key = name_key(cell);
        let has = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
        match parse_flag(cell) {
            _ if key.is_empty() => EventClass::Purchase,
            Some(true) => EventClass::Purchase,
            Some(false) => EventClass::Void,
            None if has(&KEPT_PARTS) => EventClass::Purchase,
            None if has(&VOID_PARTS) => EventClass::Void,
            None if has(&DONE_PARTS) => EventClass::Purchase,
            None => EventClass::Unknown,
        }
    }
}

/// Whether types of events are statuses of orders: any is one in which no event can be, or all are flags.
pub(crate) fn are_statuses<'a>(types: impl Iterator<Item = &'a str> + Clone) -> bool {
    let is_status = |name: &str| {
        EventClass::of_event(name) == EventClass::Unknown
            && !name.trim().is_empty()
            && EventClass::of_status(name) != EventClass::Unknown
    };
    types.clone().any(is_status)
        && types.clone().all(|name| !matches!(EventClass::of_event(name), EventClass::View | EventClass::Intention))
}

/// Weight of an order of each status: those in which it is no purchase do not count, and all others do.
pub(crate) fn status_weights(rows: &BTreeMap<String, u64>) -> BTreeMap<String, f64> {
    // Some shops close what was paid back, others what is done; the former complete what is done.
    let completes = rows.keys().any(|name| name_key(name).contains("complete"));
    let is_void =
        |name: &str| EventClass::of_status(name) == EventClass::Void || completes && name_key(name) == "closed";
    let (void, all) = rows
        .iter()
        .fold((0, 0), |(void, all), (name, rows)| (void + if is_void(name) { *rows } else { 0 }, all + rows));
    // A status that nearly all rows have is none of failure, whatever it is called.
    let is_usual = void * 10 >= all * 9;
    let counts = |name: &str| is_usual || !is_void(name);
    rows.keys().map(|name| (name.clone(), f64::from(u8::from(counts(name))))).collect()
}

/// Rows of a class that are enough to leave out weaker classes.
const ENOUGH_ROWS: u64 = 2_000;
/// Share of all rows that is enough as well.
const ENOUGH_SHARE: f64 = 0.1;

/// Weight of an event of each type, by the number of rows of all types: a pair is an interaction where its events add
/// up to one. Purchases count alone if there are enough of them, else intentions as well, else all events; a return
/// counts −1. Types of an unknown class count where there are no purchases.
pub fn event_weights(rows: &BTreeMap<String, u64>) -> BTreeMap<String, f64> {
    let total: u64 = rows.values().sum();
    let rows_of = |class: EventClass| -> u64 {
        rows.iter().filter(|(name, _)| EventClass::of_event(name) == class).map(|(_, rows)| rows).sum()
    };
    let enough = |count: u64| count >= ENOUGH_ROWS || count as f64 >= ENOUGH_SHARE * total as f64 && count > 0;
    let (purchases, intentions) = (rows_of(EventClass::Purchase), rows_of(EventClass::Intention));
    let counts = |class: EventClass| match class {
        EventClass::Purchase => true,
        EventClass::Intention => !enough(purchases),
        EventClass::View => !enough(purchases + intentions),
        EventClass::Unknown => purchases == 0,
        EventClass::Return | EventClass::Void => false,
    };
    let weight = |name: &String| match EventClass::of_event(name) {
        // Removing something from a cart cancels no purchase.
        EventClass::Return if name_key(name) == "removefromcart" && enough(purchases) => 0.0,
        EventClass::Return => -1.0,
        class => f64::from(u8::from(counts(class))),
    };
    rows.keys().map(|name| (name.clone(), weight(name))).collect()
}
