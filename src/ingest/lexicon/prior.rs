//! Priors: how far the name of a column alone speaks for each role. Contents may speak against it.

use crate::ingest::lexicon::dictionary::{NAMES_BY_ROLE, name_key, role_by_words};
use crate::ingest::lexicon::shops::SHOP_NAMES;

/// Prior of a name in the dictionary, less a little for each one before it.
const KNOWN: f64 = 3.0;
const PLACE: f64 = 0.004;
/// Prior of a name in the second dictionary, which are less certain.
const SHOP: f64 = 2.6;
/// Prior of a name of known words.
const WORDS: f64 = 2.0;
/// Factor for a name about the seller, the receiver or the delivery.
const ELSEWHERE: f64 = 0.4;

/// Prior of a column's name for a role, 0–3; 0 where it says nothing.
pub(crate) fn name_prior(role: &str, name: &str) -> f64 {
    let plain = plain_name(name);
    let whole = if plain.len() < name.len() { prior_of(role, name) } else { 0.0 };
    // Kundin/Kunde.
    let parts = plain.contains('/').then(|| plain.split('/').map(|part| prior_of(role, part)).fold(0.0, f64::max));
    prior_of(role, plain).max(whole).max(parts.unwrap_or(0.0))
}

/// Name without a remark in brackets, and without a type such as `:token`.
fn plain_name(name: &str) -> &str {
    let plain = name.split(['(', '（', '[', '【', ':', '：']).next().unwrap_or(name).trim();
    if plain.is_empty() { name } else { plain }
}

fn prior_of(role: &str, plain: &str) -> f64 {
    let key = name_key(plain);
    if key.is_empty() {
        return 0.0;
    }
    let known = |table: &[(&str, &[&str])], base: f64| {
        let names = table.iter().find(|(other, _)| *other == role).map(|(_, names)| *names);
        let place = names.and_then(|names| names.iter().position(|&other| other == key));
        place.map(|place| base - PLACE * place as f64)
    };
    let prior = known(&NAMES_BY_ROLE, KNOWN)
        .or_else(|| known(&SHOP_NAMES, SHOP))
        .or_else(|| (role_by_words(plain) == Some(role)).then_some(WORDS))
        .or_else(|| by_parts(role, &key))
        .unwrap_or(0.0);
    if role == "user" && is_half_a_name(&key) {
        return 0.0;
    }
    if is_elsewhere(&key) { prior * ELSEWHERE } else { prior }
}

/// Prior of a compound by the words that it contains.
fn by_parts(role: &str, key: &str) -> Option<f64> {
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    match role {
        "user" if has(&PERSONS) && !is_never_user(key) => {
            let reached = REACHED.iter().find(|(word, _)| key.contains(word)).map(|&(_, prior)| prior);
            reached.or((!has(&ABOUT)).then_some(1.1))
        }
        // A question of a form: 1、您的手机号.
        "user" if has(&["手机号", "邮箱", "微信号", "学号", "工号", "姓名", "email", "phonenumber"]) => {
            Some(1.2)
        }
        // A name alone may be that of a person, or of an order.
        "user" if key == "name" || key == "fullname" => Some(0.6),
        "item" if ["product", "article", "商品", "产品", "品目"].iter().any(|word| key.ends_with(word)) => {
            Some(1.6)
        }
        "item" if key.ends_with("sku") && !has(&QUANTITIES) => Some(2.0),
        "event" if is_status_key(key) => Some(1.6),
        "value" if has(&QUANTITIES) && !has(&["price", "amountpaid", "total", "unitof"]) => Some(1.6),
        _ => None,
    }
}

/// Words for a person who buys.
#[rustfmt::skip]
const PERSONS: [&str; 45] = [
    "customer", "buyer", "member", "client", "user", "guest", "shopper", "author", "subscriber", "patron", "purchaser", "patient", "borrower", "患者", "读者", "soldto",
    "买家", "客户", "会员", "顾客", "用户", "学员", "购买人", "下单人", "付款人", "往来单位", "客商", "购货单位", "顧客", "会員", "購入者", "注文者",
    "구매자", "고객", "회원", "주문자", "клиент", "покупател", "контрагент", "zákazník", "müşteri", "alıcı", "pembeli", "العميل",
    "ผู้ซื้อ",
];
/// What follows such a word, and how far it tells one person from another.
#[rustfmt::skip]
const REACHED: [(&str, f64); 45] = [
    ("uid", 2.0), ("steamid", 2.0), ("email", 1.9), ("mail", 1.9), ("メール", 1.9), ("账号", 2.0), ("帐号", 2.0), ("会员名", 2.0),
    ("昵称", 1.8), ("邮箱", 1.9), ("手机", 1.7), ("phone", 1.6), ("tel", 1.5), ("mobile", 1.6), ("电话", 1.5), ("编号", 2.0),
    ("编码", 2.0), ("代码", 2.0), ("全名", 1.6), ("name", 1.5), ("姓名", 1.5), ("名称", 1.5), ("名", 1.3), ("명", 1.3), ("id", 1.8),
    ("barcode", 1.9), ("code", 1.9), ("number", 1.8), ("コード", 1.9), ("番号", 1.9), ("卡号", 1.9), ("연락처", 1.7), ("휴대폰", 1.7), ("전화", 1.6), ("card", 1.8), ("party", 1.8),
    ("document", 1.6), ("кпп", 1.5), ("アドレス", 1.7), ("имя", 1.4), ("код", 1.8), ("اسم", 1.6), ("jméno", 1.5), ("adı", 1.5), ("ชื่อ", 1.5),
];
/// Words for what is said about a person.
const ABOUT: [&str; 16] = [
    "note", "remark", "comment", "age", "since", "level", "tier", "segment", "group", "review", "count", "评价",
    "等级", "级别", "留言", "分群",
];
/// Words for a number of pieces.
#[rustfmt::skip]
const QUANTITIES: [&str; 28] = [
    "quantity", "qty", "menge", "anzahl", "количество", "колво", "cantidad", "quantité", "quantite", "quantità", "quantidade",
    "qtde", "数量", "數量", "수량", "個数", "件数", "份数", "ilość", "množství", "adet", "jumlah", "kuantitas", "จำนวน", "sốlượng",
    "الكمية", "itemamount", "hoeveelheid",
];

