//! Types of events, such as view, cart and purchase: their classes and weights.

use std::collections::BTreeMap;

use crate::ingest::lexicon::name_key;

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

impl EventClass {
    /// Class of a cell in the column of events.
    pub fn of(cell: &str) -> EventClass {
        let key = name_key(cell);
        WORDS.iter().find(|(_, words)| words.contains(&key.as_str())).map_or(EventClass::Unknown, |&(class, _)| class)
    }
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
        rows.iter().filter(|(name, _)| EventClass::of(name) == class).map(|(_, rows)| rows).sum()
    };
    let enough = |count: u64| count >= ENOUGH_ROWS || count as f64 >= ENOUGH_SHARE * total as f64 && count > 0;
    let (purchases, intentions) = (rows_of(EventClass::Purchase), rows_of(EventClass::Intention));
    let counts = |class: EventClass| match class {
        EventClass::Purchase => true,
        EventClass::Intention => !enough(purchases),
        EventClass::View => !enough(purchases + intentions),
        EventClass::Unknown => purchases == 0,
        EventClass::Return => false,
    };
    let weight = |name: &String| match EventClass::of(name) {
        // Removing something from a cart cancels no purchase.
        EventClass::Return if name_key(name) == "removefromcart" && enough(purchases) => 0.0,
        EventClass::Return => -1.0,
        class => f64::from(u8::from(counts(class))),
    };
    rows.keys().map(|name| (name.clone(), weight(name))).collect()
}
