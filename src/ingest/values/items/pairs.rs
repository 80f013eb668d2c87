//! Items of keys and values, as WooCommerce and others write them: `name:Tea|sku:T4|quantity:2;name:Mug|…`.

use std::borrow::Cow;

use crate::ingest::values::items::item::{Item, ItemBuilder, key_role};

/// Separators of items, and of the pairs inside one.
const ITEM_SEPARATORS: [char; 5] = [';', '\n', ',', '|', '；'];
const PAIR_SEPARATORS: [char; 4] = ['|', ';', ',', '\n'];
/// Longest key, in bytes.
const MAX_KEY: usize = 40;

/// Items of a cell; `None` where it does not consist of keys and values.
pub(crate) fn items(cell: &str) -> Option<Vec<Item<'_>>> {
    let cell = cell.trim();
    let first = key_of(cell)?;
    let mut starts: Vec<usize> = cell
        .match_indices(first)
        .filter(|&(at, _)| cell.get(at..).and_then(key_of) == Some(first))
        .filter(|&(at, _)| cell.get(..at).is_some_and(|before| before.trim_end_matches(' ').ends_with(ITEM_SEPARATORS)))
        .map(|(at, _)| at)
        .collect();
    starts.insert(0, 0);
    starts.push(cell.len());
    let texts = starts.windows(2).filter_map(|ends| cell.get(*ends.first()?..*ends.last()?));
    texts.map(|text| item(text.trim().trim_end_matches(ITEM_SEPARATORS))).collect()
}

fn item(text: &str) -> Option<Item<'_>> {
    let mut builder = ItemBuilder::default();
    let separator = PAIR_SEPARATORS.into_iter().find(|&separator| {
        text.split(separator).count() >= 2 && text.split(separator).all(|pair| key_of(pair.trim()).is_some())
    })?;
    let mut known = 0;
    for pair in text.split(separator) {
        let (key, value) = pair.split_once(':')?;
        known += usize::from(key_role(key).is_some());
        builder.add(key, Cow::Borrowed(value.trim()));
    }
    builder.finish().filter(|_| known >= 2 || text.split(separator).count() == known)
}

/// Key at the beginning of `key:value`.
fn key_of(text: &str) -> Option<&str> {
    // No further than a key is long: a cell may hold a megabyte without another colon.
    let end = text.bytes().take(MAX_KEY + 1).position(|byte| byte == b':')?;
    let key = text.get(..end)?;
    let is_key = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ' ' || sign == '-';
    (!key.is_empty() && key.chars().all(is_key)).then_some(key)
}