/// Whether a name is only one half of a person's: many people share it.
fn is_half_a_name(key: &str) -> bool {
    const HALVES: [&str; 14] = [
        "firstname",
        "lastname",
        "surname",
        "givenname",
        "familyname",
        "vorname",
        "nachname",
        "prénom",
        "prenom",
        "nomdefamille",
        "apellido",
        "cognome",
        "имя",
        "фамилия",
    ];
    HALVES.iter().any(|half| key.contains(half)) || key.ends_with('姓')
}

/// Whether a column of this name never is that of the users, whatever its cells look like: a place, a kind, an amount.
pub(crate) fn is_never_user(name: &str) -> bool {
    #[rustfmt::skip]
    const NEVER: [&str; 70] = [
        "city", "state", "country", "zip", "postal", "postcode", "region", "province", "county", "address", "street",
        "warehouse", "store", "location", "branch", "currency", "payment", "shipping", "status", "type", "language", "brand",
        "category", "gender", "sex", "price", "amount", "total", "tax", "discount", "vendor", "title", "weight", "quantity",
        "仓库", "门店", "城市", "省", "地址", "品牌", "类型", "类别", "分类", "状态", "规格", "部门", "金额", "价格", "单价", "支付方式", "备注",
        "性别", "地区", "渠道", "邮编", "郵便", "住所", "都道府県", "город", "склад", "бренд", "предмет", "цена", "stadt", "plz", "buchung", "betrag", "ville",
        "ciudad", "توع",
    ];
    let key = name_key(name);
    NEVER.iter().any(|word| key.contains(word))
}

/// Whether a name is that of a kind of items rather than of items.
pub(crate) fn is_kind_name(name: &str) -> bool {
    const KINDS: [&str; 14] = [
        "type",
        "category",
        "class",
        "group",
        "brand",
        "vendor",
        "department",
        "collection",
        "类",
        "品牌",
        "部门",
        "категор",
        "групп",
        "warengruppe",
    ];
    let key = name_key(name);
    KINDS.iter().any(|kind| key.contains(kind))
}

/// Whether a name is that of the price of an item, which no person has.
pub(crate) fn is_price_name(name: &str) -> bool {
    #[rustfmt::skip]
    const PRICES: [&str; 19] = [
        "price", "msrp", "rrp", "preis", "precio", "prix", "prezzo", "preço", "prijs", "cena", "价格", "单价", "售价", "零售价", "價格", "單價", "цена",
        "가격", "価格",
    ];
    let key = name_key(name);
    PRICES.iter().any(|price| key.contains(price))
}

/// Whether a name is about the seller, the receiver or the delivery: no buyer, and no time of a purchase.
fn is_elsewhere(key: &str) -> bool {
    const PARTS: [&str; 27] = [
        "billing",
        "shipping",
        "ship",
        "receiver",
        "recipient",
        "vendor",
        "supplier",
        "seller",
        "salesperson",
        "staff",
        "employee",
        "delivery",
        "deliver",
        "estimated",
        "cancel",
        "refund",
        "fulfil",
        "fulfillment",
        "收货人",
        "收件人",
        "店铺",
        "店员",
        "业务员",
        "发货",
        "退款",
        "配送",
        "供应商",
    ];
    PARTS.iter().any(|part| key.contains(part))
}

/// Whether the name of a column is that of a status rather than of an event.
pub(crate) fn is_status_name(name: &str) -> bool {
    is_status_key(&name_key(name))
}

fn is_status_key(key: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 21] = [
        "status", "state", "stage", "状态", "狀態", "状況", "状態", "ステータス", "상태", "статус", "состояние", "statut", "estado", "stato",
        "état", "statüs", "durum", "สถานะ", "trạngthái", "حالة", "situação",
    ];
    WORDS.iter().any(|word| key.contains(word)) && !key.contains("estateid")
}
