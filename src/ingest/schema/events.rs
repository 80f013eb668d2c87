//! Types of events, such as view, cart and purchase: what their names mean, and which of them count.

use std::collections::BTreeMap;

use crate::ingest::lexicon::dictionary::key;

/// What an event says about a user and an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventClass {
    /// Bought, paid, ordered.
    Purchase,
    /// Put into a cart, liked, saved: meant, not done.
    Intention,
    /// FileEvidence, clicked, played.
    ColumnProfile,
    /// Given back, cancelled, disliked.
    Return,
    Unknown,
}

#[rustfmt::skip]
const WORDS: [(EventClass, &[&str]); 4] = [
    (EventClass::Purchase, &[
        "buy", "bought", "purchase", "purchased", "transaction", "order", "ordered", "pay", "paid", "payment", "sale", "sold",
        "checkout", "conversion", "购买", "下单", "支付", "付款", "成交", "已购买", "購買", "kauf", "gekauft", "compra", "achat", "acquisto",
    ]),
    (EventClass::Intention, &[
        "cart", "addtocart", "basket", "addtobasket", "fav", "favorite", "favourite", "collect", "like", "wishlist",
        "addtowishlist", "save", "saved", "bookmark", "share", "follow", "subscribe", "加购", "加购物车", "加入购物车", "收藏", "点赞",
        "喜欢", "分享", "关注", "加入購物車", "warenkorb", "carrito", "panier", "carrello",
    ]),
    (EventClass::ColumnProfile, &[
        "pv", "view", "viewed", "pageview", "productview", "click", "clk", "impression", "visit", "detail", "show", "play", "watch", "listen",
        "read", "search", "scroll", "浏览", "点击", "曝光", "查看", "播放", "瀏覽", "點擊", "ansicht", "klick", "vista", "vue", "clic",
    ]),
    (EventClass::Return, &[
        "refund", "refunded", "return", "returned", "cancel", "cancelled", "canceled", "removefromcart", "unlike", "dislike",
        "uninstall", "unsubscribe", "chargeback", "退货", "退款", "取消", "取消收藏", "退订", "取消订单", "退貨", "stornierung", "retoure",
        "devolucion", "devolución", "retour", "reso",
    ]),
];

impl EventClass {
    /// What a cell of an event column means.
    pub fn of(cell: &str) -> EventClass {
        let key = key(cell);
        WORDS.iter().find(|(_, words)| words.contains(&key.as_str())).map_or(EventClass::Unknown, |&(class, _)| class)
    }
}

/// Purchases alone are enough from this many rows on, or from this share of all rows.
const ENOUGH_ROWS: u64 = 2_000;
const ENOUGH_SHARE: f64 = 0.1;

/// How much an event of each type counts, from the number of its rows: a pair is an interaction where its
/// events add up to one. Purchases count alone if there are enough of them, else intentions with them, else
/// everything; what takes something back counts −1 where the thing itself counts. Types of no known
/// meaning count where nothing is known to be a purchase.
pub fn weights(rows: &BTreeMap<String, u64>) -> BTreeMap<String, f64> {
    let total: u64 = rows.values().sum();
    let of = |class: EventClass| -> u64 {
        rows.iter().filter(|(name, _)| EventClass::of(name) == class).map(|(_, rows)| rows).sum()
    };
    let enough = |count: u64| count >= ENOUGH_ROWS || count as f64 >= ENOUGH_SHARE * total as f64 && count > 0;
    let (bought, meant) = (of(EventClass::Purchase), of(EventClass::Intention));
    let counts = |class: EventClass| match class {
        EventClass::Purchase => true,
        EventClass::Intention => !enough(bought),
        EventClass::ColumnProfile => !enough(bought + meant),
        EventClass::Unknown => bought == 0,
        EventClass::Return => false,
    };
    let weight = |name: &String| match EventClass::of(name) {
        // What is taken out of a cart was never bought.
        EventClass::Return if key(name) == "removefromcart" && enough(bought) => 0.0,
        EventClass::Return => -1.0,
        class => f64::from(u8::from(counts(class))),
    };
    rows.keys().map(|name| (name.clone(), weight(name))).collect()
}
