//! One line item, and the words by which structured items say what is what.

use std::borrow::Cow;

/// One line item of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// Id, or the name where there is no id.
    pub id: Cow<'a, str>,
    /// Name, where there is one beside the id.
    pub name: Option<Cow<'a, str>>,
    /// Number of pieces; 1 where none is written.
    pub quantity: f64,
}

/// Keys of ids, the most telling first: `id` alone may be the id of the line.
#[rustfmt::skip]
const ID_KEYS: [&str; 25] = [
    "sku", "itemid", "productid", "variantid", "articleid", "goodsid", "skuid", "itemcode", "productcode", "stockcode",
    "商品id", "商品编码", "商品编号", "商家编码", "货号", "asin", "ean", "gtin", "upc", "isbn", "barcode", "code", "id", "item",
    "product",
];
const NAME_KEYS: [&str; 11] = [
    "name",
    "title",
    "productname",
    "itemname",
    "producttitle",
    "description",
    "商品名称",
    "商品",
    "名称",
    "标题",
    "品名",
];
const QUANTITY_KEYS: [&str; 10] =
    ["quantity", "qty", "count", "units", "pieces", "数量", "购买数量", "件数", "menge", "cantidad"];

/// What a key says about an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum KeyRole {
    /// An id; the smaller the number, the more telling.
    Id(usize),
    Name(usize),
    Quantity,
}

/// Role of a key; `None` for prices, totals and all others.
pub(crate) fn key_role(key: &str) -> Option<KeyRole> {
    let key: String = key.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let place = |keys: &[&str]| keys.iter().position(|known| *known == key);
    let id = place(&ID_KEYS).map(KeyRole::Id);
    let name = || place(&NAME_KEYS).map(KeyRole::Name);
    let quantity = || place(&QUANTITY_KEYS).map(|_| KeyRole::Quantity);
    id.or_else(name).or_else(quantity)
}

/// An item that is put together from its keys and values.
#[derive(Default)]
pub(crate) struct ItemBuilder<'a> {
    id: Option<(usize, Cow<'a, str>)>,
    name: Option<(usize, Cow<'a, str>)>,
    quantity: Option<f64>,
}

impl<'a> ItemBuilder<'a> {
    /// Adds a value; blank ones and those of other keys are ignored.
    pub fn add(&mut self, key: &str, value: Cow<'a, str>) {
        if value.trim().is_empty() {
            return;
        }
        match key_role(key) {
            Some(KeyRole::Id(rank)) => keep_better(&mut self.id, rank, value),
            Some(KeyRole::Name(rank)) => keep_better(&mut self.name, rank, value),
            Some(KeyRole::Quantity) => {
                self.quantity = value.trim().parse().ok().filter(|count: &f64| count.is_finite())
            }
            None => {}
        }
    }

    /// The item; `None` where nothing names it.
    pub fn finish(self) -> Option<Item<'a>> {
        let quantity = self.quantity.unwrap_or(1.0);
        let name = self.name.map(|(_, name)| name);
        match (self.id, name) {
            (Some((_, id)), name) => Some(Item { id, name, quantity }),
            (None, Some(name)) => Some(Item { id: name, name: None, quantity }),
            (None, None) => None,
        }
    }
}

fn keep_better<'a>(kept: &mut Option<(usize, Cow<'a, str>)>, rank: usize, value: Cow<'a, str>) {
    if kept.as_ref().is_none_or(|(best, _)| rank < *best) {
        *kept = Some((rank, value));
    }
}
