//! Items that are probably no products, such as postage, bank charges and vouchers. Those that
//! are named so are left out unless the user wants them; the others are only suggested.

use serde::Serialize;

use crate::dataset::vocabulary::Vocabulary;
use crate::order::sort_few;

/// Reason of an item whose name is that of a charge.
const NAMED_LIKE_A_CHARGE: &str = "named-like-a-charge";
/// Limit of the suggestions.
const MAX_SUGGESTIONS: usize = 20;

/// An item that is probably no product.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonProduct {
    pub id: String,
    pub name: String,
    pub users: u32,
    /// Why: `named-like-a-charge` or `unlike-other-codes`.
    pub reason: &'static str,
}

/// Names of charges: see [`is_charge`].
#[rustfmt::skip]
const CHARGES: [&str; 71] = [
    "postage", "carriage", "shipping", "freight", "delivery", "handling", "bank charges", "discount", "manual", "fee",
    "fees", "amazon fee", "commission", "adjust bad debt", "adjustment", "voucher", "gift voucher", "gift card",
    "gift certificate", "coupon", "deposit", "samples", "sample", "gift wrap", "gift wrapping", "surcharge", "tax",
    "vat", "tip", "refund", "credit", "donation", "test", "dotcom postage", "next day carriage", "subscription fee",
    "service charge", "versand", "versandkosten", "porto", "rabatt", "gutschein", "pfand", "frais de port",
    "livraison", "remise", "bon d'achat", "gastos de envío", "envío", "descuento", "spedizione", "sconto",
    "spese di spedizione", "frete", "desconto", "verzendkosten", "korting", "wysyłka", "frakt", "porto und verpackung", "versand und verpackung", "service fee", "servicegebühr",
    "bearbeitungsgebühr", "frais de service", "frais de livraison", "доставка", "комиссия", "courier", "consegna", "envio",
];
#[rustfmt::skip]
const CHARGES_ZH: [&str; 28] = [
    "运费", "邮费", "快递费", "配送费", "包装费", "服务费", "手续费", "安装费", "优惠券", "代金券", "抵用券", "礼品卡", "充值", "补差价", "差价", "邮费补差",
    "折扣", "红包", "定金", "押金", "运费险", "運費", "送料", "配送料", "手数料", "배송비", "택배비", "доставка курьер",
];

/// Ids and names of items, with the number of users or rows of each.
pub(crate) struct ItemList<'a> {
    pub ids: &'a Vocabulary,
    pub name: &'a dyn Fn(usize) -> &'a str,
    pub counts: &'a [u32],
}

/// Items that are probably no products, at most [`MAX_SUGGESTIONS`], those with the largest counts first.
pub(crate) fn non_products(items: &ItemList) -> Vec<NonProduct> {
    let ItemList { ids, name, counts } = items;
    let digits = |id: &str| id.chars().filter(char::is_ascii_digit).count();
    let with_digits = ids.ids().filter(|id| digits(id) >= 3).count();
    // A code of letters stands out only where nearly all others have letters or digits of a code.
    let has_codes = with_digits * 20 >= ids.len() * 19 && ids.len() >= 20;
    let mut found: Vec<(u32, usize, &'static str)> = (0..ids.len())
        .filter_map(|item| {
            let (id, name) = (ids.id(item), name(item));
            let reason = if is_charge(name) || digits(id) < 3 && is_charge(id) {
                NAMED_LIKE_A_CHARGE
            } else if has_codes && digits(id) == 0 {
                "unlike-other-codes"
            } else {
                return None;
            };
            Some((counts.get(item).copied().unwrap_or(0), item, reason))
        })
        .collect();
    sort_few(&mut found, |one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    found.truncate(MAX_SUGGESTIONS);
    let non_product = |(users, item, reason): (u32, usize, &'static str)| NonProduct {
        id: ids.id(item).to_owned(),
        name: name(item).to_owned(),
        users,
        reason,
    };
    found.into_iter().map(non_product).collect()
}

impl NonProduct {
    /// Whether the item is left out unless the user wants it.
    pub(crate) fn is_excluded_by_default(&self) -> bool {
        self.reason == NAMED_LIKE_A_CHARGE
    }
}

/// Whether a name is that of a charge, or begins with one and says no more than where, when or how.
fn is_charge(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let begins = |charge: &str| {
        // "Delivery van" is a toy.
        name.strip_prefix(charge).is_some_and(|rest| {
            rest.trim_start_matches([':', '-', '(', ' ']).is_empty()
                || rest.starts_with([':', '(']) && !rest.is_empty()
                || [" cost", " charge", " fee", " & ", " and "].iter().any(|more| rest.starts_with(more))
        })
    };
    CHARGES.iter().any(|charge| begins(charge))
        || ["shipping cost", "bank charge", "shipping fee", "delivery charge", " postage"]
            .iter()
            .any(|part| name.contains(part))
        || !name.is_ascii()
            && CHARGES_ZH
                .iter()
                .any(|charge| name.contains(charge) && name.chars().count() <= charge.chars().count() + 6)
}
