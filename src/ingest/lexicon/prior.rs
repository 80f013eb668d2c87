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
/// Factor for a name about somebody else than the buyer, or about delivery.
const ELSEWHERE: f64 = 0.4;

/// Prior of a column's name for a role, 0–3; 0 where it says nothing.
pub(crate) fn name_prior(role: &str, name: &str) -> f64 {
    let plain = plain_name(name);
    prior_of(role, plain).max(if plain.len() < name.len() { prior_of(role, name) } else { 0.0 })
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
    if is_elsewhere(&key) { prior * ELSEWHERE } else { prior }
}

/// Prior of a compound that contains words for a person, and for how they are called or reached.
fn by_parts(role: &str, key: &str) -> Option<f64> {
    const PERSONS: [&str; 24] = [
        "customer",
        "buyer",
        "member",
        "client",
        "user",
        "guest",
        "shopper",
        "买家",
        "客户",
        "会员",
        "顾客",
        "用户",
        "学员",
        "购买人",
        "下单人",
        "付款人",
        "顧客",
        "会員",
        "購入者",
        "구매자",
        "고객",
        "회원",
        "клиент",
        "покупател",
    ];
    const REACHED: [(&str, f64); 22] = [
        ("uid", 2.0),
        ("email", 1.9),
        ("mail", 1.9),
        ("账号", 2.0),
        ("帐号", 2.0),
        ("会员名", 2.0),
        ("昵称", 1.8),
        ("邮箱", 1.9),
        ("手机", 1.7),
        ("phone", 1.6),
        ("tel", 1.5),
        ("mobile", 1.6),
        ("电话", 1.5),
        ("name", 1.5),
        ("姓名", 1.5),
        ("名称", 1.5),
        ("名", 1.3),
        ("명", 1.3),
        ("id", 1.8),
        ("アドレス", 1.7),
        ("имя", 1.4),
        ("код", 1.8),
    ];
    match role {
        "user" if PERSONS.iter().any(|person| key.contains(person)) => {
            REACHED.iter().find(|(word, _)| key.contains(word)).map(|&(_, prior)| prior)
        }
        // A name alone may be that of a person, or of an order.
        "user" if key == "name" || key == "fullname" => Some(0.6),
        "event" if key.ends_with("status") || key.ends_with("状态") || key.ends_with("상태") => Some(1.6),
        _ => None,
    }
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
    let key = name_key(name);
    [
        "status",
        "state",
        "状态",
        "状況",
        "状态",
        "ステータス",
        "상태",
        "статус",
        "состояние",
        "statut",
        "estado",
        "stato",
        "état",
    ]
    .iter()
    .any(|word| key.contains(word))
}
